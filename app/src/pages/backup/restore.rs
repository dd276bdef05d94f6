//! Bringing an archive and reading what is in it: the first steps of a restore. What comes after stands on the page of the
//! archive, in its part `next`.

mod handing;
mod kept;
mod look;
mod next;
mod plan;
mod request;
mod runs;
mod sending;
mod show;
mod stored;

use leptos::html;
use model::backup::Table;
use model::backup::kept::KnownAs;
use model::backup::restore::Origin;
use model::backup::upload::{RestorePage, State, UploadCard};
use model::text::{backup as b, restore as r};
use server_fn::ServerFn;

pub use self::handing::HandedToYou;
use self::runs::Runs;
pub use self::runs::why;
use self::sending::{Sending, Stage};
pub use self::show::Upload;
use self::stored::Stored;
use super::api::{self, GiveUpUpload};
use super::head::{Head, Part, address, use_reach};
use crate::prelude::*;
use crate::text::{facts, size};

/// Where a browser sends the form by itself.
const BRING: &str = "/backup/restore";

#[component]
pub fn Restore() -> impl IntoView {
    let school = use_reach();
    let page = Resource::new(move || school.get(), api::show_restore);
    // Outside of what is drawn anew when something has come: it goes on meanwhile.
    let sending = Sending::new();
    Effect::new(move |_| {
        let back = window_event_listener_untyped("online", move |_| sending.wake());
        on_cleanup(move || {
            back.remove();
            sending.halt();
        });
    });
    view! { <Loaded of=page view=move |it: RestorePage| view! { <Whole it page sending/> }.into_any()/> }
}

#[component]
fn Whole(it: RestorePage, page: Resource<RestorePage>, sending: Sending) -> impl IntoView {
    let slug = it.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let chosen = !it.kept.is_empty();
    view! {
        <Head part=Part::Restore school=it.school parts=it.parts/>
        {chosen.then(|| view! { <Stored slug=slug.clone() kept=it.kept/> })}
        <Bring slug=slug.clone() next=it.next.to_string() or=chosen page sending/>
        {(!it.uploads.is_empty()).then(|| view! { <Brought slug uploads=it.uploads/> })}
        <Runs runs=it.runs/>
    }
}

/// What a kept backup is called: when it was made and why.
fn known_as(it: &KnownAs) -> String {
    facts([tf(b::KEPT_OF, &[("when", &it.made.local)]), t(it.reason()).to_owned()])
}

/// What a table is called here: a school has no accounts, its members do.
fn called(table: Table, of_school: bool) -> &'static str {
    if of_school && table == Table::Accounts { t(r::MEMBERS_ACCOUNTS) } else { t(table.label()) }
}

/// The form, and how far it is on its way.
#[component]
fn Bring(
    slug: String,
    next: String,
    /// Whether there is something else to choose before.
    or: bool,
    page: Resource<RestorePage>,
    sending: Sending,
) -> impl IntoView {
    let form = FormState::plain(BRING);
    let of_school = !slug.is_empty();
    let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0)) {
            Some(file) => sending.start(slug.clone(), file),
            None => sending.lack(),
        }
    };
    let from_server = form.problem("archive");
    let problem = Signal::derive(move || match sending.stage() {
        Stage::Lacking => Some(t(r::NO_ARCHIVE).to_owned()),
        Stage::Alien => Some(t(r::NOT_ONE).to_owned()),
        Stage::Idle => from_server.get(),
        _ => None,
    });
    view! {
        <section class="panel panel-form" id="bring">
            <h2>{t(if or { r::OR_BRING } else { r::BRING })}</h2>
            <p>{t(r::ABOUT_BRING)} " " {t(r::ABOUT_CHECK)} " " <strong>{t(r::ABOUT_SAFE)}</strong></p>
            {of_school.then(|| view! { <p>{t(r::ABOUT_WHO)}</p> })}
            <form method="post" action=format!("{BRING}{query}") enctype="multipart/form-data" class="form" on:submit=submit>
                <FormProblem form/>
                <input type="hidden" name="upload" value=next/>
                <FileDrop
                    label=t(r::ARCHIVE)
                    name="archive"
                    invite=t(r::DROP_ARCHIVE)
                    remove=t(r::TAKE_OUT)
                    size=Callback::new(|bytes: u64| size(bytes as i64))
                    accept=".zip,.age,application/zip"
                    hint=t(r::ARCHIVE_HINT)
                    error=problem
                    required=true
                    node_ref=input
                />
                <div class="form-actions">
                    <Button busy=Signal::derive(move || sending.moves())>{t(r::BRING_IT)}</Button>
                </div>
            </form>
            <Progress sending thrown_away=Callback::new(move |()| page.refetch())/>
        </section>
    }
}

