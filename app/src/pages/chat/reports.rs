//! What was reported, reporting it, and what messages were before.

use model::chat::{MessageRow, Report, RoomPage, Version, WordsForm};
use model::ids::MessageId;
use model::limits;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, DeleteMessage, ReportMessage, SetWords, SettleReport};
use super::files::Files;
use crate::prelude::*;

/// The reports that nobody has looked at yet.
#[component]
pub fn Reports() -> impl IntoView {
    let school = use_school();
    let reports = Resource::new(move || school.get(), api::show_reports);
    let view = move |reports: Vec<Report>| {
        let base = format!("/s/{}/chat", school.get_untracked());
        let none = reports.is_empty().then(|| view! { <EmptyState icon="check" title=t(c::NO_REPORTS)/> });
        let at = base.clone();
        let line = move |report: Report| view! { <Line school=school.get_untracked() base=at.clone() report/> };
        view! {
            <PageHead title=t(c::REPORTS) crumbs=vec![(t(c::ROOMS).to_owned(), base)] crumbs_label=t(text::courses::WHERE)/>
            {none}
            <ul class="list">{reports.into_iter().map(line).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <Title text=t(c::REPORTS)/>
        <Loaded of=reports view/>
    }
}

#[component]
fn Line(school: String, base: String, report: Report) -> impl IntoView {
    let message = report.row.message;
    let author = if report.kind.is_private() {
        view! { <strong class="title">{message.author}</strong> }.into_any()
    } else {
        let href = format!("{base}/{}?at={seq}#m{seq}", report.room_id, seq = message.seq);
        view! { <A href=href attr:class="title">{message.author}</A> }.into_any()
    };
    let said = |(by, reason): (model::chat::Present, String)| {
        let words = if reason.is_empty() { t(c::NO_REASON).to_owned() } else { reason };
        view! { <p class="muted"><strong>{by.name}</strong> ": " <span dir="auto">{words}</span></p> }
    };
    let fields = move |id: MessageId, school: String| {
        view! {
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
        }
    };
    let id = message.id;
    view! {
        <li class="found">
            <div>
                {author}
                <span class="meta muted">{report.room} " · " {report.row.day} " " {report.row.time}</span>
                <div class="message-body" dir="auto"><Marked text=message.body/></div>
                <Files school=school.clone() files=message.files/>
                {report.by.into_iter().map(said).collect_view()}
            </div>
            <span class="trailing row">
                <form method="post" action=SettleReport::PATH>
                    {fields(id, school.clone())}
                    <Button variant=Variant::Quiet>{t(c::SETTLE)}</Button>
                </form>
                <Ask label=t(c::DELETE) question=t(c::DELETE_ASK)>
                    <form method="post" action=DeleteMessage::PATH>
                        {fields(id, school)}
                        <input type="hidden" name="room" value=report.room_id.to_string()/>
                        <Button variant=Variant::Danger>{t(c::DELETE_DO)}</Button>
                    </form>
                </Ask>
            </span>
        </li>
    }
}

/// Tells those who moderate of a message. `?at=` is its number, so that it is shown.
#[component]
pub fn ReportPage() -> impl IntoView {
    let school = use_school();
    let (room, message, at) = (use_id("room"), use_param("message"), use_query_value("at"));
    let found = Resource::new(
        move || (school.get(), room.get(), at.get().and_then(|it| it.parse::<i64>().ok())),
        |(school, room, at)| async move { api::show_room(school, room.ok_or(model::Error::NotFound)?, None, at).await },
    );
    view! {
        <Title text=t(c::REPORT_TITLE)/>
        <Loaded of=found view=move |page: RoomPage| {
            let form = FormState::plain(ReportMessage::PATH);
            let base = format!("/s/{}/chat", school.get_untracked());
            let back = format!("{base}/{}", page.room_id);
            let hint = t(if page.kind.is_private() { c::REPORT_HINT_TWO } else { c::REPORT_HINT });
            let crumbs = vec![(t(c::ROOMS).to_owned(), base), (page.name, back.clone())];
            let is_meant = |row: &MessageRow| message.with_untracked(|id| row.message.id.to_string() == *id);
            let reported = page.history.messages.into_iter().find(is_meant);
            view! {
                <PageHead title=t(c::REPORT_TITLE) crumbs crumbs_label=t(text::courses::WHERE)/>
                {reported.map(|row| view! { <Reported school=school.get_untracked() row/> })}
                <p>{hint}</p>
                <FormProblem form/>
                <form method="post" action=ReportMessage::PATH class="form">
                    <input type="hidden" name="school" value=school.get_untracked()/>
                    <input type="hidden" name="room" value=page.room_id.to_string()/>
                    <input type="hidden" name="id" value=message.get_untracked()/>
                    <TextArea
                        label=t(c::REASON)
                        name=form.name("reason")
                        value=form.typed("reason")
                        error=form.problem("reason")
                        rows=3
                        maxlength=limits::NOTE
                    />
                    <div class="form-actions">
                        <Button>{t(c::REPORT_DO)}</Button>
                        <LinkButton href=back>{t(c::CANCEL)}</LinkButton>
                    </div>
                </form>
            }
                .into_any()
        }/>
    }
}

/// What is reported, so that nobody reports another one than they meant.
#[component]
fn Reported(school: String, row: MessageRow) -> impl IntoView {
    let MessageRow { message, day, time } = row;
    view! {
        <figure class="reported">
            <figcaption><strong><bdi>{message.author}</bdi></strong> " " <span class="meta muted">{day} " " {time}</span></figcaption>
            <blockquote><div class="message-body" dir="auto"><Marked text=message.body/></div></blockquote>
            <Files school files=message.files/>
        </figure>
    }
}

/// What a message said before.
#[component]
pub fn Versions() -> impl IntoView {
    let school = use_school();
    let (room, message) = (use_id("room"), use_id("message"));
    let versions = Resource::new(
        move || (school.get(), room.get(), message.get()),
        |(school, room, message)| async move {
            let none = model::Error::NotFound;
            api::show_versions(school, room.ok_or(none.clone())?, message.ok_or(none)?).await
        },
    );
    let line = |it: Version| {
        let words = if it.by_author { c::UNTIL } else { c::UNTIL_MODERATED };
        let names: Vec<_> = it.file_names.lines().map(|name| view! { <li><bdi>{name.to_owned()}</bdi></li> }).collect();
        let names = (!names.is_empty()).then(|| view! { <ul class="message-files" aria-label=t(c::FILES)>{names}</ul> });
        view! {
            <li class="found">
                <div>
                    <div class="message-body" dir="auto"><Marked text=it.body/></div>
                    {names}
                    <p class="muted">{tf(words, &[("when", &it.until)])}</p>
                </div>
            </li>
        }
    };
    let view = move |versions: Vec<Version>| {
        let base = format!("/s/{}/chat", school.get_untracked());
        view! {
            <PageHead title=t(c::VERSIONS) crumbs=vec![(t(c::ROOMS).to_owned(), base)] crumbs_label=t(text::courses::WHERE)/>
            <ul class="list">{versions.into_iter().map(line).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <Title text=t(c::VERSIONS)/>
        <Loaded of=versions view/>
    }
}

/// The words that the school does not want said.
#[component]
pub fn Words() -> impl IntoView {
    let school = use_school();
    let words = Resource::new(move || school.get(), api::show_words);
    view! {
        <Title text=t(c::WORDS)/>
        <Loaded of=words view=move |words: WordsForm| {
            let base = format!("/s/{}/chat", school.get_untracked());
            let form = FormState::plain(SetWords::PATH);
            let typed = form.typed("words");
            let value = if typed.is_empty() { words.words } else { typed };
            view! {
                <PageHead title=t(c::WORDS) crumbs=vec![(t(c::ROOMS).to_owned(), base)] crumbs_label=t(text::courses::WHERE)/>
                <FormProblem form/>
                <form method="post" action=SetWords::PATH class="form">
                    <input type="hidden" name="school" value=school.get_untracked()/>
                    <TextArea label=t(c::WORDS_LABEL) name=form.name("words") value=value hint=t(c::WORDS_HINT) error=form.problem("words") rows=10/>
                    <Button>{t(c::SAVE)}</Button>
                </form>
            }
                .into_any()
        }/>
    }
}
