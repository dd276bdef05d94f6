//! One archive that was brought: on its way, being checked, refused with all that is wrong with it, or whole.

use std::time::Duration;

use leptos::html;
use model::Done;
use model::backup::Table as Counted;
use model::backup::archive::Problem;
use model::backup::restore::Origin;
use model::backup::upload::{Contents, Found, Line, Stands, State, UploadPage};
use model::limits;
use model::text::{accounts as a, restore as r};
use server_fn::ServerFn;

use super::handing::HandedOver;
use super::next::Next;
use super::{FileName, ThrowAway, called, known_as};
use crate::pages::backup::api::{self, OpenUpload};
use crate::pages::backup::going::Ended;
use crate::pages::backup::head::{Head, Part, address, use_reach};
use crate::prelude::*;
use crate::screen::is_typing;
use crate::text::{number, sentence, size};

/// What is told over the page as being on its way.
const BEGUN: &[Done] = &[Done::BackupFetched, Done::ArchiveOpened, Done::RestoreTried, Done::RestoreBegun];
/// Between two looks while it is checked.
const EVERY: Duration = Duration::from_secs(2);

#[component]
pub fn Upload() -> impl IntoView {
    let (school, id) = (use_reach(), use_id("id"));
    let page = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_upload(school, id.ok_or(model::Error::NotFound)?).await },
    );
    // How it stood when it was drawn last.
    let stood = StoredValue::new(None::<Stands>);
    view! { <Loaded of=page view=move |it: UploadPage| view! { <Whole it page stood/> }.into_any()/> }
}

/// How it stands and what can be done stand first; what it is of is below.
#[component]
fn Whole(it: UploadPage, page: Resource<UploadPage>, stood: StoredValue<Option<Stands>>) -> impl IntoView {
    let stands = it.stands();
    let slug = it.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let archive_of = it.found.as_ref().and_then(|found| found.contents.as_ref()?.of.clone()).filter(|_| it.school.is_none());
    let (name, id, bytes) = (it.card.name.clone(), it.card.id.to_string(), it.card.bytes);
    let made = it.found.as_ref().and_then(|found| Some(found.contents.as_ref()?.made.local.clone()));
    let title = match (&it.card.kept, made) {
        (Some(kept), _) => known_as(kept),
        (None, Some(made)) => tf(r::ARCHIVE_OF, &[("when", &made)]),
        (None, None) => t(r::ARCHIVE).to_owned(),
    };
    let here = address(&slug, &format!("/restore/{id}"));
    let (state, upload) = (it.card.state, it.card.id);
    let fetched = it.card.origin == Origin::Kept;
    let tried = it.next.as_ref().is_some_and(|next| next.shown.is_some());
    let restored = it.next.as_ref().is_some_and(|next| next.restored);
    let may = it.next.as_ref().is_some_and(|next| next.may);
    let plan_of = it.next.as_ref().and_then(|next| next.shown.as_ref()?.plan.school.as_ref());
    let contents_of = it.found.as_ref().and_then(|found| found.contents.as_ref()?.of.as_ref());
    let of_one = it.school.is_some() || plan_of.is_some() || contents_of.is_some();
    let handed = it.card.handed.is_some();
    let next = it.next.map(|next| view! { <Next slug=slug.clone() id=upload next stands handed page/> });
    let got = it.school.is_none();
    let handed = it.card.handed.map(|it| view! { <HandedOver it got/> });
    let (body, about) = match (it.found, state) {
        (Some(found), State::Checked) => {
            let Found { contents, sealed, .. } = found;
            let about = contents.map(|it| view! { <About it sealed bytes tables=!tried/> }.into_any());
            (view! { <Fine stands sealed restored may of_one/> }.into_any(), about)
        }
        (Some(_), State::Locked) => (view! { <Locked slug=slug.clone() id=id.clone()/> }.into_any(), None),
        (Some(found), _) => (view! { <Refused slug=slug.clone() found fetched/> }.into_any(), None),
        (None, State::Coming) if fetched => (view! { <Checking page here fetched/> }.into_any(), None),
        (None, State::Coming) => {
            let far = tf(r::COMING_TEXT, &[("received", &size(it.card.received)), ("bytes", &size(bytes))]);
            (view! { <Notice tone=Tone::Warn title=t(r::COMING)>{far}</Notice> }.into_any(), None)
        }
        (None, _) => (view! { <Checking page here fetched=false/> }.into_any(), None),
    };
    // Where it is said what has come of it, nothing tells any more that it has begun.
    let ended = stands.rests().then(|| view! { <Ended begun=BEGUN end=None/> });
    let place = NodeRef::<html::Section>::new();
    // Whoever waits on the page is led to what has come of it, wherever they have read meanwhile.
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let before = stood.try_update_value(|stood| stood.replace(stands)).flatten();
        if before.is_some_and(|before| before != stands) && !is_typing() {
            reveal(&place, &place);
        }
    });
    view! {
        <Head part=Part::Restore school=it.school parts=it.parts archive_of/>
        {ended}
        <section class="panel" id="archive" tabindex="-1" aria-labelledby="archive-name" node_ref=place>
            <h2 id="archive-name">{title}</h2>
            <FileName file=name.clone()/>
            {fetched.then(|| view! { <p class="muted">{t(r::FETCHED_FROM)}</p> })}
            {handed}
            {body}
        </section>
        {next}
        <section class="panel" id="about">
            {about}
            <div class="actions">
                <LinkButton href=address(&slug, "/restore")>{t(r::ALL_ARCHIVES)}</LinkButton>
                {(stands != Stands::Runs).then(|| view! { <ThrowAway slug id name/> })}
            </div>
        </section>
    }
}

