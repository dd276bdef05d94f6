//! The files that go with the next message: picked, dropped on the page, pasted, or shared to the app.

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::ev;
use leptos::html::Input;
use model::assignments;
use model::chat::files::{check_count, check_file};
use model::pictures::is_picture;
use model::text::{chat as c, common};
use model::{Error, limits};
use web_sys::{ClipboardEvent, DragEvent, File};

use super::desk::Desk;
use super::preview::Preview;
use crate::attached::{carried, holds_files};
use crate::prelude::*;
use crate::text::size;

/// A file that was picked.
#[derive(Clone)]
pub struct Picked {
    key: usize,
    pub file: SendWrapper<File>,
    /// What a picture shows.
    pub alt: String,
}

impl Picked {
    /// One that was picked on an earlier page, and goes with its message.
    pub fn again(file: File, alt: String) -> Picked {
        Picked { key: 0, file: SendWrapper::new(file), alt }
    }
}

/// Those of one field. Cheap to copy; there are some in a browser only.
#[derive(Clone, Copy)]
pub struct Picking {
    pub files: RwSignal<Vec<Picked>>,
    pub problem: RwSignal<Option<String>>,
    /// Whether files are held over the page.
    over: RwSignal<bool>,
    next: StoredValue<usize>,
    field: NodeRef<Input>,
}

impl Picking {
    pub fn new() -> Picking {
        let files = RwSignal::new(Vec::new());
        let (problem, over) = (RwSignal::new(None), RwSignal::new(false));
        Picking { files, problem, over, next: StoredValue::new(0), field: NodeRef::new() }
    }

    pub fn is_empty(self) -> bool {
        self.files.with_untracked(Vec::is_empty)
    }

    /// All of them, for a message.
    pub fn take(self) -> Vec<Picked> {
        let taken = self.files.try_update(std::mem::take).unwrap_or_default();
        self.problem.set(None);
        self.put();
        taken
    }

    fn add(self, files: Vec<File>) {
        self.problem.set(None);
        for file in files {
            let room = check_count(self.files.with_untracked(Vec::len) + 1);
            if let Err(error) = room.and_then(|()| check_file(&file.name(), file.size() as u64)) {
                self.refuse(&error);
                continue;
            }
            let key = self.next.get_value();
            self.next.set_value(key + 1);
            self.files.update(|files| files.push(Picked { key, file: SendWrapper::new(file), alt: String::new() }));
        }
        self.put();
    }

    /// Those of a message that was not taken, with what was said of them.
    pub fn put_back(self, files: Vec<Picked>) {
        for Picked { file, alt, .. } in files {
            let key = self.next.get_value();
            self.next.set_value(key + 1);
            self.files.update(|files| files.push(Picked { key, file, alt }));
        }
        self.put();
    }

    fn refuse(self, error: &Error) {
        self.problem.set(error.field_problem("files").map(crate::text::field_problem));
    }

    fn remove(self, key: usize) {
        self.files.update(|files| files.retain(|it| it.key != key));
        self.problem.set(None);
        self.put();
    }

    fn say(self, key: usize, alt: String) {
        // Nothing is drawn anew while somebody types.
        self.files.update_untracked(|files| {
            if let Some(picked) = files.iter_mut().find(|it| it.key == key) {
                picked.alt = alt;
            }
        });
    }

    /// The field of the browser holds the same: so a new version of the page finds them again (public/typed.js).
    fn put(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let files: Vec<File> = self.files.with_untracked(|files| files.iter().map(|it| (*it.file).clone()).collect());
        put_files(&field, &files);
    }

    /// What was chosen in the field comes to what is here.
    fn chosen(self) {
        let Some(field) = self.field.get_untracked() else { return };
        self.add(chosen_files(&field));
    }

    /// What is pasted, where that is a picture or a file.
    pub fn pasted(self, event: &ClipboardEvent) {
        let files = event.clipboard_data().map(|data| carried(&data)).unwrap_or_default();
        if !files.is_empty() {
            event.prevent_default();
            self.add(files);
        }
    }

    /// The page asks before it is left with files that were picked.
    pub fn guard(self, desk: Desk) {
        Effect::new(move || desk.picked.set(!self.files.with(Vec::is_empty)));
        on_cleanup(move || {
            // The page may go with the field.
            let _ = desk.picked.try_set(false);
        });
    }

