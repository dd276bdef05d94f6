//! Sending the form by script: what the browser does alone, with progress, a check before the first byte and a
//! second try after a lost connection.

use model::assignments::check_file;
use model::text::assignments as a;
use model::{Error, FieldProblem, Problem, limits};
use wasm_bindgen::prelude::*;
use web_sys::{FormData, HtmlFormElement, ProgressEvent, XmlHttpRequest};

use crate::prelude::*;
use crate::xhr::{answer, listen};

/// The fields that say themselves what is wrong with them.
const FIELDS: [&str; 2] = ["files", "note"];

/// How far a form is on its way and what was answered. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Percent sent, while it is sent.
    percent: RwSignal<Option<u32>>,
    error: RwSignal<Option<Refusal>>,
    tried: RwSignal<bool>,
}

/// What went wrong: an answer of the server, or a sentence of our own, about a field or about the whole.
#[derive(Clone)]
enum Refusal {
    Answer(Error),
    Said(&'static str, String),
}

impl Sending {
    pub fn new() -> Sending {
        Sending { percent: RwSignal::new(None), error: RwSignal::new(None), tried: RwSignal::new(false) }
    }

    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.percent.get().is_some())
    }

    /// Percent sent, while it is sent.
    pub fn percent(self) -> Option<u32> {
        self.percent.get()
    }

    /// The same for a bar; once all is sent, how long storing takes is not known.
    pub fn share(self) -> Signal<Option<f64>> {
        Signal::derive(move || self.percent.get().filter(|percent| *percent < 100).map(|percent| f64::from(percent) / 100.0))
    }

    /// Whether the script has sent once: what the server wrote into the page is old then.
    pub fn was_tried(self) -> bool {
        self.tried.get()
    }

    /// The sentence under a field.
    pub fn problem(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || match self.error.get()? {
            Refusal::Answer(error) => error.field_problem(field).map(crate::text::field_problem),
            Refusal::Said(of, sentence) => (of == field).then_some(sentence),
        })
    }

    /// The field that was refused; the empty name for the whole.
    pub fn refused_at(self) -> Option<&'static str> {
        match self.error.get()? {
            Refusal::Answer(error) => FIELDS.into_iter().find(|field| error.field_problem(field).is_some()).or(Some("")),
            Refusal::Said(of, _) => Some(of),
        }
    }

    /// The sentence over the form.
    pub fn whole(self) -> Option<String> {
        match self.error.get()? {
            Refusal::Answer(Error::Invalid(fields)) => {
                let odd = |it: &&FieldProblem| !FIELDS.contains(&it.field.as_str());
                fields.iter().find(odd).map(crate::text::field_problem)
            }
            Refusal::Answer(Error::Unauthorized) => Some(t(a::LOGGED_OUT).to_owned()),
            Refusal::Answer(Error::TooMany(seconds)) => Some(tn(a::TOO_MUCH, seconds)),
            Refusal::Answer(error) => Some(crate::text::error(&error).1),
            Refusal::Said(of, sentence) => of.is_empty().then_some(sentence),
        }
    }

    fn refuse(self, refusal: Refusal) {
        self.percent.set(None);
        self.error.set(Some(refusal));
    }
}

/// Sends the form that is being submitted. Where script cannot, the browser goes on alone.
pub fn send(event: leptos::ev::SubmitEvent, path: &str, most: i64, sending: Sending, done: Callback<()>) {
    let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
    let Ok(data) = FormData::new_with_form(&form) else { return };
    if sending.percent.get_untracked().is_some() {
        event.prevent_default();
        return;
    }
    sending.tried.set(true);
    if let Err(refusal) = check(&data, most) {
        event.prevent_default();
        sending.refuse(refusal);
        return;
    }
    let sent = StoredValue::new_local(form);
    let done = Callback::new(move |()| {
        // What has been handed in no longer stands in the form.
        sent.with_value(HtmlFormElement::reset);
        done.run(());
    });
    if post(path, &data, sending, done).is_ok() {
        event.prevent_default();
        sending.error.set(None);
        sending.percent.set(Some(0));
    }
}

/// What can be known before the first byte is sent.
fn check(data: &FormData, most: i64) -> std::result::Result<(), Refusal> {
    let chosen = data.get_all("files").into_iter().filter_map(|value| value.dyn_into::<web_sys::File>().ok());
    let files: Vec<_> = chosen.filter(|file| !file.name().is_empty()).collect();
    let refuse = |sentence: String| Err(Refusal::Said("files", sentence));
    if files.is_empty() {
        return refuse(t(a::NO_FILES).to_owned());
    }
    if files.len() > limits::FILES_PER_SUBMISSION {
        return refuse(crate::text::problem(Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)));
    }
    for file in files {
        check_file(&file.name(), file.size() as u64, most as u64).map_err(Refusal::Answer)?;
    }
    Ok(())
}

fn post(path: &str, data: &FormData, sending: Sending, done: Callback<()>) -> std::result::Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", path)?;
    request.set_request_header("Accept", "application/json")?;
    let upload: web_sys::EventTarget = request.upload()?.into();
    listen(&upload, "progress", move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            let percent = (event.loaded() * 100.0 / event.total()).clamp(0.0, 100.0);
            let _ = sending.percent.try_set(Some(percent as u32));
        }
    })?;
    let answered = request.clone();
    listen(&request, "load", move |_: ProgressEvent| {
        if answered.status() == Ok(200) {
            sending.percent.set(None);
            done.run(());
        } else {
            let too_large = Error::field("files", Problem::FileTooLarge(limits::FREE_FILE_BYTES as u64));
            sending.refuse(Refusal::Answer(answer(&answered, too_large)));
        }
    })?;
    for lost in ["error", "timeout", "abort"] {
        listen(&request, lost, move |_: ProgressEvent| sending.refuse(Refusal::Said("", t(a::LOST).to_owned())))?;
    }
    request.send_with_opt_form_data(Some(data))
}
