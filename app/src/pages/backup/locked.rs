//! The full archive, encrypted with a passphrase of the reader.

use leptos::html;
use model::limits;
use model::text::{accounts as a, backup as b};

use crate::prelude::*;

/// Where the form is sent.
const ARCHIVE: &str = "/backup/download/archive";

/// The full archive, encrypted. It is sent by the browser itself: the answer is a file, and the page stays.
#[component]
pub fn Locked(slug: String) -> impl IntoView {
    let form = FormState::plain(ARCHIVE);
    let (fields, sent) = (NodeRef::<html::Form>::new(), RwSignal::new(false));
    let submit = move |_: leptos::ev::SubmitEvent| {
        sent.set(true);
        // Once the browser has taken what was typed: the passphrase does not stay on the page.
        request_animation_frame(move || {
            if let Some(fields) = fields.try_get_untracked().flatten() {
                fields.reset();
            }
        });
    };
    let field = move |label: Key, field: &'static str, id: &'static str, hint: Option<Key>| {
        let problem = form.problem(field);
        view! {
            <PasswordField
                label=t(label)
                name=form.name(field)
                id
                show=t(a::SHOW_TYPED)
                hide=t(a::HIDE_TYPED)
                hint=hint.map(t).unwrap_or_default()
                error=Signal::derive(move || problem.get().filter(|_| !sent.get()))
                autocomplete="new-password"
                maxlength=*limits::PASSPHRASE.end()
                required=true
            />
        }
    };
    view! {
        <Disclosure label=t(b::WITH_PASSPHRASE) open=form.refused().get_untracked()>
            <form method="post" action=ARCHIVE class="form" node_ref=fields on:submit=submit>
                {move || (!sent.get()).then(|| view! { <FormProblem form/> })}
                <p class="muted">{t(b::WITH_PASSPHRASE_ABOUT)}</p>
                <input type="hidden" name="school" value=slug/>
                {field(b::PASSPHRASE, "passphrase", "passphrase", Some(b::PASSPHRASE_HINT))}
                {field(b::PASSPHRASE_AGAIN, "passphrase_again", "passphrase-again", None)}
                <div class="form-actions"><Button icon="download">{t(b::DOWNLOAD_ENCRYPTED)}</Button></div>
                <p role="status">{move || if sent.get() { t(b::LOCKED_BEGUN) } else { "" }}</p>
            </form>
        </Disclosure>
    }
}
