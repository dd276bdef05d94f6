use model::forum::{Earlier, PostDesk};
use model::limits;
use model::text::{courses as c, device, forum as f};
use server_fn::ServerFn;

use super::api::{self, EditPost, post_address};
use super::author::name;
use super::board::crumbs;
use super::pen::Pen;
use super::reply::typed_or;
use crate::device::DraftNote;
use crate::prelude::*;

/// A post to be edited, and what it said before.
#[component]
pub fn PostEdit() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let desk = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::edit_desk(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Title text=t(f::EDIT)/>
        <Loaded of=desk view=move |desk: PostDesk| view! { <Desk school=school.get_untracked() desk/> }.into_any()/>
    }
}

#[component]
fn Desk(school: String, desk: PostDesk) -> impl IntoView {
    let form = FormState::plain(EditPost::PATH);
    let mut above = crumbs(&school);
    let title_of_thread = desk.thread_title.clone();
    above.push((desk.thread_title, post_address(&school, (desk.thread, desk.number))));
    let its_school = school.clone();
    let fields = desk.form.map(|first| {
        let title = first.title.map(|title| {
            view! {
                <Field
                    label=t(f::TITLE)
                    name=form.name("title")
                    value=typed_or(form, "title", &title)
                    error=form.problem("title")
                    maxlength=limits::TITLE
                    required=true
                />
            }
        });
        view! {
            <section class="panel panel-form">
                <form
                    method="post"
                    action=EditPost::PATH
                    class="form"
                    data-draft=""
                    data-queue="id"
                    data-queue-title=title_of_thread
                    data-queue-ask=t(device::QUEUE_ASK)
                    data-queue-lost=t(device::QUEUE_LOST)
                >
                    <FormProblem form/>
                    <Drawn form from=first.drawn/>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=desk.post.to_string()/>
                    {title}
                    <Pen school=its_school board=desk.board form value=typed_or(form, "body", &first.body) rows=10 required=true/>
                    <DraftNote/>
                    <Button busy=form.busy()>{t(f::SAVE)}</Button>
                </form>
            </section>
        }
    });
    let earlier = (!desk.earlier.is_empty()).then(|| {
        view! {
            <section class="panel" id="earlier">
                <h2>{t(f::EARLIER)}</h2>
                <ol class="earlier">{desk.earlier.into_iter().map(|it| view! { <Said it/> }).collect_view()}</ol>
            </section>
        }
    });
    view! {
        <PageHead title=t(f::EDIT) crumbs=above crumbs_label=t(c::WHERE)/>
        {fields}
        {earlier}
    }
}

#[component]
fn Said(it: Earlier) -> impl IntoView {
    let until = tf(f::REPLACED, &[("author", &name(&it.by)), ("when", &it.replaced.local)]);
    view! {
        <li>
            <p class="muted"><InBrief said=until own=it.replaced.own/></p>
            {it.title.map(|title| view! { <p class="title"><bdi>{title}</bdi></p> })}
            <div class="markup" dir="auto" inner_html=it.html></div>
        </li>
    }
}
