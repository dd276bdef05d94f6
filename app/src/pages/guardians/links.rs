use model::guardians::{FamilyLink, FamilySearch, Rights, RightsForm};
use model::limits;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{SaveFamily, UnlinkFamily};
use super::families::relations;
use crate::pages::people::PersonName;
use crate::params::encode;
use crate::prelude::*;
use crate::text::list;

/// Who is linked, by the child's name.
#[component]
pub fn Links(school: String, search: FamilySearch, links: Vec<FamilyLink>, more: bool, may_open: bool) -> impl IntoView {
    let base = format!("/s/{school}/guardians");
    let turn = |page: i64| format!("{base}?q={}&page={page}#links", encode(&search.q));
    let before = (search.page > 1)
        .then(|| view! { <LinkButton href=turn(search.page - 1) icon="arrow-left">{t(g::PREVIOUS_PAGE)}</LinkButton> });
    let after =
        more.then(|| view! { <LinkButton href=turn(search.page + 1) icon="chevron-right">{t(g::NEXT_PAGE)}</LinkButton> });
    let turns = (before.is_some() || after.is_some()).then(|| view! { <p class="actions">{before} {after}</p> });
    let list = if !links.is_empty() {
        view! {
            <ul class="list">
                {links.into_iter().map(|link| view! { <Link school=school.clone() link opens=may_open/> }).collect_view()}
            </ul>
        }
        .into_any()
    } else if search.q.is_empty() && search.page == 1 {
        view! { <EmptyState icon="users" title=t(g::NO_LINKS) text=t(g::NO_LINKS_HINT)/> }.into_any()
    } else {
        view! { <p class="muted">{t(g::NO_LINK_FOUND)}</p> }.into_any()
    };
    view! {
        <section class="panel" id="links">
            <h2>{t(g::LINKS)}</h2>
            <form method="get" action=base.clone() class="form" role="search">
                <Field label=t(g::LINKS_FILTER) name="q" kind="search" value=search.q.clone() maxlength=limits::NAME/>
                <Button variant=Variant::Quiet icon="search">{t(g::SEARCH)}</Button>
            </form>
            {list}
            {turns}
        </section>
    }
}

#[component]
fn Link(school: String, link: FamilyLink, opens: bool) -> impl IntoView {
    let relation = tf(g::RELATION_OF, &[("relation", &t(link.relation.label())), ("child", &link.child)]);
    let meta = if link.occupation.is_empty() { relation } else { format!("{relation} · {}", link.occupation) };
    view! {
        <li class="family-link">
            <Avatar name=link.parent.clone()/>
            <div>
                <PersonName base=format!("/s/{school}") id=link.parent_id name=link.parent.clone() opens/>
                <span class="meta muted">{meta}</span>
                <span class="meta">{summary(link.rights)}</span>
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
