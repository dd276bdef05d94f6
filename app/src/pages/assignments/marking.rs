use model::assignments::{MarkCard, MarkingPage};
use model::limits;
use model::text::{assignments as a, courses as c};
use wasm_bindgen::JsCast;

use super::api::{self, SaveMarks};
use super::files::Receipt;
use crate::prelude::*;

#[component]
pub fn MarkingShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let submission = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_submission(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=submission view=move |page: MarkingPage| view! { <Marking school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Marking(school: String, page: MarkingPage) -> impl IntoView {
    let title = tf(a::MARKING_OF, &[("student", &page.student), ("assignment", &page.assignment)]);
    let submission = page.submission.clone();
    let sent = tf(a::SENT_AT, &[("when", &submission.submitted.local)]);
    let subtitle = format!("{} · {sent}", tf(a::ATTEMPT, &[("n", &submission.attempt)]));
    let note = Some(submission.note).filter(|note| !note.is_empty());
    let next = page.next.map(|next| format!("/s/{school}/submissions/{next}"));
    let history = page.history.clone();
    let crumbs = vec![
        (page.course.clone(), format!("/s/{school}/courses/{}", page.course_id)),
        (page.assignment.clone(), format!("/s/{school}/assignments/{}", page.assignment_id)),
    ];
    view! {
        <Title text=title/>
        <PageHead title=page.student.clone() subtitle crumbs crumbs_label=t(c::WHERE)>
            {submission.late.then(|| view! { <Badge tone=Tone::Warn>{t(a::LATE)}</Badge> })}
            {next.map(|href| view! { <LinkButton href variant=Variant::Quiet>{t(a::NEXT)}</LinkButton> })}
        </PageHead>
        <div class="split">
            <div class="split-main">
                <section class="panel" id="work">
                    <h2>{t(a::FILES)}</h2>
                    <Receipt school=school.clone() files=submission.files/>
                </section>
                {note.map(|note| view! { <section class="panel"><h2>{t(a::NOTE)}</h2><p class="brief">{note}</p></section> })}
            </div>
            <aside class="split-aside">
                <MarkFields school page/>
                <History history/>
            </aside>
        </div>
    }
}

/// The form of the marker: Enter saves from the marks, Ctrl and Enter from the comment.
#[component]
fn MarkFields(school: String, page: MarkingPage) -> impl IntoView {
    let save = ServerAction::<SaveMarks>::new();
    let form = FormState::of(save);
    let held = page.submission.mark;
    let typed = |field: &str, held: Option<String>| {
        let typed = form.typed(field);
        if typed.is_empty() { held.unwrap_or_default() } else { typed }
    };
    let marks = typed("marks", held.as_ref().map(|mark| mark.marks.to_string()));
    let comment = typed("comment", held.as_ref().map(|mark| mark.comment.clone()));
    // The next to mark begins where the marks are typed, whichever way it was come to.
    let panel = NodeRef::<leptos::html::Section>::new();
    let name = form.name("marks");
    Effect::new(move |_| {
        let field = panel.get().and_then(|panel| panel.query_selector(&format!("[name='{name}']")).ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            let _ = field.focus();
            field.select();
        }
    });
    let save_by_key = move |event: leptos::ev::KeyboardEvent| {
        let wanted = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
        if let Some(form) = field.filter(|_| wanted).and_then(|field| field.form()) {
            event.prevent_default();
            let _ = form.request_submit();
        }
    };
    let here = format!("/s/{school}/submissions/{}", page.submission.id);
    let changed = move || matches!(save.value().get(), Some(Err(model::Error::Conflict(_))));
    view! {
        <section class="panel panel-form" id="marking" node_ref=panel on:keydown=save_by_key>
            <h2>{t(a::MARKS)}</h2>
            <ActionForm action=save attr:class="form">
                <FormProblem form/>
                {move || changed().then(|| view! { <p><a href=here.clone() rel="external">{t(a::LOOK_AGAIN)}</a></p> })}
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="assignment" value=page.assignment_id.to_string()/>
                <input type="hidden" name="id" value=page.submission.id.to_string()/>
                <input type="hidden" name=form.name("version") value=page.version.to_string()/>
                <Field
                    label=t(a::MARKS)
                    name=form.name("marks")
                    value=marks
                    error=form.problem("marks")
                    hint=tf(a::MARKS_HINT, &[("points", &page.points)])
                    autocomplete="off"
                    required=true
                />
                <TextArea
                    label=t(a::COMMENT)
                    name=form.name("comment")
                    value=comment
                    error=form.problem("comment")
                    hint=t(a::COMMENT_HINT)
                    maxlength=limits::BRIEF
                />
                <Button busy=form.busy()>{t(a::SAVE_MARKS)}</Button>
                <p class="hint">{t(a::SAVE_HINT)}</p>
            </ActionForm>
        </section>
    }
}

/// Every marking so far, newest first; the first is the one that holds.
#[component]
fn History(history: Vec<MarkCard>) -> impl IntoView {
    (!history.is_empty()).then(|| {
        view! {
            <section class="panel" id="history">
                <h2>{t(a::HISTORY)}</h2>
                <ol class="list">
                    {history
                        .into_iter()
                        .map(|mark| {
                            view! {
                                <li>
                                    <div>
                                        <span class="title">{mark.marks.to_string()}</span>
                                        <span class="meta">
                                            {tf(a::MARKED_BY, &[("name", &mark.marked_by), ("when", &mark.marked.local)])}
                                        </span>
                                        <p class="brief">{mark.comment}</p>
                                    </div>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </section>
        }
    })
}
