use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::web_sys::{EventTarget, HtmlInputElement};
use send_wrapper::SendWrapper;
use web_sys::{DataTransfer, Event, EventInit, File};

use crate::control::{Control, Framed};
use crate::live::live;
use crate::{Icon, MaybeText, Text};

/// A choice of files with a place to drop them, where they are listed and can be taken out again. Choosing once more
/// adds to them, and one of the same name takes the place of the older: a browser does not send what has changed since
/// it was chosen. Without a script it is the browser's own field. Its form needs `enctype="multipart/form-data"`.
#[component]
pub fn FileDrop(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What is written in the place: that files can be dropped, or chosen by a press.
    #[prop(into)]
    invite: Text,
    /// The word of the button beside a file; the file's name follows it.
    #[prop(into)]
    remove: Text,
    /// Writes a size, given in bytes.
    #[prop(into)]
    size: Callback<u64, String>,
    #[prop(optional)] multiple: bool,
    /// The kinds offered, as in `.pdf,.docx,image/*`. A wish only: the server looks at the content.
    #[prop(optional, into)]
    accept: MaybeText,
    /// Says which kinds and sizes are taken.
    #[prop(optional, into)]
    hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let (live, over) = (live(), RwSignal::new(false));
    // `None` on the server, where threads change and a thing of the browser could not go along.
    let files = RwSignal::new(None::<SendWrapper<Vec<File>>>);
    let keep = move |new: Vec<File>| files.set(Some(SendWrapper::new(new)));
    let kept = move || files.with_untracked(|files| files.as_deref().cloned().unwrap_or_default());
    // What was chosen before the script came.
    Effect::new(move |_| {
        if let Some(input) = node_ref.get() {
            keep(chosen_files(&input));
        }
    });
    // A form that is emptied, or was sent by script, has no files left.
    Effect::new(move |_| {
        let reset = window_event_listener(ev::reset, move |event| {
            let form = node_ref.get_untracked().and_then(|input| input.form()).map(EventTarget::from);
            if form.is_some() && form == event.target() {
                keep(Vec::new());
            }
        });
        on_cleanup(move || reset.remove());
    });
    let on_change = move |_| {
        over.set(false);
        let Some(input) = node_ref.get_untracked() else { return };
        let mut now = chosen_files(&input);
        if multiple {
            let mut all = kept();
            all.retain(|old| !now.iter().any(|new| old.name() == new.name()));
            all.append(&mut now);
            put_files(&input, &all);
            now = all;
        }
        keep(now);
    };
    let take_out = move |at: usize| {
        let Some(input) = node_ref.get_untracked() else { return };
        let left: Vec<File> = kept().into_iter().enumerate().filter_map(|(nth, file)| (nth != at).then_some(file)).collect();
        put_files(&input, &left);
        keep(left);
        tell(&input);
        // The button that was pressed is gone.
        let _ = input.focus();
    };
    let lines = move || {
        let line = |(at, file): (usize, &File)| {
            let (name, size, remove) = (file.name(), size.run(file.size() as u64), format!("{remove}: {}", file.name()));
            view! {
                <li>
                    <Icon name="file-text"/>
                    <span class="drop-name">{name}</span>
                    <span class="num muted">{size}</span>
                    <button type="button" class="drop-remove" aria-label=remove on:click=move |_| take_out(at)>
                        <Icon name="x"/>
                    </button>
                </li>
            }
        };
        files.with(|files| files.as_deref().map(|files| files.iter().enumerate().map(line).collect_view()))
    };
    view! {
        <Framed control label>
            <div
                class="drop"
                class:drop-live=move || live.get()
                class:drop-over=move || over.get()
                on:dragenter=move |_| over.set(true)
                on:dragleave=move |_| over.set(false)
                on:drop=move |_| over.set(false)
            >
                // The field lies over the whole place: what is dropped on it, the browser takes itself.
                <input
                    type="file"
                    class="input"
                    id=id
                    name=name
                    multiple=multiple
                    accept=accept.into_inner()
                    required=required
                    aria-describedby=described
                    aria-invalid=invalid
                    on:change=on_change
                    node_ref=node_ref
                />
                {move || live.get().then(|| view! { <p class="drop-words"><Icon name="upload"/><span>{invite.clone()}</span></p> })}
            </div>
            <ul class="drop-files" aria-live="polite">{lines}</ul>
        </Framed>
    }
}

/// What was chosen in a field.
pub fn chosen_files(input: &HtmlInputElement) -> Vec<File> {
    let list = input.files();
    list.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at))).collect()
}

/// Puts the files into the field, so that the form sends just these. Where a browser cannot, it sends what it took last.
pub fn put_files(input: &HtmlInputElement, files: &[File]) {
    if let Ok(transfer) = DataTransfer::new() {
        for file in files {
            let _ = transfer.items().add_with_file(file);
        }
        input.set_files(transfer.files().as_ref());
    }
}

/// Who shows what was chosen hears that it is another now, as after a choice.
fn tell(input: &HtmlInputElement) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("change", &init) {
        let _ = input.dispatch_event(&event);
    }
}
