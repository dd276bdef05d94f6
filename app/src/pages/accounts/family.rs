use model::accounts::Me;
use model::guardians::Relation;
use model::limits;
use model::text::{accounts as a, guardians as g};
use server_fn::ServerFn;

use super::api::{self, JoinFamily, RegisterByFamilyCode};
use super::fields::{AccountFields, AsWhom};
use crate::params::encode;
use crate::prelude::*;

/// A parent comes with the family code of a child: with a new account, or with the one that is logged in.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let me = Resource::new(|| (), |()| async { Ok(api::my_account().await.ok()) });
    let draw = |me: Option<Me>| match me {
        Some(me) => view! { <FamilyAs me/> }.into_any(),
        None => view! { <FamilyNew/> }.into_any(),
    };
    view! {
        <Title text=t(g::FAMILY_TITLE)/>
        <section class="sheet">
            <h1>{t(g::FAMILY_TITLE)}</h1>
            <p class="muted">{t(g::FAMILY_INTRO)}</p>
            <Loaded of=me view=draw/>
        </section>
    }
}

#[component]
fn FamilyNew() -> impl IntoView {
    let form = FormState::plain(RegisterByFamilyCode::PATH);
    let code = use_query_value("code").get_untracked().unwrap_or_default();
    let back = format!("/login?next={}", encode(&format!("/family?code={}", encode(&code))));
    view! {
        <form method="post" action=RegisterByFamilyCode::PATH class="form">
            <FormProblem form/>
            <ChildFields form/>
            <AccountFields form/>
            <Button>{t(g::FAMILY_JOIN)}</Button>
        </form>
        <p class="sheet-more">{t(a::HAVE_ACCOUNT)} " " <A href=back>{t(a::LOG_IN)}</A></p>
    }
}

#[component]
fn FamilyAs(me: Me) -> impl IntoView {
    let form = FormState::plain(JoinFamily::PATH);
    view! {
        <AsWhom me/>
        <form method="post" action=JoinFamily::PATH class="form">
            <FormProblem form/>
            <ChildFields form/>
            <Button>{t(g::FAMILY_JOIN)}</Button>
        </form>
    }
}

/// The code, and what one is to the child.
#[component]
fn ChildFields(form: FormState) -> impl IntoView {
    let given = use_query_value("code").get_untracked().unwrap_or_default();
    let typed = form.typed("code");
    let relations: Vec<_> = Relation::ALL.iter().map(|relation| (relation.text(), t(relation.label()))).collect();
    view! {
        <Field
            label=t(g::FAMILY_CODE)
            name=form.name("code")
            value=if typed.is_empty() { given } else { typed }
            error=form.problem("code")
            hint=t(g::FAMILY_CODE_HINT)
            autocomplete="off"
            maxlength=20usize
            required=true
        />
        <Select label=t(g::FAMILY_RELATION) name=form.name("relation") options=relations selected=form.typed("relation")/>
        <Field
            label=t(g::OCCUPATION)
            name=form.name("occupation")
            value=form.typed("occupation")
            error=form.problem("occupation")
            note=t(text::common::OPTIONAL)
            autocomplete="organization-title"
            maxlength=limits::NAME
        />
    }
}
