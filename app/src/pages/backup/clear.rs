//! Clearing in two steps: what, then exactly what goes, why and the school's name. Below it, what can be brought back.

use model::backup::Table as File;
use model::backup::clear::{ClearPage, Cleared, Going, Plan, SchoolClear, What};
use model::limits;
use model::text::{backup as b, clear as c};

use super::api;
use super::head::{Head, Part, address, use_reach};
use crate::prelude::*;
use crate::text::{list, number};

/// Where the forms are sent.
const CLEAR: &str = "/backup/clear";
const UNDO: &str = "/backup/clear/undo";

#[component]
pub fn Clear() -> impl IntoView {
    let school = use_reach();
    let what = use_query_value("what");
    let what = Memo::new(move |_| what.get().and_then(|what| what.parse::<What>().ok()));
    let page = Resource::new(move || school.get(), api::show_clear);
    view! {
        <Loaded of=page view=move |page: ClearPage| match page {
            ClearPage::Choose(schools) => view! { <Schools schools/> }.into_any(),
            ClearPage::School(page) => view! { <OfSchool page=*page what/> }.into_any(),
        }/>
    }
}

/// The platform as a whole is never cleared.
#[component]
fn Schools(schools: Vec<(String, String)>) -> impl IntoView {
    let none = schools.is_empty();
    let line = |(slug, name): (String, String)| {
        view! { <li><A href=format!("/backup/clear?school={slug}")>{name}</A></li> }
    };
    view! {
        <Head part=Part::Clear school=None parts=Part::ALL.to_vec()/>
        <section class="panel" id="schools">
            <h2>{t(c::CHOOSE_SCHOOL)}</h2>
            <p>{t(c::NEVER_ALL)}</p>
            {none.then(|| view! { <p class="muted">{t(c::NO_SCHOOL)}</p> })}
            <ul class="list">{schools.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn OfSchool(page: SchoolClear, what: Memo<Option<What>>) -> impl IntoView {
    let school = page.school.clone();
    let cleared = page.cleared.clone();
    let slug = school.0.clone();
    let (parts, of_platform) = (page.parts.clone(), page.of_platform);
    let about = tf(c::OF_SCHOOL, &[("school", &school.1)]);
    let step = move || match what.get().and_then(|what| page.plan(what).cloned()) {
        Some(plan) => view! { <Confirm page=page.clone() plan/> }.into_any(),
        None => view! { <Choose page=page.clone()/> }.into_any(),
    };
    view! {
        <Head part=Part::Clear school=Some(school) parts of_platform/>
        <p>{about}</p>
        <FormProblem form=FormState::plain(UNDO) alone=true/>
        {step}
        <Back slug cleared/>
    }
}

/// How many there are, and what goes along.
fn sentence(plan: &Plan) -> String {
    if plan.total() == 0 {
        return t(c::NOTHING).to_owned();
    }
    let (label, n) = (t(plan.what.label()), number(plan.own()));
    let count = |(going, rows): (Going, i64)| tf(c::COUNT, &[("label", &t(going.label())), ("n", &number(rows))]);
    let others: Vec<String> = plan.dependants().map(count).collect();
    if others.is_empty() {
        return tf(c::PLAN, &[("label", &label), ("n", &n)]);
    }
    tf(c::PLAN_WITH, &[("label", &label), ("n", &n), ("others", &list(others))])
}

/// The first step. It is sent by the browser itself, and leads to the second.
#[component]
fn Choose(page: SchoolClear) -> impl IntoView {
    let here = address(&page.school.0, "/clear");
    let choice = |plan: &Plan| {
        let hint = format!("{} {}", sentence(plan), t(plan.what.about()));
        Choice::new(plan.what.text(), t(plan.what.label())).hint(hint)
    };
    let options: Vec<Choice> = page.plans.iter().map(choice).collect();
    view! {
        <section class="panel" id="choose">
            <form method="get" action=here>
                <Radios label=t(c::CHOOSE) name="what" options required=true/>
                <Button variant=Variant::Quiet>{t(c::NEXT)}</Button>
            </form>
        </section>
    }
}

/// The second step: what goes, a copy to take home first, and the form.
#[component]
fn Confirm(page: SchoolClear, plan: Plan) -> impl IntoView {
    let (slug, name) = page.school.clone();
    let form = FormState::plain(CLEAR);
    let what = plan.what;
    let nothing = plan.total() == 0;
    let rows = plan.counts.clone().into_iter().map(|(going, rows)| {
        let own = what.own() == Some(going);
        let label = if own { t(what.label()) } else { t(going.label()) };
        view! {
            <tr>
                <RowHead>{label}</RowHead>
                <Cell label=t(b::ROWS) number=true>{number(rows)}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let total = number(plan.total());
    let seal = plan.seal();
    let now = tf(c::NOW, &[("what", &t(what.label())), ("school", &name)]);
    let name_hint = tf(c::NAME_HINT, &[("school", &name)]);
    // Without a place in the school they take the whole platform's.
    let taken = if page.of_platform { String::new() } else { slug.clone() };
    let downloads = page.can_download.then(|| view! { <Downloads slug=taken what archive=page.can_archive/> });
    let back = address(&slug, "/clear");
    let confirm = move || {
        view! {
            <section class="danger-zone" id="confirm">
                <h2>{t(c::CONFIRM)}</h2>
                <FormProblem form/>
                <form method="post" action=CLEAR>
                    <input type="hidden" name="school" value=slug/>
                    <input type="hidden" name=form.name("what") value=what.text()/>
                    <Drawn form from=seal/>
                    <Field
                        label=t(c::REASON)
                        id="reason"
                        name=form.name("reason")
                        value=form.typed("reason")
                        error=form.problem("reason")
                        hint=t(c::REASON_HINT)
                        maxlength=limits::NOTE
                        required=true
                    />
                    <Field
                        label=t(c::NAME)
                        id="school-name"
                        name=form.name("name")
                        value=form.typed("name")
                        error=form.problem("name")
                        hint=name_hint
                        maxlength=limits::SCHOOL_NAME
                        autocomplete="off"
                        required=true
                    />
                    <p class="muted">{t(c::UNDO_HINT)}</p>
                    <Button variant=Variant::Danger>{now}</Button>
                </form>
            </section>
        }
    };
    view! {
        <section class="panel" id="plan">
            <header>
                <h2>{t(c::WHAT_GOES)}</h2>
                <LinkButton href=back icon="undo" small=true>{t(c::BACK)}</LinkButton>
            </header>
            <p>{t(what.about())}</p>
            {if nothing {
                view! { <p class="muted">{t(c::NOTHING)}</p> }.into_any()
            } else {
                view! {
                    <Table
                        caption=t(c::WHAT_GOES)
                        caption_hidden=true
                        columns=vec![Column::text(t(b::TABLE)), Column::number(t(b::ROWS))]
                    >
                        {rows}
                        <tr>
                            <RowHead>{t(c::ROWS_IN_ALL)}</RowHead>
                            <Cell label=t(b::ROWS) number=true>{total}</Cell>
                        </tr>
                    </Table>
                }
                    .into_any()
            }}
        </section>
        {downloads}
        {(!nothing).then(confirm)}
    }
}

/// A copy to take home, before anything goes: of the school, or without a slug of the platform.
#[component]
fn Downloads(slug: String, what: What, archive: bool) -> impl IntoView {
    let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
    let link = |name: &str, label: String| {
        let href = format!("/backup/download/{name}{query}");
        // External: the answer is a file, no page for the router.
        view! { <li><a href=href rel="external">{label}</a></li> }
    };
    let file = what.text().parse::<File>().ok().filter(|_| !slug.is_empty());
    view! {
        <section class="panel" id="first">
            <h2>{t(c::FIRST)}</h2>
            <p>{t(c::FIRST_HINT)}</p>
            <ul>
                {file.map(|file| link(file.text(), tf(b::AS_CSV, &[("table", &t(file.label()))])))}
                {link("all", t(b::EVERYTHING_JSON).to_owned())}
                {archive.then(|| link("archive", t(b::ARCHIVE_ZIP).to_owned()))}
            </ul>
        </section>
    }
}

/// What was cleared, and the way back.
#[component]
fn Back(slug: String, cleared: Vec<Cleared>) -> impl IntoView {
    if cleared.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::text(t(c::CLEARED_WHAT)),
        Column::text(t(c::CLEARED_BY)),
        Column::text(t(c::CLEARED_WHEN)),
        Column::number(t(c::CLEARED_ROWS)),
        Column::text(t(c::REASON)),
        Column::actions(t(c::UNDO)),
    ];
    let line = move |it: Cleared| view! { <Line slug=slug.clone() it/> };
    view! {
        <section class="panel" id="cleared">
            <h2>{t(c::CLEARED)}</h2>
            <Table caption=t(c::CLEARED) caption_hidden=true columns>
                {cleared.into_iter().map(line).collect_view()}
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn Line(slug: String, it: Cleared) -> impl IntoView {
    let what = t(it.what.label());
    let by = if it.by.is_empty() { t(c::BY_GONE).to_owned() } else { it.by };
    let when = it.when.to_string();
    let spoken = tf(c::UNDO_SPOKEN, &[("what", &what), ("when", &when)]);
    let way = match &it.undone {
        Some(undone) => view! { <span class="muted">{tf(c::UNDONE, &[("when", undone)])}</span> }.into_any(),
        None => {
            let until = tf(c::CLEARED_UNTIL, &[("until", &it.until)]);
            view! {
                <Ask label=t(c::UNDO) spoken question=tn(c::UNDO_ASK, it.rows) small=true>
                    <form method="post" action=UNDO>
                        <input type="hidden" name="school" value=slug/>
                        <input type="hidden" name="id" value=it.id.to_string()/>
                        <p class="muted">{until}</p>
                        <Button>{t(c::UNDO_NOW)}</Button>
                    </form>
                </Ask>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <RowHead>{what}</RowHead>
            <Cell label=t(c::CLEARED_BY)>{by}</Cell>
            <Cell label=t(c::CLEARED_WHEN)>{when}</Cell>
            <Cell label=t(c::CLEARED_ROWS) number=true>{number(it.rows)}</Cell>
            <Cell label=t(c::REASON)>{it.reason}</Cell>
            <Cell>{way}</Cell>
        </tr>
    }
}
