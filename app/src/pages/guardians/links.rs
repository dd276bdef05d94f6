use model::guardians::{CodePlace, FamilyLink, FamilySearch, Rights, RightsForm};
use model::ids::FamilyCodeId;
use model::limits;
use model::profile::photo_address;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{SaveFamily, UnlinkFamily};
use super::families::relations;
use super::made::{MadeCode, NewCode};
use crate::pages::people::PersonName;
use crate::params::encode;
use crate::prelude::*;
use crate::text::{facts, list};

/// The families by the child's name: each child with those who are linked to it.
#[component]
pub fn Links(
    school: String,
    search: FamilySearch,
    links: Vec<FamilyLink>,
    more: bool,
    may_open: bool,
    may_invite: bool,
    next: FamilyCodeId,
    /// Whether there are no students.
    nobody: bool,
) -> impl IntoView {
    let base = format!("/s/{school}/guardians");
    let turn = |page: i64| format!("{}#links", page_of(&school, &search.q, page));
    let before = (search.page > 1)
        .then(|| view! { <LinkButton href=turn(search.page - 1) icon="arrow-left">{t(g::PREVIOUS_PAGE)}</LinkButton> });
    let after =
        more.then(|| view! { <LinkButton href=turn(search.page + 1) icon="chevron-right">{t(g::NEXT_PAGE)}</LinkButton> });
    let turns = (before.is_some() || after.is_some()).then(|| view! { <p class="actions">{before} {after}</p> });
    let narrow = !search.q.is_empty() || search.page > 1;
    let find = (narrow || !links.is_empty()).then(|| {
        let (action, value) = (base.clone(), search.q.clone());
        view! {
            <FilterBar action label=t(g::LINKS_FILTER) value submit=t(g::SEARCH) clear=t(g::ALL_FAMILIES) active=narrow/>
        }
    });
    let list = if !links.is_empty() {
        let family = |links: &[FamilyLink]| {
            let (actions, list) = ((next, may_invite), search.clone());
            let draw = |of| view! { <Family school=school.clone() of links=links.to_vec() opens=may_open actions list/> };
            links.first().cloned().map(draw)
        };
        view! { <ul class="families">{links.chunk_by(|a, b| a.child_id == b.child_id).map(family).collect_view()}</ul> }
            .into_any()
    } else if narrow {
        view! { <p class="muted">{t(g::NO_LINK_FOUND)}</p> }.into_any()
    } else if nobody {
        view! { <EmptyState icon="users" title=t(g::NO_STUDENTS) text=t(g::NO_STUDENTS_HINT)/> }.into_any()
    } else {
        view! {
            <EmptyState icon="users" title=t(g::NO_LINKS) text=t(g::NO_LINKS_HINT)>
                <LinkButton href="#family-codes" icon="key">{t(g::MAKE_CODE)}</LinkButton>
            </EmptyState>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="links">
            <h2>{t(g::LINKS)}</h2>
            {find}
            {list}
            {turns}
        </section>
    }
}

/// The address of a page of families.
pub fn page_of(school: &str, q: &str, page: i64) -> String {
    format!("/s/{school}/guardians?q={}&page={page}", encode(q))
}

/// What tells a child from others of the same name: the username and the classes.
pub fn about(username: String, classes: String) -> String {
    facts([username, classes].into_iter().filter(|it| !it.is_empty()))
}

/// A child with all who are linked to it, and the ways to further ones.
#[component]
fn Family(
    school: String,
    /// Any of its links.
    of: FamilyLink,
    links: Vec<FamilyLink>,
    opens: bool,
    /// The id of the code that is made next, and whether the reader may invite.
    actions: (FamilyCodeId, bool),
    /// The list it stands in.
    list: FamilySearch,
) -> impl IntoView {
    let (next, may_invite) = actions;
    // Who may have left gets no further code.
    let here = links.iter().any(|link| link.stands);
    let about = about(of.child_username.clone(), of.classes);
    let invite = (here && may_invite).then(|| {
        let (child, href) = (of.child.clone(), format!("/s/{school}/invitations?child={}", encode(&of.child_username)));
        view! {
            <LinkButton href small=true icon="mail">
                {t(g::INVITE_PARENT)} <span class="visually-hidden">{child}</span>
            </LinkButton>
        }
    });
    let lines = links.into_iter().map(|link| view! { <Link school=school.clone() link opens/> }).collect_view();
    let place = CodePlace::Family;
    let further = here.then(|| {
        view! { <NewCode school=school.clone() child=of.child_id name=of.child.clone() next place list/> }
    });
    view! {
        <li class="family">
            <header>
                <div>
                    <h3><PersonName base=format!("/s/{school}") id=of.child_id name=of.child opens/></h3>
                    <p class="meta muted">{about}</p>
                </div>
                <div class="family-actions">{further} {invite}</div>
            </header>
            <MadeCode school place of=of.child_id/>
            <ul class="list">{lines}</ul>
        </li>
    }
}

#[component]
fn Link(school: String, link: FamilyLink, opens: bool) -> impl IntoView {
    let relation = t(link.relation.label()).to_owned();
    let meta = if link.occupation.is_empty() { relation } else { facts([&relation, &link.occupation]) };
    let state = if link.stands {
        view! { <span class="meta">{summary(link.rights)}</span> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warn>{t(g::LINK_RESTS)}</Badge> }.into_any()
    };
    view! {
        <li class="family-link">
            <Avatar name=link.parent.clone() photo=photo_address(&link.parent_photo)/>
            <div>
                <PersonName base=format!("/s/{school}") id=link.parent_id name=link.parent.clone() opens/>
                <span class="meta muted">{meta}</span>
                {state}
            </div>
            <Edit school link/>
        </li>
    }
}

/// The rights in a few words.
fn summary(rights: Rights) -> String {
    let given: Vec<_> = rights.each().into_iter().filter(|(_, _, given)| *given).map(|(_, label, _)| t(label)).collect();
    match given.len() {
        0 => t(g::NO_RIGHTS).to_owned(),
        5 => t(g::ALL_RIGHTS).to_owned(),
        _ => list(given),
    }
}

#[component]
fn Edit(school: String, link: FamilyLink) -> impl IntoView {
    let id = format!("{}-{}", link.parent_id, link.child_id);
    let (parent, child) = (link.parent_id.to_string(), link.child_id.to_string());
    let names: [(&str, &dyn std::fmt::Display); 2] = [("parent", &link.parent), ("child", &link.child)];
    let drawn = RightsForm::drawn_from(link.relation, &link.occupation, link.rights);
    let rights = link.rights.each().map(|(name, label, given)| {
        view! { <Checkbox label=t(label) name=format!("form[rights][{name}]") id=format!("{name}-{id}") checked=given/> }
    });
    view! {
        <details class="family-edit" id=format!("edit-{id}")>
            <summary class="button button-quiet button-small">
                <Icon name="pencil"/> <span class="visually-hidden">{tf(g::EDIT_OF, &names)}</span>
            </summary>
            <div>
                <form method="post" action=SaveFamily::PATH class="form">
                    <input type="hidden" name="school" value=school.clone()/>
                    <input type="hidden" name="form[parent]" value=parent.clone()/>
                    <input type="hidden" name="form[child]" value=child.clone()/>
                    <input type="hidden" name="form[drawn]" value=drawn/>
                    <Select
                        label=t(g::RELATION)
                        name="form[relation]"
                        id=format!("relation-{id}")
                        options=relations()
                        selected=link.relation.text()
                    />
                    <Field
                        label=t(g::OCCUPATION)
                        name="form[occupation]"
                        id=format!("occupation-{id}")
                        value=link.occupation.clone()
                        note=t(text::common::OPTIONAL)
                        maxlength=limits::NAME
                    />
                    <fieldset>
                        <legend>{tf(g::MAY_SEE, &names)}</legend>
                        {rights.into_iter().collect_view()}
                    </fieldset>
                    <Button>{t(g::SAVE)}</Button>
                </form>
                <Ask label=t(g::UNLINK) question=tf(g::UNLINK_ASK, &names)>
                    <form method="post" action=UnlinkFamily::PATH>
                        <input type="hidden" name="school" value=school/>
                        <input type="hidden" name="parent" value=parent/>
                        <input type="hidden" name="child" value=child/>
                        <Button variant=Variant::Danger>{t(g::UNLINK_NOW)}</Button>
                    </form>
                </Ask>
            </div>
        </details>
    }
}
