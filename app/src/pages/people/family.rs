use model::Role;
use model::guardians::CodePlace;
use model::people::{MemberDepartment, MemberFamily, MemberPage, Relative};
use model::text::{guardians as g, people as p};
use server_fn::ServerFn;

use super::name::PersonName;
use crate::pages::guardians::api::MakeFamilyCode;
use crate::pages::guardians::made::{MadeCode, NewCode};
use crate::params::encode;
use crate::prelude::*;
use crate::text::list;

/// Whom the office phones about a student, and the children of a parent, with the way to the page of families.
#[component]
pub fn FamilyPanel(school: String, member: MemberPage, family: MemberFamily) -> impl IntoView {
    let MemberFamily { guardians, children, next } = family;
    let MemberPage { user_id: id, name, username, role, .. } = member;
    let none = if role == Role::Student { p::NO_GUARDIAN } else { p::NO_CHILD };
    let nobody = (guardians.is_empty() && children.is_empty()).then(|| view! { <p class="muted">{t(none)}</p> });
    let both = !guardians.is_empty() && !children.is_empty();
    let href = format!("/s/{school}/guardians?q={}#links", encode(&username));
    let place = CodePlace::Member;
    let make = next.map(|next| {
        view! {
            <NewCode school=school.clone() child=id name next place/>
            <MadeCode school=school.clone() place of=id/>
        }
    });
    let part = |title: Key, relatives: Vec<Relative>, of_child: bool| {
        let title = both.then(|| view! { <h3>{t(title)}</h3> });
        let lines = relatives.into_iter().map(|it| view! { <Line base=format!("/s/{school}") relative=it of_child/> });
        let lines = lines.collect_view();
        view! {
            {title}
            <ul class="list">{lines}</ul>
        }
    };
    let guardians = (!guardians.is_empty()).then(|| part(p::GUARDIANS, guardians, true));
    let children = (!children.is_empty()).then(|| part(p::CHILDREN, children, false));
    view! {
        <section class="panel" id="family">
            <header><h2>{t(p::FAMILY)}</h2> <A href>{t(p::OPEN_FAMILY)}</A></header>
            <FormProblem form=FormState::plain(MakeFamilyCode::PATH) alone=true/>
            {nobody}
            {guardians}
            {children}
            {make}
        </section>
    }
}

/// A relative, with how to reach them.
#[component]
fn Line(
    base: String,
    relative: Relative,
    /// Whether they are the child's guardian, and not the child.
    of_child: bool,
) -> impl IntoView {
    let Relative { user_id, name, relation, phone, stands, opens } = relative;
    let relation = of_child.then(|| view! { <span class="meta muted">{t(relation.label())}</span> });
    let phone = (!phone.is_empty()).then(|| view! { <span class="meta"><bdi dir="ltr">{phone}</bdi></span> });
    let rests = (!stands).then(|| view! { <Badge tone=Tone::Warn>{t(g::LINK_RESTS)}</Badge> });
    view! {
        <li>
            <Avatar name=name.clone()/>
            <div>
                <PersonName base id=user_id name opens/>
                {relation}
                {phone}
                {rests}
            </div>
        </li>
    }
}

/// The departments they head or work in, in one line. Stands in [`Pairs`].
#[component]
pub fn Departments(of: Vec<MemberDepartment>) -> impl IntoView {
    let named = |it: MemberDepartment| {
        if it.heads { tf(p::HEADS_DEPARTMENT, &[("department", &it.name)]) } else { it.name }
    };
    let names: Vec<String> = of.into_iter().map(named).collect();
    (!names.is_empty()).then(|| view! { <Pair term=t(p::DEPARTMENTS)>{list(names)}</Pair> })
}
