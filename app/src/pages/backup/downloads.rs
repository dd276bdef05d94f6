//! What can be taken home: each table, everything, and the full archive, open or encrypted.

use leptos::html;
use model::backup::Table;
use model::limits;
use model::text::{accounts as a, backup as b};

use crate::prelude::*;

/// Where the form of an encrypted archive is sent.
const ARCHIVE: &str = "/backup/download/archive";

/// `archive`: what is said of it to those who may have it. `tables`: those that there are.
#[component]
pub fn Downloads(slug: String, archive: Option<Key>, tables: Vec<Table>) -> impl IntoView {
    let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
    let path = |name: &str| format!("/backup/download/{name}{query}");
    let (said, said_of_others) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let begun = |what: &str| tf(b::DOWNLOAD_BEGUN, &[("what", &what)]);
    let download = |name: &str, label: String, about: Key, format: Key| {
        let what = label.clone();
        view! {
            <li>
                <Icon name="download"/>
                <div>
                    // External: the answer is a file, no page for the router.
                    <a class="title" href=path(name) rel="external" on:click=move |_| said.set(begun(&what))>{label}</a>
                    <span class="meta muted">{t(about)}</span>
                </div>
                <Badge tone=Tone::Info>{t(format)}</Badge>
            </li>
        }
    };
    let made = tables.iter().filter_map(|table| {
        let label = tf(b::AS_CSV, &[("table", &t(table.label()))]);
        Some(download(table.text(), label, table.about()?, b::FORMAT_CSV))
    });
    let other = |table: &Table| {
        let label = table.label();
        view! {
            <li>
                <a href=path(table.text()) rel="external" on:click=move |_| said_of_others.set(begun(t(label)))>
                    <span>{t(label)}</span>
                    " "
                    <Badge tone=Tone::Info>{t(b::FORMAT_CSV)}</Badge>
                </a>
            </li>
        }
    };
    let others = tables.iter().filter(|table| table.about().is_none()).map(other).collect_view();
    let open = archive.map(|about| download("archive", t(b::ARCHIVE_ZIP).to_owned(), about, b::FORMAT_ZIP));
    // Whoever has the platform's can become anybody: the one that only a passphrase opens comes first.
    let (open, exposed) = if slug.is_empty() { (None, open) } else { (open, None) };
    view! {
        <section class="panel" id="downloads">
            <header><h2>{t(b::DOWNLOADS)}</h2></header>
            <ul class="list">
                {made.collect_view()}
                {download("all", t(b::EVERYTHING_JSON).to_owned(), b::EVERYTHING_ABOUT, b::FORMAT_JSON)}
                {open}
            </ul>
            {archive.map(|_| view! { <Locked slug/> })}
            {exposed.map(|exposed| view! { <ul class="list">{exposed}</ul> })}
            <p role="status" class="muted">{move || said.get()}</p>
            <Disclosure label=t(b::OTHERS)>
                <p class="muted">{t(b::OTHERS_ABOUT)}</p>
                <ul class="downloads">{others}</ul>
                <p role="status" class="muted">{move || said_of_others.get()}</p>
            </Disclosure>
        </section>
    }
}

/// The full archive, encrypted. It is sent by the browser itself: the answer is a file, and the page stays.
#[component]
fn Locked(slug: String) -> impl IntoView {
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
