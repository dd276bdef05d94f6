use model::accounts::Me;
use model::profile::MembershipCard;
use model::schools::MembershipStatus;
use model::text::{dashboards as d, me as m};
use server_fn::ServerFn;

use super::api::{LeaveSchool, StartHere, show_schools};
use super::head::{Head, Part};
use crate::prelude::*;

/// Where one belongs.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let data = Resource::new(|| (), |()| show_schools());
    let draw = |(me, schools): (Me, Vec<MembershipCard>)| {
        view! {
            <Head me part=Part::Schools/>
            <Schools schools/>
        }
        .into_any()
    };
    view! {
        <Title text=t(m::TAB_SCHOOLS)/>
        <Loaded of=data view=draw/>
    }
}

#[component]
fn Schools(schools: Vec<MembershipCard>) -> impl IntoView {
    let form = FormState::plain(LeaveSchool::PATH);
    let several = schools.iter().filter(|it| it.status == MembershipStatus::Active).count() > 1;
    let empty = schools.is_empty();
    view! {
        <section class="panel" id="schools">
            <header>
                <h2>{t(m::YOUR_SCHOOLS)}</h2>
                <div class="row">
                    <LinkButton href="/join" icon="key" small=true>{t(d::JOIN)}</LinkButton>
                    <LinkButton href="/found" icon="plus" small=true>{t(d::FOUND)}</LinkButton>
                </div>
            </header>
            <FormProblem form/>
            {several.then(|| view! { <p class="muted">{t(m::SCHOOLS_HINT)}</p> })}
            {empty.then(|| view! { <EmptyState icon="school" title=t(m::NO_SCHOOLS) text=t(m::NO_SCHOOLS_HINT)/> })}
            <ul class="list me-schools">
                {schools.into_iter().map(|school| view! { <School school several/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn School(school: MembershipCard, several: bool) -> impl IntoView {
    let MembershipCard { slug, name, role, teacher_label, status, since, primary, last_admin } = school;
    let active = status == MembershipStatus::Active;
    let question = tf(m::LEAVE_ASK, &[("school", &name)]);
    let title = match active {
        true => view! { <A href=format!("/s/{slug}") attr:class="title">{name}</A> }.into_any(),
        false => view! { <span class="title">{name}</span> }.into_any(),
    };
    let start = match (active, primary) {
        (false, _) => view! { <Badge tone=Tone::Warn>{t(m::WAITING)}</Badge> }.into_any(),
        (true, true) => view! { <Badge tone=Tone::Info>{t(m::STARTS_HERE)}</Badge> }.into_any(),
        (true, false) if several => view! {
            <form method="post" action=StartHere::PATH>
                <input type="hidden" name="school" value=slug.clone()/>
                <Button variant=Variant::Quiet small=true>{t(m::START_HERE)}</Button>
            </form>
        }
        .into_any(),
        (true, false) => ().into_any(),
    };
    let leave = match (active, last_admin) {
        (false, _) => ().into_any(),
        (true, true) => view! { <p class="meta">{t(m::LAST_ADMIN)}</p> }.into_any(),
        (true, false) => view! {
            <Ask label=t(m::LEAVE) question>
                <form method="post" action=LeaveSchool::PATH>
                    <input type="hidden" name="school" value=slug/>
                    <Button variant=Variant::Danger>{t(m::LEAVE_SCHOOL)}</Button>
                </form>
            </Ask>
        }
        .into_any(),
    };
    view! {
        <li>
            <div>
                {title}
                <span class="meta">{t(role.label_in(teacher_label))} " · " {tf(m::SINCE, &[("when", &since.local)])}</span>
            </div>
            {start}
            {leave}
        </li>
    }
}
