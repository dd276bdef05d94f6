use model::Role;
use model::people::{ClassPlaces, MemberPage, NumberKind};
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::{people as p, viewing as v};
use server_fn::ServerFn;

use super::api::{self, ChangePerson};
use super::bulk::Places;
use super::family::{Departments, FamilyPanel};
use super::history::History;
use super::list::StandingBadge;
use super::log_in::{HandedOver, LogInPanel};
use super::membership::{Classes, Details, Standings};
use super::naming::Rename;
use super::permissions::PermissionsPanel;
use super::taking_down::TakingDown;
use super::undo::UndoNotice;
use crate::prelude::*;

/// A member's own page.
#[component]
pub fn MemberShow() -> impl IntoView {
    let (school, id, undo) = (use_school(), use_id("id"), use_query_value("undo"));
    let member = Resource::new(
        move || (school.get(), id.get(), undo.get().unwrap_or_default()),
        |(school, id, undo)| async move { api::show_person(school, id.ok_or(model::Error::NotFound)?, undo).await },
    );
    view! {
        <Loaded of=member view=move |member: MemberPage| view! { <Member school=school.get_untracked() member/> }.into_any()/>
    }
}

#[component]
fn Member(school: String, member: MemberPage) -> impl IntoView {
    let crumbs = vec![(t(p::PEOPLE).to_owned(), format!("/s/{school}/people"))];
    let teacher_label = member.teacher_label;
    let undo = member.undo.clone().map(|undo| view! { <UndoNotice school=school.clone() undo teacher_label/> });
    let role = (!member.roles.is_empty()).then(|| {
        let (id, roles, places) = (member.user_id.to_string(), member.roles.clone(), ClassPlaces::of(&member.classes));
        view! { <ChangeRole school=school.clone() id role=member.role roles places teacher_label/> }
    });
    let details = member.may_change.then(|| view! { <Details school=school.clone() member=member.clone()/> });
    let may_name = member.may_rename || member.may_suggest;
    let rename = may_name.then(|| view! { <Rename school=school.clone() member=member.clone()/> });
    let improper = member.may_take_down && !(member.photo.is_empty() && member.bio.is_empty());
    let take_down = improper.then(|| view! { <TakingDown school=school.clone() member=member.clone()/> });
    let standings = member.may_change.then(|| view! { <Standings school=school.clone() member=member.clone()/> });
    let log_in = member.log_in.clone().map(|help| view! { <LogInPanel school=school.clone() id=member.user_id help/> });
    let permissions = member.may_grant.then(|| view! { <PermissionsPanel school=school.clone() member=member.clone()/> });
    let view_as = member.may_view.then(|| {
        let href = format!("/s/{school}/view-as?member={}", member.user_id);
        view! { <LinkButton href icon="eye">{t(v::VIEW_AS)}</LinkButton> }
    });
    let family = member.family.clone();
    let family = family.map(|family| view! { <FamilyPanel school=school.clone() member=member.clone() family/> });
    let history = member.history.clone().map(|lines| view! { <History lines teacher_label/> });
    view! {
        <Title text=member.name.clone()/>
        <PageHead title=member.name.clone() subtitle=member.username.clone() crumbs crumbs_label=t(text::courses::WHERE)>
            <StandingBadge standing=member.standing/>
            {view_as}
        </PageHead>
        {undo}
        <HandedOver id=member.user_id name=member.name.clone()/>
        <FormProblem form=FormState::plain(api::HelpLogIn::PATH) alone=true/>
        <FormProblem form=FormState::plain(ChangePerson::PATH) alone=true/>
        <FormProblem form=FormState::plain(api::UndoChange::PATH) alone=true/>
        <div class="split">
            <div>
                <Profile member=member.clone()/>
                {family}
                <Classes school=school.clone() member/>
                {history}
                {permissions}
            </div>
            <aside>
                {role}
                {details}
                {rename}
                {log_in}
                {take_down}
                {standings}
            </aside>
        </div>
    }
}

#[component]
fn Profile(member: MemberPage) -> impl IntoView {
    let number = NumberKind::of(member.role).map_or(p::NUMBER, NumberKind::label);
    let pair = |term: Key, value: String| (!value.is_empty()).then(|| view! { <Pair term=t(term)><bdi>{value}</bdi></Pair> });
    let left = (member.contact.is_none() && member.may_change && !member.standing.shows_contact())
        .then(|| view! { <p class="muted">{t(p::LEFT_CONTACT)}</p> });
    let (email, phone) = member.contact.unwrap_or_default();
    view! {
        <section class="panel" id="profile">
            <header><h2>{t(p::PROFILE)}</h2><Avatar name=member.name photo=photo_address(&member.photo) size=Size::Large/></header>
            <Pairs>
                <Pair term=t(p::ROLE)>{t(member.role.label_in(member.teacher_label))}</Pair>
                {(!email.is_empty()).then(|| view! { <Pair term=t(p::EMAIL)><MailAddress of=email/></Pair> })}
                {pair(p::PHONE, phone)}
                {pair(number, member.number)}
                {pair(p::JOINED_ON, member.joined_on.map(|day| day.to_string()).unwrap_or_default())}
                <Pair term=t(p::CAME)><InBrief said=member.joined.local own=member.joined.own/></Pair>
                {pair(p::ORGANIZATION, member.organization)}
                <Departments of=member.departments/>
                {pair(p::ABOUT, member.bio)}
            </Pairs>
            {left}
        </section>
    }
}

#[component]
fn ChangeRole(
    school: String,
    id: String,
    role: Role,
    roles: Vec<Role>,
    places: ClassPlaces,
    teacher_label: TeacherLabel,
) -> impl IntoView {
    let options: Vec<_> = roles.iter().map(|role| (role.to_string(), t(role.label_in(teacher_label)))).collect();
    view! {
        <section class="panel" id="role">
            <h2>{t(p::CHANGE_ROLE)}</h2>
            <Places places/>
            <form method="post" action=ChangePerson::PATH class="form">
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="act" value="role"/>
                <Select label=t(p::NEW_ROLE) name="role" id="new-role" options selected=role.to_string() hint=t(p::ROLE_HINT)/>
                <Button variant=Variant::Quiet>{t(p::CHANGE)}</Button>
            </form>
        </section>
    }
}
