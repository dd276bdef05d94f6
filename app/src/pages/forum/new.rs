use leptos::html::{Input, Textarea};
use model::forum::ThreadDesk;
use model::ids::ThreadId;
use model::limits;
use model::text::{courses as c, device, forum as f};

use super::api::{self, board_address};
use super::board::{crumbs, use_board};
use super::pen::{Files, Pen};
use super::reply::{Keeping, SendButtons, ticked_or, typed_or};
use crate::prelude::*;

/// A new thread.
#[component]
pub fn ThreadNew() -> impl IntoView {
    let (school, board) = (use_school(), use_board());
    let desk = Resource::new(
        move || (school.get(), board.get()),
        |(school, board)| async move { api::new_thread(school, board.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Title text=t(f::NEW_THREAD)/>
        <Loaded of=desk view=move |desk: ThreadDesk| view! { <NewForm school=school.get_untracked() desk/> }.into_any()/>
    }
}

#[component]
fn NewForm(school: String, desk: ThreadDesk) -> impl IntoView {
    let path = format!("{}/threads", board_address(&school, desk.board));
    let form = FormState::plain(&path);
    let (title, body, files) = (NodeRef::<Input>::new(), NodeRef::<Textarea>::new(), NodeRef::<Input>::new());
    let ThreadDesk { board, name, topics, form: first, is_draft, may_hide } = desk;
    let mut above = crumbs(&school);
    above.push((name, board_address(&school, board)));
    let mut options = vec![(String::new(), t(f::NO_TOPIC).to_owned())];
    options.extend(topics.into_iter().map(|topic| (topic.id.to_string(), topic.name)));
    let topic = (options.len() > 1).then(|| {
        let selected = typed_or(form, "topic", &first.topic);
        view! { <Select label=t(f::TOPIC) name=form.name("topic") options selected error=form.problem("topic")/> }
    });
    let hide = may_hide.then(|| {
        let checked = ticked_or(form, "anonymous", first.anonymous);
        view! { <Checkbox label=t(f::HIDE) name=form.name("anonymous") checked hint=t(f::HIDE_HINT)/> }
    });
    view! {
        <PageHead title=t(f::NEW_THREAD) crumbs=above crumbs_label=t(c::WHERE)/>
        {is_draft.then(|| view! { <p class="muted">{t(f::YOUR_DRAFT)}</p> })}
        <section class="panel panel-form">
            <Keeping school=school.clone() place=board.to_string() path=path.clone() title body>
                <form
                    method="post"
                    action=path
                    enctype="multipart/form-data"
                    class="form"
                    data-draft=""
                    data-queue=form.name("id")
                    data-queue-renews=""
                    data-queue-title=t(f::NEW_THREAD)
                    data-queue-ask=t(device::QUEUE_ASK)
                    data-queue-lost=t(device::QUEUE_LOST)
                >
                    <FormProblem form/>
                    <input type="hidden" name=form.name("id") value=ThreadId::new().to_string()/>
                    <Field
                        label=t(f::TITLE)
                        name=form.name("title")
                        value=typed_or(form, "title", &first.title)
                        error=form.problem("title")
                        maxlength=limits::TITLE
                        node_ref=title
                    />
                    <Pen school board form value=typed_or(form, "body", &first.body) rows=10 field=body files/>
                    {topic}
                    <Files form field=files/>
                    {hide}
                    <SendButtons form label=f::START/>
                </form>
            </Keeping>
        </section>
    }
}
