//! One archive that was brought: on its way, being checked, refused with all that is wrong with it, or whole.

use std::time::Duration;

use model::backup::archive::Problem;
use model::backup::restore::Origin;
use model::backup::upload::{Contents, Found, State, UploadPage};
use model::limits;
use model::text::{accounts as a, restore as r};
use server_fn::ServerFn;

use super::ThrowAway;
use super::next::Next;
use crate::pages::backup::api::{self, OpenUpload};
use crate::pages::backup::head::{Head, Part, address, use_reach};
use crate::prelude::*;
use crate::text::{number, sentence, size};

/// Between two looks while it is checked.
const EVERY: Duration = Duration::from_secs(2);

#[component]
pub fn Upload() -> impl IntoView {
    let (school, id) = (use_reach(), use_id("id"));
    let page = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_upload(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! { <Loaded of=page view=move |it: UploadPage| view! { <Whole it page/> }.into_any()/> }
}

#[component]
fn Whole(it: UploadPage, page: Resource<UploadPage>) -> impl IntoView {
    let slug = it.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let (name, id, bytes) = (it.card.name.clone(), it.card.id.to_string(), it.card.bytes);
    let here = address(&slug, &format!("/restore/{id}"));
    let (state, upload) = (it.card.state, it.card.id);
    let fetched = it.card.origin == Origin::Kept;
    let next = it.next.map(|next| view! { <Next slug=slug.clone() id=upload next page/> });
    let body = match (it.found, state) {
        (Some(found), State::Checked) => view! { <Fine found bytes/> }.into_any(),
        (Some(_), State::Locked) => view! { <Locked slug=slug.clone() id=id.clone()/> }.into_any(),
        (Some(found), _) => view! { <Refused found/> }.into_any(),
        (None, State::Coming) if fetched => view! { <Checking page here fetched/> }.into_any(),
        (None, State::Coming) => {
            let far = tf(r::COMING_TEXT, &[("received", &size(it.card.received)), ("bytes", &size(bytes))]);
            view! { <Notice tone=Tone::Warn title=t(r::COMING)>{far}</Notice> }.into_any()
        }
        (None, _) => view! { <Checking page here fetched=false/> }.into_any(),
    };
    view! {
        <Head part=Part::Restore school=it.school parts=it.parts/>
        <section class="panel" id="archive">
            <h2 class="archive-name">{name.clone()}</h2>
            {fetched.then(|| view! { <p class="muted">{t(r::FETCHED_FROM)}</p> })}
            {body}
            <div class="actions">
                <LinkButton href=address(&slug, "/restore")>{t(r::ALL_ARCHIVES)}</LinkButton>
                <ThrowAway slug id name/>
            </div>
        </section>
        {next}
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
        <LinkButton href=here icon="refresh-cw" small=true>{t(r::LOOK_AGAIN)}</LinkButton>
    }
}

/// Asks for the passphrase of an encrypted one.
#[component]
fn Locked(slug: String, id: String) -> impl IntoView {
    let form = FormState::plain(OpenUpload::PATH);
    view! {
        <Notice tone=Tone::Warn title=t(r::LOCKED) live=true>{t(r::LOCKED_TEXT)}</Notice>
        <form method="post" action=OpenUpload::PATH class="form" id="open">
            <FormProblem form/>
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
            <Button>{t(r::OPEN)}</Button>
        </form>
    }
}

#[component]
fn Refused(found: Found) -> impl IntoView {
    let problem = |problem: &Problem| view! { <li>{sentence(&problem.text())}</li> };
    let problems = found.problems.iter().map(problem).collect_view();
    view! {
        <Notice tone=Tone::Bad title=t(r::REFUSED) live=true>{t(r::REFUSED_TEXT)}</Notice>
        <ul class="tips" id="problems">{problems}</ul>
        {(found.more > 0).then(|| view! { <p class="muted">{tn(r::MORE, found.more)}</p> })}
    }
}

#[component]
fn Fine(found: Found, bytes: i64) -> impl IntoView {
    let (tone, title, text) = match found.sealed {
        true => (Tone::Info, r::SEALED, r::SEALED_TEXT),
        false => (Tone::Warn, r::NOT_SEALED, r::NOT_SEALED_TEXT),
    };
    view! {
        <Notice tone=Tone::Good title=t(r::WHOLE) live=true>{t(r::WHOLE_TEXT)}</Notice>
        <Notice tone title=t(title)>{t(text)}</Notice>
        {found.contents.map(|it| view! { <InIt it bytes/> })}
    }
}

#[component]
fn InIt(it: Contents, bytes: i64) -> impl IntoView {
    let whose = it.of.clone().unwrap_or_else(|| t(r::WHOLE_PLATFORM).to_owned());
    let files = tnf(r::FILES_TEXT, it.files, &[("size", &size(it.file_bytes as i64))]);
    let lacks = |term: Key, files: u64| (files > 0).then(|| view! { <Pair term=t(term)>{number(files as i64)}</Pair> });
    let program = tf(r::PROGRAM, &[("version", &it.app)]);
    let made = it.made.clone();
    view! {
        {it.in_part.then(|| view! { <Notice tone=Tone::Info>{t(r::IN_PART)}</Notice> })}
        {it.is_older.then(|| view! { <Notice tone=Tone::Info>{t(r::OLDER)}</Notice> })}
        <Pairs>
            <Pair term=t(r::WHOSE)>{whose}</Pair>
            <Pair term=t(r::MADE)><InBrief said=made.local own=made.own/></Pair>
            <Pair term=t(r::WRITTEN_BY)>{program}</Pair>
            <Pair term=t(r::SIZE)>{size(bytes)}</Pair>
            <Pair term=t(r::FILES)>{files} <br/> <span class="muted">{t(r::FILES_ONCE)}</span></Pair>
            {lacks(r::MISSING, it.missing)}
            {lacks(r::DAMAGED, it.damaged)}
        </Pairs>
        <Tables it/>
    }
}

#[component]
fn Tables(it: Contents) -> impl IntoView {
    let compared = it.lines.iter().any(|line| line.now.is_some());
    let mut columns = vec![Column::text(t(r::TABLE)), Column::number(t(r::ARCHIVED))];
    if compared {
        columns.push(Column::number(t(r::NOW)));
    }
    let now = move |rows: Option<i64>| {
        compared.then(|| view! { <Cell label=t(r::NOW) number=true>{rows.map(number).unwrap_or_default()}</Cell> })
    };
    let rows = it.lines.into_iter().map(|line| {
        view! {
            <tr>
                <RowHead>{t(line.name.label())}</RowHead>
                <Cell label=t(r::ARCHIVED) number=true>{number(line.archived as i64)}</Cell>
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
                <Cell label=t(r::ARCHIVED) number=true>{number(others as i64)}</Cell>
                {now(None)}
            </tr>
        }
    });
    view! {
        {(!compared).then(|| view! { <p class="muted">{t(r::NOT_COMPARED)}</p> })}
        <Table caption=t(r::IN_IT) columns>
            {rows}
            {others}
        </Table>
    }
}
