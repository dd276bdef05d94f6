use leptos::html;
use model::assignments::{self, AssignmentPage};
use model::limits;
use model::text::{assignments as a, common, device};
use web_sys::HtmlElement;

use super::upload::{Sending, send};
use crate::device::DraftNote;
use crate::prelude::*;
use crate::text::size;

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
    // What the file field offers; what is taken is decided by the server, by content.
    let accept = assignments::accept();
    let (section, files, note) =
        (NodeRef::<html::Section>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Textarea>::new());
    // What a script was refused may stand off the screen: the focus goes where it can be put right.
    Effect::new(move || {
        let (Some(at), Some(section)) = (sending.refused_at(), section.get()) else { return };
        let place = match at {
            "files" => files.get().map(HtmlElement::from),
            "note" => note.get().map(HtmlElement::from),
            _ => None,
        };
        reveal(&section, place.as_ref().unwrap_or(&section));
    });
    let refused = form.refused();
    let refused = move || {
        (refused.get() && !sending.was_tried()).then(|| {
            view! {
                <div id="refused" role="alert" tabindex="-1" aria-describedby="files-error note-error">
                    <Notice tone=Tone::Bad>{t(a::REFUSED)}</Notice>
                </div>
            }
        })
    };
    let said = Signal::derive(move || match sending.percent() {
        Some(100..) => Some(t(a::STORING).to_owned()),
        percent => percent.map(|it| tf(a::SENDING, &[("percent", &crate::text::percent(it))])),
    });
    view! {
        <section class="panel panel-form" id="hand-in" tabindex="-1" aria-labelledby="hand-in-title" node_ref=section>
            <h2 id="hand-in-title">{t(a::HAND_IN)}</h2>
            {refused}
            {before.map(|key| view! { <p class="muted">{t(key)}</p> })}
            // Without script the answer to a refusal leads to the message; browsers keep the fragment of what they asked for.
            <form
                method="post"
                action=format!("{action}#refused")
                enctype="multipart/form-data"
                class="form"
                data-draft=""
                data-takes-shared=""
                data-queue="submission"
                data-queue-title=page.title
                data-queue-ask=t(device::QUEUE_ASK)
                data-queue-lost=t(device::QUEUE_LOST)
                on:submit=submit
            >
                <FormError message=whole_problem/>
                <input type="hidden" name="submission" value=page.next_submission.to_string()/>
                <FileDrop
                    label=t(a::FILES)
                    name="files"
                    invite=t(common::DROP_FILES)
                    remove=t(common::TAKE_OUT)
                    size=Callback::new(|bytes: u64| size(bytes as i64))
                    multiple=true
                    accept
                    hint
                    error=files_problem
                    required=true
                    node_ref=files
                />
                <TextArea
                    label=t(a::NOTE)
                    name="note"
                    value=form.typed("note")
                    error=note_problem
                    hint=t(a::NOTE_HINT)
                    maxlength=limits::BRIEF
                    node_ref=note
                />
                <DraftNote/>
                <Button busy=sending.busy()>{t(a::HAND_IN)}</Button>
                <Show when=move || sending.busy().get()>
                    <ProgressLine label=t(a::HAND_IN) value=sending.share() text=said/>
                </Show>
            </form>
        </section>
    }
}
