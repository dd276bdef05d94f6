use model::guardians::{FamiliesPage, FamilyMember, FamilySearch, FamilySide, Relation};
use model::limits;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{self, LinkFamily, MakeFamilyCode};
use super::codes::Codes;
use super::links::Links;
use super::member_field::MemberField;
use crate::prelude::*;

/// Brings parents to students, by a family code or by linking two accounts, and lists the families.
#[component]
pub fn Families() -> impl IntoView {
    let school = use_school();
    let value = |name| {
        let value = use_query_value(name);
        move || value.get().unwrap_or_default()
    };
    let (q, page) = (value("q"), value("page"));
    // A form that did not say who is meant comes back with those who may be; one comes back at a time.
    let (link, code) = (FormState::plain(LinkFamily::PATH), FormState::plain(MakeFamilyCode::PATH));
    let parent = link.typed(FamilySide::Parent.words());
    let child = [link, code].map(|form| form.typed(FamilySide::Child.words())).concat();
    let search = Memo::new(move |_| FamilySearch {
        parent: parent.clone(),
        child: child.clone(),
        q: q(),
        page: page().parse().unwrap_or(1).max(1),
    });
    let families = Resource::new(move || (school.get(), search.get()), |(school, search)| api::show_families(school, search));
    view! {
        <Title text=t(g::FAMILIES)/>
        <Loaded of=families view=move |page: FamiliesPage| {
            let (school, search) = (school.get_untracked(), search.get_untracked());
            let FamiliesPage { links, more, parents, children, codes, may_open, may_invite, next } = page;
            // Those who fit one form's words are no offer in another.
            let offered = |words: &str| if words == search.child { children.clone() } else { Vec::new() };
            let (for_link, for_code) =
                (offered(&link.typed(FamilySide::Child.words())), offered(&code.typed(FamilySide::Child.words())));
            let for_invitation = may_invite.then(|| offered(""));
            let nobody = children.is_empty() && search.child.is_empty();
            let forms = (!nobody).then(|| view! { <LinkThem school=school.clone() form=link parents children=for_link/> });
            view! {
                <PageHead title=t(g::FAMILIES) subtitle=t(g::FAMILIES_HINT)/>
                <div class="split">
                    <aside>
                        <Codes school=school.clone() form=code children=for_code for_invitation codes next nobody/>
                        {forms}
                    </aside>
                    <Links school search links more may_open may_invite next nobody/>
                </div>
            }
                .into_any()
        }/>
    }
}

/// Value and label of each relation.
pub fn relations() -> Vec<(&'static str, &'static str)> {
    Relation::ALL.iter().map(|relation| (relation.text(), t(relation.label()))).collect()
}

#[component]
fn LinkThem(school: String, form: FormState, parents: Vec<FamilyMember>, children: Vec<FamilyMember>) -> impl IntoView {
    let relations: Vec<_> = std::iter::once(("", t(g::CHOOSE_RELATION))).chain(relations()).collect();
    let field = |side: FamilySide, label: Key, id: &'static str, members: Vec<FamilyMember>| {
        view! {
            <MemberField
                school=school.clone()
                side
                label
                name=form.name(side.text())
                words=form.name(side.words())
                id
                members
                typed=(form.typed(side.text()), form.typed(side.words()))
                error=form.problem(side.text())
            />
        }
    };
    view! {
        <section class="panel" id="link">
            <h2>{t(g::FIND)}</h2>
            <p class="muted">{t(g::FIND_HINT)}</p>
            <form method="post" action=LinkFamily::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school.clone()/>
                {field(FamilySide::Parent, g::PARENT, "link-parent", parents)}
                {field(FamilySide::Child, g::STUDENT, "link-child", children)}
                <Select
                    label=t(g::RELATION)
                    name=form.name("relation")
                    options=relations
                    selected=form.typed("relation")
                    id="link-relation"
                    error=form.problem("relation")
                    required=true
                />
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
        </section>
    }
}
