//! The full archive, encrypted with a passphrase of the reader.

use model::limits;
use model::text::{accounts as a, backup as b};

use crate::prelude::*;

/// Where the form is sent.
const ARCHIVE: &str = "/backup/download/archive";

/// The full archive, encrypted. It is sent by the browser itself: the answer is a file.
#[component]
pub fn Locked(slug: String, #[prop(optional)] begun: Option<Callback<()>>) -> impl IntoView {
    let form = FormState::plain(ARCHIVE);
    let tell = move || {
        if let Some(begun) = begun {
            begun.run(());
        }
    };
    let field = move |label: Key, field: &'static str, id: &'static str, hint: Option<Key>| {
        view! {
            <PasswordField
                label=t(label)
                name=form.name(field)
                id
                show=t(a::SHOW_TYPED)
                hide=t(a::HIDE_TYPED)
                hint=hint.map(t).unwrap_or_default()
                error=form.problem(field)
                autocomplete="new-password"
                maxlength=*limits::PASSPHRASE.end()
                required=true
            />
        }
    };
    view! {
        <Disclosure label=t(b::WITH_PASSPHRASE) open=form.refused().get_untracked()>
            <form method="post" action=ARCHIVE class="form" on:submit=move |_| tell()>
                <FormProblem form/>
                <p class="muted">{t(b::WITH_PASSPHRASE_ABOUT)}</p>
                <input type="hidden" name="school" value=slug/>
                {field(b::PASSPHRASE, "passphrase", "passphrase", Some(b::PASSPHRASE_HINT))}
                {field(b::PASSPHRASE_AGAIN, "passphrase_again", "passphrase-again", None)}
                <Button icon="download">{t(b::DOWNLOAD_ENCRYPTED)}</Button>
            </form>
        </Disclosure>
    }
}
