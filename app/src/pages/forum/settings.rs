use model::forum::{Board, BoardPage, ThreadFilter, Topic};
use model::limits;
use model::text::{courses as c, forum as f};
use server_fn::ServerFn;

use super::api::{self, AddTopic, AllowNoNames, RemoveTopic, RenameTopic, board_address};
use super::board::{crumbs, use_board};
use crate::prelude::*;

/// The topics of a forum and who is named there, for those who look after it.
#[component]
pub fn BoardSettings() -> impl IntoView {
    let (school, board) = (use_school(), use_board());
    let page = Resource::new(
        move || (school.get(), board.get()),
        |(school, board)| async move {
            let board = board.ok_or(model::Error::NotFound)?;
            let page = api::show_board(school, board, 1, ThreadFilter::default()).await?;
            if page.may_moderate { Ok(page) } else { Err(model::Error::Forbidden) }
        },
    );
    view! {
        <Title text=t(f::SETTINGS)/>
        <Loaded of=page view=move |page: BoardPage| view! { <Whole school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, page: BoardPage) -> impl IntoView {
    let BoardPage { board, name, topics, anonymous, .. } = page;
    let mut above = crumbs(&school);
    above.push((name, board_address(&school, board)));
    let form = FormState::plain(AddTopic::PATH);
    let changing = FormState::plain(RenameTopic::PATH);
    let line = |topic: Topic| view! { <Line school=school.clone() board topic/> };
    view! {
        <PageHead title=t(f::SETTINGS) crumbs=above crumbs_label=t(c::WHERE)/>
        <section class="panel panel-form">
            <h2>{t(f::TOPICS)}</h2>
            <p class="muted">{t(f::TOPICS_HINT)}</p>
            <FormProblem form=changing alone=true/>
            <ul class="list topics">{topics.into_iter().map(line).collect_view()}</ul>
            <form method="post" action=AddTopic::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="board" value=board.to_string()/>
                <Field
                    label=t(f::NEW_TOPIC)
                    name=form.name("name")
                    id="new-topic"
                    value=form.typed("name")
                    error=form.problem("name")
                    maxlength=limits::NAME
                    required=true
                />
                <Button>{t(f::ADD_TOPIC)}</Button>
            </form>
        </section>
        <section class="panel panel-form">
            <h2>{t(f::NAMES)}</h2>
            <p>{t(if anonymous { f::NAMES_ON } else { f::NAMES_OFF })}</p>
            <p class="muted">{t(f::NAMES_HINT)}</p>
            <form method="post" action=AllowNoNames::PATH>
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="board" value=board.to_string()/>
                <input type="hidden" name="on" value=(!anonymous).to_string()/>
                <Button variant=Variant::Quiet>{t(if anonymous { f::ASK_NAMES } else { f::ALLOW_NO_NAMES })}</Button>
            </form>
        </section>
    }
}

#[component]
fn Line(school: String, board: Board, topic: Topic) -> impl IntoView {
    let (id, name) = (topic.id.to_string(), topic.name);
    // What opens takes what stands in it along.
    let (its_school, its_id, its_name) = (school.clone(), id.clone(), name.clone());
    let [rename, remove] = [f::RENAME_TOPIC, f::REMOVE_TOPIC].map(|key| tf(key, &[("name", &name)]));
    view! {
        <li>
            <div>
                <bdi class="title">{name}</bdi>
                <span class="meta muted">{tn(f::THREADS, topic.threads)}</span>
            </div>
            <span class="trailing row">
                <Ask label=t(f::RENAME) spoken=rename question=t(f::RENAME_ASK) small=true>
                    <form method="post" action=RenameTopic::PATH class="form">
                        <input type="hidden" name="school" value=its_school/>
                        <input type="hidden" name="board" value=board.to_string()/>
                        <input type="hidden" name="id" value=its_id.clone()/>
                        <Field
                            label=t(f::TOPIC)
                            name="form[name]"
                            id=format!("topic-{its_id}")
                            value=its_name
                            maxlength=limits::NAME
                            required=true
                        />
                        <Button>{t(f::SAVE)}</Button>
                    </form>
                </Ask>
                <Ask label=t(f::REMOVE) spoken=remove question=t(f::REMOVE_ASK) small=true>
                    <form method="post" action=RemoveTopic::PATH>
                        <input type="hidden" name="school" value=school/>
                        <input type="hidden" name="board" value=board.to_string()/>
                        <input type="hidden" name="id" value=id/>
                        <Button variant=Variant::Danger>{t(f::REMOVE_NOW)}</Button>
                    </form>
                </Ask>
            </span>
        </li>
    }
}