/// Looks again until it is there and the check has ended. Without a script the reader does.
#[component]
fn Checking(page: Resource<UploadPage>, here: String, fetched: bool) -> impl IntoView {
    let (title, text) = if fetched { (r::FETCHING, r::FETCHING_TEXT) } else { (r::CHECKING, r::CHECKING_TEXT) };
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Ok(handle) = set_interval_with_handle(move || page.refetch(), EVERY) {
            on_cleanup(move || handle.clear());
        }
    });
    view! {
        <Notice tone=Tone::Info title=t(title) live=true>{t(text)}</Notice>
        <div class="actions">
            <LinkButton href=here icon="refresh-cw" small=true>{t(r::LOOK_AGAIN)}</LinkButton>
        </div>
    }
}

/// Asks for the passphrase of an encrypted one.
#[component]
fn Locked(slug: String, id: String) -> impl IntoView {
    let form = FormState::plain(OpenUpload::PATH);
    view! {
        <Notice tone=Tone::Warn title=t(r::LOCKED) live=true>{t(r::LOCKED_TEXT)}</Notice>
        <form method="post" action=OpenUpload::PATH class="form" id="open">
            <FormProblem form single=true/>
            <input type="hidden" name="school" value=slug/>
            <input type="hidden" name="id" value=id/>
            <PasswordField
                label=t(r::PASSPHRASE)
                name=form.name("passphrase")
                id="passphrase"
                show=t(a::SHOW_TYPED)
                hide=t(a::HIDE_TYPED)
                error=form.problem("passphrase")
                autocomplete="off"
                maxlength=*limits::PASSPHRASE.end()
                required=true
            />
            <div class="form-actions">
                <Button>{t(r::OPEN)}</Button>
            </div>
        </form>
    }
}

#[component]
fn Refused(slug: String, found: Found, fetched: bool) -> impl IntoView {
    let problem = |problem: &Problem| view! { <li>{sentence(&problem.text())}</li> };
    let problems = found.problems.iter().map(problem).collect_view();
    let (label, to) = if fetched { (r::TO_KEPT, "/kept") } else { (r::BRING_ANOTHER, "/restore#bring") };
    view! {
        <Notice tone=Tone::Bad title=t(r::REFUSED) live=true>
            <p>{t(r::REFUSED_TEXT)}</p>
            <ul id="problems">{problems}</ul>
            {(found.more > 0).then(|| view! { <p>{tn(r::MORE, found.more)}</p> })}
        </Notice>
        <div class="actions">
            <LinkButton href=address(&slug, to) variant=Variant::Primary>{t(label)}</LinkButton>
        </div>
    }
}