#[component]
fn Progress(sending: Sending, thrown_away: Callback<()>) -> impl IntoView {
    let moves = Memo::new(move |_| sending.moves());
    let holds = Memo::new(move |_| sending.holds());
    let refused = move || match sending.stage() {
        Stage::Refused(error) => {
            let (title, reason) = crate::text::error(&error);
            let stood = tf(r::STOPPED, &[("sent", &sending.sent()), ("whole", &sending.whole())]);
            Some(view! { <Notice tone=Tone::Bad title=format!("{stood}: {title}") live=true>{reason}</Notice> })
        }
        _ => None,
    };
    let buttons = move || {
        holds.get().then(|| {
            let hand = move || {
                if moves.get() {
                    view! {
                        <Button kind="button" variant=Variant::Quiet on:click=move |_| sending.pause()>
                            {t(r::PAUSE)}
                        </Button>
                    }
                    .into_any()
                } else {
                    view! { <Button kind="button" on:click=move |_| sending.go_on()>{t(r::GO_ON)}</Button> }.into_any()
                }
            };
            view! {
                <ProgressLine label=t(r::BRING) value=sending.share() text=sending.figures()/>
                <div class="actions">
                    {hand}
                    <Ask label=t(r::THROW_AWAY) question=t(r::THROW_AWAY_ASK)>
                        <Button
                            kind="button"
                            variant=Variant::Danger
                            on:click=move |_| sending.throw_away(thrown_away)
                        >
                            {t(r::THROW_AWAY)}
                        </Button>
                    </Ask>
                </div>
            }
        })
    };
    view! {
        <div id="sending">
            {refused}
            {buttons}
            <p role="status" class="muted">{move || sending.said()}</p>
        </div>
    }
}

/// What the reader has brought.
#[component]
fn Brought(slug: String, uploads: Vec<UploadCard>) -> impl IntoView {
    let about = if slug.is_empty() { r::BROUGHT_ABOUT_ALL } else { r::BROUGHT_ABOUT };
    let line = |it: UploadCard| {
        let slug = slug.clone();
        view! { <Line slug it/> }
    };
    let lines = uploads.into_iter().map(line).collect_view();
    view! {
        <section class="panel" id="brought">
            <h2>{t(r::BROUGHT)}</h2>
            <p class="muted">{t(about)}</p>
            <ul class="list archives">{lines}</ul>
        </section>
    }
}

#[component]
fn Line(slug: String, it: UploadCard) -> impl IntoView {
    let (received, whole) = (size(it.received), size(it.bytes));
    let kept = it.origin == Origin::Kept;
    let far = match it.state {
        State::Coming if kept => t(r::FETCHING).to_owned(),
        State::Coming => tf(r::SENDING, &[("sent", &received), ("whole", &whole)]),
        _ => whole,
    };
    let again = (it.state == State::Coming && !kept).then(|| tf(r::CHOOSE_AGAIN, &[("name", &it.name)]));
    let href = address(&slug, &format!("/restore/{}", it.id));
    let look = it.has_page().then(|| view! { <LinkButton href small=true>{t(r::LOOK)}</LinkButton> });
    let handed = it.handed.as_ref().map(|handed| handing::line(handed, slug.is_empty()));
    let (name, file) = match (&it.kept, &it.made) {
        (Some(kept), _) => (known_as(kept), Some(it.name)),
        (None, Some(made)) => (tf(r::ARCHIVE_OF, &[("when", &made.local)]), Some(it.name)),
        (None, None) => (it.name, None),
    };
    let title = breaking(&name);
    view! {
        <li>
            <Icon name="database"/>
            <div>
                <span class="title">{title}</span>
                {file.map(|file| view! { <FileName file/> })}
                {kept.then(|| view! { <span class="meta muted">{t(r::FETCHED_FROM)}</span> })}
                {handed.map(|handed| view! { <span class="meta">{handed}</span> })}
                <span class="meta muted">{far} " · " {tf(r::SINCE, &[("when", &it.began.local)])}</span>
                {again.map(|text| view! { <span class="meta">{text}</span> })}
            </div>
            <Badge tone=tone(it.state)>{t(it.state.label())}</Badge>
            {look}
            <ThrowAway slug id=it.id.to_string() name small=true/>
        </li>
    }
}

/// The name of a file, small: people know it by other words.
#[component]
fn FileName(file: String) -> impl IntoView {
    view! { <span class="meta muted file-name"><bdi dir="ltr">{breaking(&file)}</bdi></span> }
}

/// A name with places to break at: one of a file has no spaces.
fn breaking(name: &str) -> impl IntoView + use<> {
    let part = |part: &str| view! { {part.to_owned()} <wbr/> };
    name.split_inclusive(['_', '-', '.']).map(part).collect_view()
}

fn tone(state: State) -> Tone {
    match state {
        State::Coming | State::Locked => Tone::Warn,
        State::Whole => Tone::Info,
        State::Checked => Tone::Good,
        State::Broken => Tone::Bad,
    }
}

/// Throws an archive away, after it was asked.
#[component]
fn ThrowAway(slug: String, id: String, name: String, #[prop(optional)] small: bool) -> impl IntoView {
    view! {
        <Ask label=t(r::THROW_AWAY) spoken=tf(r::THROW_AWAY_SPOKEN, &[("name", &name)]) question=t(r::THROW_AWAY_ASK) small>
            <form method="post" action=GiveUpUpload::PATH>
                <input type="hidden" name="school" value=slug/>
                <input type="hidden" name="id" value=id/>
                <Button variant=Variant::Danger>{t(r::THROW_AWAY)}</Button>
            </form>
        </Ask>
    }
}
