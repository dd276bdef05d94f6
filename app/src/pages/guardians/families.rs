use model::guardians::{FamiliesPage, FamilyMember, FamilySearch, Relation};
use model::limits;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{self, LinkFamily};
use super::codes::Codes;
use super::links::Links;
use crate::prelude::*;

/// Finds parents and children, links them, and lists who is linked.
#[component]
pub fn Families() -> impl IntoView {
    let school = use_school();
    let value = |name| {
        let value = use_query_value(name);
        move || value.get().unwrap_or_default()
    };
    let (parent, child, q, page) = (value("parent"), value("child"), value("q"), value("page"));
    let search =
        Memo::new(move |_| FamilySearch { parent: parent(), child: child(), q: q(), page: page().parse().unwrap_or(1).max(1) });
    let families = Resource::new(move || (school.get(), search.get()), |(school, search)| api::show_families(school, search));
    view! {
        <Title text=t(g::FAMILIES)/>
        <Loaded of=families view=move |page: FamiliesPage| {
            let (school, search) = (school.get_untracked(), search.get_untracked());
            let FamiliesPage { links, more, parents, children, codes, may_open, may_invite, next } = page;
            view! {
                <PageHead title=t(g::FAMILIES) subtitle=t(g::FAMILIES_HINT)/>
                <div class="split">
                    <aside>
                        <Find school=school.clone() search=search.clone() parents children=children.clone()/>
                        <Codes school=school.clone() children codes next may_invite/>
                    </aside>
                    <Links school search links more may_open/>
                </div>
            }
                .into_any()
        }/>
    }
}

/// Value and label of each member, for a choice.
pub fn choices(members: Vec<FamilyMember>) -> Vec<(String, String)> {
    members.into_iter().map(|it| (it.user_id.to_string(), format!("{} ({})", it.name, it.username))).collect()
}

/// Value and label of each relation.
pub fn relations() -> Vec<(&'static str, &'static str)> {
    Relation::ALL.iter().map(|relation| (relation.text(), t(relation.label()))).collect()
}

#[component]
fn Find(school: String, search: FamilySearch, parents: Vec<FamilyMember>, children: Vec<FamilyMember>) -> impl IntoView {
    let none = [(parents.is_empty(), g::NO_PARENT_FOUND), (children.is_empty(), g::NO_CHILD_FOUND)];
    let missing = none.map(|(none, text)| none.then(|| view! { <p class="muted">{t(text)}</p> }));
    let link =
        (!parents.is_empty() && !children.is_empty()).then(|| view! { <LinkThem school=school.clone() parents children/> });
    view! {
        <section class="panel" id="link">
            <h2>{t(g::FIND)}</h2>
            <p class="muted">{t(g::FIND_HINT)}</p>
            <form method="get" action=format!("/s/{school}/guardians") class="form" role="search">
                <Field label=t(g::PARENT) name="parent" kind="search" value=search.parent hint=t(g::PARENT_HINT) maxlength=limits::NAME/>
                <Field label=t(g::CHILD) name="child" kind="search" value=search.child maxlength=limits::NAME/>
                <Button variant=Variant::Quiet icon="search">{t(g::SEARCH)}</Button>
            </form>
            {missing.into_iter().collect_view()}
            {link}
        </section>
    }
}

#[component]
fn LinkThem(school: String, parents: Vec<FamilyMember>, children: Vec<FamilyMember>) -> impl IntoView {
    let form = FormState::plain(LinkFamily::PATH);
    view! {
        <form method="post" action=LinkFamily::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name="school" value=school/>
            <Select label=t(g::PARENT) name=form.name("parent") options=choices(parents) selected=form.typed("parent") id="link-parent"/>
            <Select label=t(g::CHILD) name=form.name("child") options=choices(children) selected=form.typed("child") id="link-child"/>
            <Select label=t(g::RELATION) name=form.name("relation") options=relations() selected=form.typed("relation") id="link-relation"/>
            <Field
                label=t(g::OCCUPATION)
                name=form.name("occupation")
                id="link-occupation"
                value=form.typed("occupation")
                error=form.problem("occupation")
                note=t(text::common::OPTIONAL)
                maxlength=limits::NAME
            />
            <Button>{t(g::LINK)}</Button>
        </form>
    }
}
