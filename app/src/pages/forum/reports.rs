//! Reporting a post, and what was reported.

use model::forum::{Report, ReportDesk};
use model::limits;
use model::text::{chat as talk, courses as c, forum as f};
use server_fn::ServerFn;

use super::api::{self, DeletePost, SettlePostReport, post_address};
use super::author::Author;
use super::board::crumbs;
use crate::prelude::*;

/// Tells those who look after the forum of a post.
#[component]
pub fn ReportPost() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let desk = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::reported_post(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Title text=t(f::REPORT_TITLE)/>
        <Loaded of=desk view=move |desk: ReportDesk| view! { <Desk school=school.get_untracked() desk/> }.into_any()/>
    }
}

#[component]
fn Desk(school: String, desk: ReportDesk) -> impl IntoView {
    let form = FormState::plain(api::ReportPost::PATH);
    let back = post_address(&school, (desk.thread, desk.number));
    let mut above = crumbs(&school);
    above.push((desk.title, back.clone()));
    view! {
        <PageHead title=t(f::REPORT_TITLE) crumbs=above crumbs_label=t(c::WHERE)/>
        <blockquote class="markup" dir="auto" inner_html=desk.html></blockquote>
        <p>{t(f::REPORT_HINT)}</p>
        <FormProblem form/>
        <form method="post" action=api::ReportPost::PATH class="form">
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=desk.post.to_string()/>
            <TextArea
                label=t(talk::REASON)
                name=form.name("reason")
                value=form.typed("reason")
                error=form.problem("reason")
                rows=3
                maxlength=limits::NOTE
            />
            <div class="row">
                <Button>{t(talk::REPORT_DO)}</Button>
                <LinkButton href=back>{t(talk::CANCEL)}</LinkButton>
            </div>
        </form>
    }
}

/// The reports that nobody has looked at yet.
#[component]
pub fn PostReports() -> impl IntoView {
    let school = use_school();
    let reports = Resource::new(move || school.get(), api::show_post_reports);
    let view = move |reports: Vec<Report>| {
        let school = school.get_untracked();
        let none = reports.is_empty().then(|| view! { <EmptyState icon="check" title=t(f::NO_REPORTS)/> });
        let refused = [SettlePostReport::PATH, DeletePost::PATH]
            .map(|path| view! { <FormProblem form=FormState::plain(path) alone=true/> })
            .into_iter()
            .collect_view();
        let above = crumbs(&school);
        let line = move |report: Report| view! { <Line school=school.clone() report/> };
        view! {
            <PageHead title=t(talk::REPORTS) crumbs=above crumbs_label=t(c::WHERE)/>
            {refused}
            {none}
            <ul class="list">{reports.into_iter().map(line).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <Title text=t(talk::REPORTS)/>
        <Loaded of=reports view/>
    }
}

#[component]
fn Line(school: String, report: Report) -> impl IntoView {
    let (id, number) = (report.post.to_string(), report.number);
    let href = post_address(&school, (report.thread, number));
    let said = |(name, reason): (String, String)| {
        let words = if reason.is_empty() { t(talk::NO_REASON).to_owned() } else { reason };
        view! { <p class="muted"><strong>{name}</strong> ": " <span dir="auto">{words}</span></p> }
    };
    // What opens takes what stands in it along.
    let (its_school, its_id) = (school.clone(), id.clone());
    let question = if number == 1 { f::DELETE_THREAD_ASK } else { f::DELETE_ASK };
    view! {
        <li class="found">
            <div>
                <p class="post-head"><Author author=report.author/></p>
                <A href=href attr:class="title">{report.title} " #" {number}</A>
                <span class="meta muted">{report.board} " · " <InBrief said=report.written.local own=report.written.own/></span>
                <div class="markup" dir="auto" inner_html=report.html></div>
                {report.by.into_iter().map(said).collect_view()}
            </div>
            <span class="trailing row">
                <form method="post" action=SettlePostReport::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id/>
                    <Button variant=Variant::Quiet>{t(talk::SETTLE)}</Button>
                </form>
                <Ask label=t(f::DELETE) question=t(question)>
                    <form method="post" action=DeletePost::PATH>
                        <input type="hidden" name="school" value=its_school/>
                        <input type="hidden" name="id" value=its_id/>
                        <Button variant=Variant::Danger>{t(f::DELETE_NOW)}</Button>
                    </form>
                </Ask>
            </span>
        </li>
    }
}
