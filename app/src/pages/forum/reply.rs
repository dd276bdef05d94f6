//! The fields one writes in, and what is kept of them while somebody writes.

use std::time::Duration;

use leptos::html::{Input, Textarea};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::task::spawn_local;
use model::forum::{PostForm, ThreadPage};
use model::ids::{PostId, ThreadId};
use model::text::{device, forum as f};
use server_fn::ServerFn;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use super::api::{self, ReplyToThread};
use super::pen::Pen;
use crate::device::{DraftNote, say};
use crate::prelude::*;

/// How long the keys rest before what they wrote is kept.
const REST: Duration = Duration::from_secs(2);

/// Keeps what is typed in it as a draft: a place, and the fields. What is chosen beside them is found in their form, which
/// is sent to `path`. Where no network takes it, the device keeps it (public/typed.js), until the server has it.
#[component]
pub fn Keeping(
    school: String,
    place: String,
    #[prop(into)] path: String,
    #[prop(optional)] title: NodeRef<Input>,
    body: NodeRef<Textarea>,
    children: Children,
) -> impl IntoView {
    let kept = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let title_now = move || title.try_get_untracked().flatten().map(|it| it.value()).unwrap_or_default();
    let rest = move || {
        if let Some(Some(timer)) = timer.try_update_value(|timer| timer.take()) {
            timer.clear();
        }
    };
    on_cleanup(rest);
    let typed = move |_: leptos::ev::Event| {
        rest();
        let (school, place, path) = (school.clone(), place.clone(), path.clone());
        let save = move || {
            let Some(body) = body.try_get_untracked().flatten() else { return };
            let form = body.form();
            let part = |selector: &str| form.as_ref().and_then(|form| form.query_selector(selector).ok().flatten());
            let topic = part("select").and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
            let topic = topic.map(|list| list.value()).unwrap_or_default();
            let anonymous = part("[type=checkbox]:checked").is_some();
            let (title, text) = (title_now(), body.value());
            spawn_local(async move {
                let stands = api::keep_draft(school, place, title.clone(), text.clone(), topic, anonymous).await;
                let _ = kept.try_set(stands.is_ok());
                // Who has typed on meanwhile has that on the device alone.
                if stands.is_ok() && (title_now(), body.value()) == (title, text) {
                    say("drafted", &path);
                }
            });
        };
        timer.set_value(set_timeout_with_handle(save, REST).ok());
    };
    view! {
        <div class="keeping" on:input=typed on:submit=move |_| rest()>
            {children()}
            <p class="muted" role="status">
                {move || kept.get().then(|| t(f::DRAFT_KEPT))}
            </p>
        </div>
    }
}

/// What was typed before the page came back, else what stands there.
pub fn typed_or(form: FormState, field: &str, first: &str) -> String {
    if form.refused().get_untracked() { form.typed(field) } else { first.to_owned() }
}

/// The same of a box to tick.
pub fn ticked_or(form: FormState, field: &str, first: bool) -> bool {
    if form.refused().get_untracked() { form.typed(field) == "true" } else { first }
}

/// The two buttons of what is written: to send it, and to keep it.
#[component]
pub fn SendButtons(form: FormState, label: Key) -> impl IntoView {
    view! {
        <DraftNote/>
        <div class="row">
            <Button busy=form.busy()>{t(label)}</Button>
            <Button variant=Variant::Quiet name=form.name("keep") value="true">{t(f::KEEP_DRAFT)}</Button>
        </div>
    }
}

/// The form of a reply, in its place what keeps one from writing.
#[component]
pub fn Reply(school: String, id: ThreadId, page: ThreadPage) -> impl IntoView {
    let form = FormState::plain(ReplyToThread::PATH);
    let body = NodeRef::<Textarea>::new();
    if !page.may_write {
        let why = page.locked.then(|| view! { <Notice tone=Tone::Info>{t(text::problems::THREAD_LOCKED)}</Notice> });
        return view! { {why} }.into_any();
    }
    let its_school = school.clone();
    let PostForm { body: first, reply_to, anonymous, .. } = page.reply;
    let hide = page.may_hide.then(|| {
        let checked = ticked_or(form, "anonymous", anonymous);
        view! { <Checkbox label=t(f::HIDE) name=form.name("anonymous") checked hint=t(f::HIDE_HINT)/> }
    });
    let to = (!reply_to.is_empty()).then(|| view! { <p class="muted">{tf(f::REPLY_TO, &[("n", &reply_to)])}</p> });
    view! {
        <section class="panel panel-form" id="reply">
            <h2>{t(f::REPLY)}</h2>
            {page.is_draft.then(|| view! { <p class="muted">{t(f::YOUR_DRAFT)}</p> })}
            {to}
            <Keeping school=school.clone() place=id.to_string() path=ReplyToThread::PATH body>
                <form
                    method="post"
                    action=ReplyToThread::PATH
                    class="form"
                    data-draft=""
                    data-queue=form.name("id")
                    data-queue-renews=""
                    data-queue-title=page.title
                    data-queue-ask=t(device::QUEUE_ASK)
                    data-queue-lost=t(device::QUEUE_LOST)
                >
                    <FormProblem form/>
                    <input type="hidden" name=form.name("id") value=PostId::new().to_string()/>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name=form.name("reply_to") value=reply_to.clone()/>
                    <Pen school=its_school board=page.board form value=typed_or(form, "body", &first) id="reply-body" rows=6 field=body/>
                    {hide}
                    <SendButtons form label=f::SEND/>
                </form>
            </Keeping>
        </section>
    }
    .into_any()
}
