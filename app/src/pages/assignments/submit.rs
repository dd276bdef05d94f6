use model::assignments::AssignmentPage;
use model::limits;
use model::text::assignments as a;

use super::upload::{Sending, send};
use crate::prelude::*;

/// What the file field offers; what is taken is decided by the server, by content.
const ACCEPT: &str = ".pdf,.doc,.docx,.odt,.ppt,.pptx,.txt,.md,.zip,.png,.jpg,.jpeg,.gif,.webp";

/// The form for handing in. The browser can send it alone; with script it shows how far it is and keeps what was
/// typed when the network goes. Either way the same submission id goes with every try.
#[component]
pub fn HandIn(school: String, page: AssignmentPage, handed_in: Callback<()>) -> impl IntoView {
    let action = format!("/s/{school}/assignments/{}/submissions", page.id);
    let form = FormState::plain(&action);
    let sending = Sending::new();
    let mb = page.file_bytes / (1024 * 1024);
    let hint = tf(a::FILES_HINT, &[("n", &limits::FILES_PER_SUBMISSION), ("mb", &mb)]);
    let before = match (page.own.is_empty(), page.overdue) {
        (false, _) => Some(a::HAND_IN_AGAIN),
        (true, true) => Some(a::HAND_IN_LATE),
        (true, false) => None,
    };
    let most = page.file_bytes;
    let path = action.clone();
    let submit = move |event: leptos::ev::SubmitEvent| send(event, &path, most, sending, handed_in);
    let (from_server, from_script) = (form.problem("files"), sending.problem("files"));
    let files_problem = Signal::derive(move || from_script.get().or_else(|| from_server.get().filter(|_| !sending.was_tried())));
    let whole = form.whole();
    let whole_problem = Signal::derive(move || sending.whole().or_else(|| whole.get().filter(|_| !sending.was_tried())));
    let (note_before, note_now) = (form.problem("note"), sending.problem("note"));
    let note_problem = Signal::derive(move || note_now.get().or_else(|| note_before.get().filter(|_| !sending.was_tried())));
    let said = Signal::derive(move || match sending.percent() {
        Some(100..) => Some(t(a::STORING).to_owned()),
        percent => percent.map(|percent| tf(a::SENDING, &[("percent", &percent)])),
    });
    view! {
        <section class="panel panel-form" id="hand-in">
            <h2>{t(a::HAND_IN)}</h2>
            {before.map(|key| view! { <p class="muted">{t(key)}</p> })}
            <form method="post" action=action enctype="multipart/form-data" class="form" on:submit=submit>
                <FormError message=whole_problem/>
                <input type="hidden" name="submission" value=page.next_submission.to_string()/>
                <FileField label=t(a::FILES) name="files" multiple=true accept=ACCEPT hint=hint error=files_problem required=true/>
                <TextArea
                    label=t(a::NOTE)
                    name="note"
                    value=form.typed("note")
                    error=note_problem
                    hint=t(a::NOTE_HINT)
                    maxlength=limits::BRIEF
                />
                <Button busy=sending.busy()>{t(a::HAND_IN)}</Button>
                <Show when=move || sending.busy().get()>
                    <ProgressLine label=t(a::HAND_IN) value=sending.share() text=said/>
                </Show>
            </form>
        </section>
    }
}
