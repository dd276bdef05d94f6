use leptos::form::FromFormData;
use model::assignments::MarkingPage;
use model::limits;
use model::text::assignments as a;
use server_fn::ServerFn;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::api::SaveMarks;
use super::lineup::submission;
use crate::layout::is_redrawn;
use crate::prelude::*;
use crate::screen::is_typing;
use crate::unsaved::Unsaved;

/// The form of the marker: Enter saves from the marks, Ctrl and Enter from the comment. `saved` when this page follows
/// a saving.
#[component]
pub fn MarkFields(school: String, page: MarkingPage, saved: bool) -> impl IntoView {
    let save = ServerAction::<SaveMarks>::new();
    let form = FormState::of(save);
    let held = page.submission.mark.clone();
    let saved = saved && held.is_some();
    let typed = |field: &str, held: Option<String>| {
        let typed = form.typed(field);
        if typed.is_empty() { held.unwrap_or_default() } else { typed }
    };
    let marks = typed("marks", held.as_ref().map(|mark| mark.marks.to_string()));
    let comment = typed("comment", held.as_ref().map(|mark| mark.comment.clone()));
    let keyboard = has_keyboard();
    let unsaved = Unsaved::of_form();
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            unsaved.set(false);
        }
    });
    let panel = NodeRef::<leptos::html::Section>::new();
    let (field, redrawn) = (form.name("marks"), is_redrawn());
    // Who marks in a row goes on by keys alone: from a saving to the next, and there to its marks.
    Effect::new(move |_| {
        let Some(panel) = panel.get().filter(|_| !redrawn) else { return };
        let find = |selector: &str| panel.query_selector(selector).ok().flatten();
        let told = find("#saved a").or_else(|| find("#saved")).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(told) = told {
            let _ = told.focus();
        } else if keyboard.get()
            && !is_typing()
            && let Some(field) = find(&format!("[name='{field}']")).and_then(|it| it.dyn_into::<HtmlInputElement>().ok())
        {
            let _ = field.focus();
            field.select();
        }
    });
    let save_by_key = move |event: leptos::ev::KeyboardEvent| {
        let wanted = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        let field = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(form) = field.filter(|_| wanted).and_then(|field| field.form()) {
            event.prevent_default();
            let _ = form.request_submit();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Ok(marks) = SaveMarks::from_event(&event) {
            event.prevent_default();
            save.dispatch(marks);
        }
    };
    let here = format!("/s/{school}/submissions/{}", page.submission.id);
    let changed = move || matches!(save.value().get(), Some(Err(model::Error::Conflict(_))));
    let told = held.filter(|_| saved).map(|mark| {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("marks", &mark.marks), ("points", &page.points), ("n", &page.submission.attempt)];
        let next = page.lineup.to_mark.as_ref().map(|next| (submission(&school, next), next.student.clone()));
        (tf(a::SAVED, &values), next)
    });
    let refused = form.refused();
    let told = move || told.clone().filter(|_| !refused.get()).map(|(words, next)| view! { <Saved words next/> });
    view! {
        <section
            class="panel panel-form"
            id="marking"
            tabindex="-1"
            aria-labelledby="marking-title"
            aria-describedby=saved.then_some("saved-words")
            node_ref=panel
            on:keydown=save_by_key
        >
            <h2 id="marking-title">{tf(a::MARKS_FOR, &[("n", &page.submission.attempt)])}</h2>
            {told}
            // Without script a refusal comes back to the form, not to the top of the page.
            <form method="post" action=format!("{}#marking", <SaveMarks as ServerFn>::PATH) class="form" on:submit=submit on:input=move |_| unsaved.set(true)>
                <FormProblem form/>
                {move || changed().then(|| view! { <p><a href=here.clone() rel="external">{t(a::LOOK_AGAIN)}</a></p> })}
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="id" value=page.submission.id.to_string()/>
                <input type="hidden" name=form.name("version") value=page.version.to_string()/>
                <NumberField
                    label=t(a::MARKS)
                    name=form.name("marks")
                    value=marks
                    error=form.problem("marks")
                    unit=tf(a::MARKS_UNIT, &[("points", &page.points)])
                    min="0"
                    step="0.01"
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
                {move || keyboard.get().then(|| view! { <p class="hint">{t(a::SAVE_HINT)}</p> })}
            </form>
        </section>
    }
}

/// What was saved, and the way on.
#[component]
fn Saved(words: String, next: Option<(String, String)>) -> impl IntoView {
    let next = match next {
        Some((href, student)) => {
            let label = tf(a::NEXT_TO_MARK, &[("student", &student)]);
            view! { <p><a href=href aria-describedby="saved-words">{label}</a></p> }.into_any()
        }
        None => view! { <p>{t(a::NOTHING_TO_MARK)}</p> }.into_any(),
    };
    view! {
        <div id="saved" tabindex="-1">
            <Notice tone=Tone::Good live=true>
                <p id="saved-words">{words}</p>
                {next}
            </Notice>
        </div>
    }
}
