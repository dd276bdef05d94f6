//! Clearing in two steps: what, then exactly what goes, why and the school's name. It goes on after that is answered; then the
//! page says what came of it, with the way back.

mod back;
mod confirm;

use model::Done;
use model::backup::Schools;
use model::backup::clear::{ClearPage, Plan, SchoolClear, What};
use model::text::{clear as c, schools};

use self::back::{Back, NotCleared, Told};
use self::confirm::Confirm;
use super::api;
use super::going::{Ended, Going};
use super::head::{Head, Part, address, use_reach};
use super::schools::{FindSchool, SchoolPages, use_asked};
use crate::prelude::*;

/// Where the forms are sent.
const CLEAR: &str = "/backup/clear";
const UNDO: &str = "/backup/clear/undo";

#[component]
pub fn Clear() -> impl IntoView {
    let school = use_reach();
    let what = use_query_value("what");
    let what = Memo::new(move |_| what.get().and_then(|what| what.parse::<What>().ok()));
    let asked = use_asked();
    let page = Resource::new(move || (school.get(), asked.get()), |(school, (q, page))| api::show_clear(school, q, page));
    let ended = Callback::new(move |()| page.refetch());
    view! {
        <Loaded of=page view=move |page: ClearPage| match page {
            ClearPage::Choose(listed) => view! { <ChooseSchool listed/> }.into_any(),
            ClearPage::School(page) => view! { <OfSchool page=*page what ended/> }.into_any(),
        }/>
    }
}

/// The platform as a whole is never cleared.
#[component]
fn ChooseSchool(listed: Schools<(String, String)>) -> impl IntoView {
    let Schools { schools: found, total, page, q } = listed;
    let here = format!("{}#schools", address("", "/clear"));
    let none = found.is_empty().then_some(if q.trim().is_empty() { c::NO_SCHOOL } else { schools::NO_MATCH });
    let line = |(slug, name): (String, String)| {
        view! { <li><A href=address(&slug, "/clear")>{name}</A></li> }
    };
    view! {
        <Head part=Part::Clear school=None parts=Part::ALL.to_vec()/>
        <section class="panel" id="schools">
            <h2>{t(c::CHOOSE_SCHOOL)}</h2>
            <p>{t(c::NEVER_ALL)}</p>
            <FindSchool here=here.clone() q=q.clone() total/>
            {none.map(|none| view! { <p class="muted">{t(none)}</p> })}
            <ul class="list">{found.into_iter().map(line).collect_view()}</ul>
            <SchoolPages here q total page/>
        </section>
    }
}

#[component]
fn OfSchool(page: SchoolClear, what: Memo<Option<What>>, ended: Callback<()>) -> impl IntoView {
    let school = page.school.clone();
    let slug = school.0.clone();
    let (parts, of_platform) = (page.parts.clone(), page.of_platform);
    let about = tf(c::OF_SCHOOL, &[("school", &school.1)]);
    let body = match page.running {
        Some(first) => {
            let here = address(&slug, "/clear");
            // Where somebody else was first, the form that says so is not there.
            view! {
                <FormProblem form=FormState::plain(CLEAR) alone=true/>
                <Going slug of=None first here ended/>
            }
            .into_any()
        }
        None => view! {
            <Ended begun=&[Done::ClearBegun] end=None/>
            <AtRest page what/>
        }
        .into_any(),
    };
    view! {
        <Head part=Part::Clear school=Some(school) parts of_platform/>
        <p>{about}</p>
        <FormProblem form=FormState::plain(UNDO) alone=true/>
        {body}
    }
}

/// Where nothing is being cleared.
#[component]
fn AtRest(page: SchoolClear, what: Memo<Option<What>>) -> impl IntoView {
    let failed = page.failed.clone().map(|it| view! { <NotCleared slug=page.school.0.clone() it/> });
    let step = move || {
        let plan = what.get().and_then(|what| page.plan(what).cloned());
        let back = view! { <Back page=page.clone() told=plan.is_none()/> };
        match plan {
            Some(plan) => view! {
                <Confirm page=page.clone() plan/>
                {back}
            }
            .into_any(),
            // What can be brought back is not looked for below all that could go.
            None if page.can_undo() => view! {
                <Told page=page.clone()/>
                {back}
                <Choose page=page.clone()/>
            }
            .into_any(),
            None => view! {
                <Told page=page.clone()/>
                <Choose page=page.clone()/>
                {back}
            }
            .into_any(),
        }
    };
    view! {
        {failed}
        {step}
    }
}

/// How many there are, what goes along and what stays.
fn line(plan: &Plan) -> String {
    if plan.total() == 0 {
        return t(c::NOTHING).to_owned();
    }
    let others = tn(c::OTHER_ROWS, plan.others());
    tnf(plan.what.line(plan.others() > 0), plan.own(), &[("others", &others)])
}

/// The first step. It is sent by the browser itself, and leads to the second.
#[component]
fn Choose(page: SchoolClear) -> impl IntoView {
    let here = address(&page.school.0, "/clear");
    if page.plans.iter().all(|plan| plan.total() == 0) {
        return view! {
            <section class="panel" id="choose">
                <h2>{t(c::CHOOSE)}</h2>
                <p class="muted">{t(c::NOTHING)}</p>
            </section>
        }
        .into_any();
    }
    let choice = |plan: &Plan| Choice::new(plan.what.text(), t(plan.what.label())).hint(line(plan)).disabled(plan.total() == 0);
    let options: Vec<Choice> = page.plans.iter().map(choice).collect();
    view! {
        <section class="panel" id="choose">
            <form method="get" action=here class="form form-wide">
                <Radios label=t(c::CHOOSE) name="what" options required=true/>
                <div class="form-actions">
                    <Button variant=Variant::Quiet>{t(c::NEXT)}</Button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