/// Of one that is whole: what is said while nothing of more weight is, and whether it can be trusted.
#[component]
fn Fine(
    stands: Stands,
    sealed: bool,
    restored: bool,
    /// Whether the reader may put it back.
    may: bool,
    /// Whether one school is put back out of it: of that it brings no password.
    of_one: bool,
) -> impl IntoView {
    let said = match stands {
        Stands::Whole => Some((Tone::Good, r::WHOLE, r::WHOLE_TEXT)),
        Stands::Tried if !may => Some((Tone::Info, r::TRIED, r::TRIED_FOR_OTHERS)),
        Stands::Tried => Some((Tone::Info, r::TRIED, r::TRIED_TEXT)),
        _ => None,
    };
    let said = said.map(|(tone, title, text)| {
        let untouched = match (restored, stands) {
            (false, _) => Some(t(r::NOTHING_YET)),
            // It was put back before: that changed something, and the try-out did not.
            (true, Stands::Tried) => Some(t(r::NOTHING_BY_IT)),
            (true, _) => None,
        };
        view! { <Notice tone title=t(title) live=true>{t(text)} " " {untouched}</Notice> }
    });
    let doubtful = !sealed && !matches!(stands, Stands::Runs | Stands::Restored);
    let doubt = if of_one { r::NOT_SEALED_OF_SCHOOL } else { r::NOT_SEALED_TEXT };
    view! {
        {said}
        {doubtful.then(|| view! { <Notice tone=Tone::Warn title=t(r::NOT_SEALED)>{t(doubt)}</Notice> })}
    }
}

/// What is in it. What a plan tells table by table is not told a second time.
#[component]
fn About(it: Contents, sealed: bool, bytes: i64, tables: bool) -> impl IntoView {
    let whose = it.of.clone().unwrap_or_else(|| t(r::WHOLE_PLATFORM).to_owned());
    let files = tnf(r::FILES_TEXT, it.files, &[("size", &size(it.file_bytes as i64))]);
    let lacks = |term: Key, files: u64| (files > 0).then(|| view! { <Pair term=t(term)>{number(files as i64)}</Pair> });
    let program = tf(r::PROGRAM, &[("version", &it.app)]);
    let made = it.made.clone();
    let sealed = sealed.then(|| view! { <Pair term=t(r::SEALED)>{t(r::SEALED_TEXT)}</Pair> });
    view! {
        <h2>{t(r::ABOUT)}</h2>
        {it.in_part.then(|| view! { <Notice tone=Tone::Info>{t(r::IN_PART)}</Notice> })}
        {it.is_older.then(|| view! { <Notice tone=Tone::Info>{t(r::OLDER)}</Notice> })}
        <Pairs>
            <Pair term=t(r::WHOSE)>{whose}</Pair>
            <Pair term=t(r::MADE)><InBrief said=made.local own=made.own/></Pair>
            <Pair term=t(r::WRITTEN_BY)>{program}</Pair>
            {sealed}
            <Pair term=t(r::SIZE)>{size(bytes)}</Pair>
            <Pair term=t(r::FILES)>{files} <br/> <span class="muted">{t(r::FILES_ONCE)}</span></Pair>
            {lacks(r::MISSING, it.missing)}
            {lacks(r::DAMAGED, it.damaged)}
        </Pairs>
        {tables.then(|| view! { <Tables it/> })}
    }
}

/// Whether it has another number of rows now.
fn differs(line: &Line) -> bool {
    line.now.is_some_and(|now| now.unsigned_abs() != line.archived)
}

#[component]
fn Tables(it: Contents) -> impl IntoView {
    let compared = it.lines.iter().any(|line| line.now.is_some());
    let mut columns = vec![Column::text(t(r::TABLE)), Column::number(t(r::ARCHIVED))];
    if compared {
        columns.push(Column::number(t(r::NOW)));
    }
    let now =
        move |rows: Option<i64>| compared.then(|| view! { <Cell number=true>{rows.map(number).unwrap_or_default()}</Cell> });
    let (mut lines, of_school) = (it.lines, it.of.is_some());
    // The students first, then what is not as it is now.
    lines.sort_by_key(|line| (line.name != Counted::Students, !differs(line)));
    let rows = lines.into_iter().map(|line| {
        view! {
            <tr>
                <RowHead>{called(line.name, of_school)}</RowHead>
                <Cell number=true>{number(line.archived as i64)}</Cell>
                {now(line.now)}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let (tables, others) = it.others;
    let others = (tables > 0).then(|| {
        view! {
            <tr>
                <RowHead>{tn(r::OTHERS, tables)}</RowHead>
                <Cell number=true>{number(others as i64)}</Cell>
                {now(None)}
            </tr>
        }
    });
    view! {
        <Disclosure label=t(r::IN_IT)>
            {(!compared).then(|| view! { <p class="muted">{t(r::NOT_COMPARED)}</p> })}
            <div class="compared">
                <Table caption=t(r::IN_IT) caption_hidden=true grid=true columns>
                    {rows}
                    {others}
                </Table>
            </div>
        </Disclosure>
    }
}