    /// Hears what is dropped anywhere on the page, and what was chosen before the script came.
    pub fn listen(self) {
        Effect::new(move || {
            let over = window_event_listener(ev::dragover, move |event: DragEvent| {
                if holds_files(&event) {
                    event.prevent_default();
                    self.over.set(true);
                }
            });
            let left = window_event_listener(ev::dragleave, move |event: DragEvent| {
                if event.related_target().is_none() {
                    self.over.set(false);
                }
            });
            let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
                self.over.set(false);
                if let Some(data) = event.data_transfer().filter(|_| holds_files(&event)) {
                    event.prevent_default();
                    self.add(carried(&data));
                }
            });
            on_cleanup(move || [over, left, dropped].into_iter().for_each(|it| it.remove()));
        });
        Effect::new(move || {
            let early = self.field.get().is_some_and(|field| !chosen_files(&field).is_empty());
            if early && self.is_empty() {
                self.chosen();
            }
        });
    }
}

/// The button that leads to the files of the device, its camera among them. Without a script it opens the browser's own field.
/// `pen` is the id of the field they go with.
#[component]
pub fn Pick(picking: Picking, pen: &'static str) -> impl IntoView {
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let choose = move |event: ev::MouseEvent| {
        if let Some(field) = picking.field.get_untracked() {
            event.prevent_default();
            field.click();
        }
    };
    let accept = assignments::accept();
    let mb = limits::PICTURE_BYTES / (1024 * 1024);
    view! {
        <details class="composer-pick">
            <summary
                class="button button-quiet"
                role=move || live.get().then_some("button")
                aria-label=t(c::ADD_FILES)
                title=t(c::ADD_FILES)
                on:click=choose
            >
                <Icon name="upload"/>
            </summary>
            <div class="form">
                <div class="field">
                    <label for=format!("{pen}-files")>{t(c::FILES)}</label>
                    <input
                        type="file"
                        class="input"
                        id=format!("{pen}-files")
                        name="files"
                        multiple=true
                        accept=accept
                        aria-describedby=format!("{pen}-files-hint")
                        on:change=move |_| picking.chosen()
                        node_ref=picking.field
                    />
                    <p class="hint" id=format!("{pen}-files-hint")>{tf(c::FILES_HINT, &[("n", &limits::FILES_PER_MESSAGE), ("mb", &mb)])}</p>
                </div>
                <div class="field">
                    <label for=format!("{pen}-alt")>{t(c::ALT_FIRST)}</label>
                    <input class="input" id=format!("{pen}-alt") name="alt" maxlength=limits::ALT dir="auto" disabled=move || live.get()/>
                </div>
            </div>
        </details>
    }
}

/// What is picked, each with a way out and of a picture what it shows.
#[component]
pub fn PickedFiles(picking: Picking) -> impl IntoView {
    let line = move |picked: Picked| {
        let (key, name) = (picked.key, picked.file.name());
        let alt = is_picture(&name).then(|| {
            view! {
                <input
                    class="input"
                    aria-label=tf(c::ALT_OF, &[("name", &name)])
                    placeholder=t(c::ALT)
                    title=t(c::ALT_FOR)
                    value=picked.alt.clone()
                    maxlength=limits::ALT
                    dir="auto"
                    on:input=move |event| picking.say(key, event_target_value(&event))
                />
            }
        });
        let sign = match is_picture(&name) {
            true => view! { <Preview file=picked.file.clone()/> }.into_any(),
            false => view! { <Icon name="file-text"/> }.into_any(),
        };
        view! {
            <li>
                {sign}
                <bdi class="drop-name">{name.clone()}</bdi>
                <span class="num muted">{size(picked.file.size() as i64)}</span>
                {alt}
                <button
                    type="button"
                    class="drop-remove"
                    aria-label=format!("{}: {name}", t(common::TAKE_OUT))
                    on:click=move |_| picking.remove(key)
                >
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    view! {
        {move || picking.over.get().then(|| view! { <p class="composer-over" aria-hidden="true"><Icon name="upload"/>{t(c::DROP_HERE)}</p> })}
        <ul class="drop-files composer-files" aria-live="polite" aria-label=t(c::FILES)>
            <For each=move || picking.files.get() key=|picked| picked.key children=line/>
        </ul>
    }
}
