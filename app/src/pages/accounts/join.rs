use model::accounts::Me;
use model::text::accounts as a;
use server_fn::ServerFn;

use super::api::{self, JoinByCode, RegisterByCode};
use super::fields::{AccountFields, AsWhom};
use crate::prelude::*;

/// Joining a class: with a new account, or with the one that is logged in.
#[component]
pub fn JoinPage() -> impl IntoView {
    let me = Resource::new(|| (), |()| async { Ok(api::my_account().await.ok()) });
    let draw = |me: Option<Me>| match me {
        Some(me) => view! { <JoinAs me/> }.into_any(),
        None => view! { <JoinNew/> }.into_any(),
    };
    view! {
        <Title text=t(a::JOIN_TITLE)/>
        <section class="sheet">
            <h1>{t(a::JOIN_TITLE)}</h1>
            <p class="muted">{t(a::JOIN_INTRO)}</p>
            <Loaded of=me view=draw/>
        </section>
    }
}

#[component]
fn JoinNew() -> impl IntoView {
    let form = FormState::plain(RegisterByCode::PATH);
    view! {
        <form method="post" action=RegisterByCode::PATH class="form">
            <FormProblem form/>
            <CodeField form/>
            <AccountFields form/>
            <Button>{t(a::JOIN)}</Button>
        </form>
        <p class="sheet-more">{t(a::HAVE_ACCOUNT)} " " <A href="/login?next=/join">{t(a::LOG_IN)}</A></p>
    }
}

#[component]
fn JoinAs(me: Me) -> impl IntoView {
    let form = FormState::plain(JoinByCode::PATH);
    view! {
        <AsWhom me/>
        <form method="post" action=JoinByCode::PATH class="form">
            <FormProblem form/>
            <CodeField form/>
            <Button>{t(a::JOIN)}</Button>
        </form>
    }
}

#[component]
fn CodeField(form: FormState) -> impl IntoView {
    let given = use_query_value("code");
    let typed = form.typed("code");
    let value = if typed.is_empty() { given.get_untracked().unwrap_or_default() } else { typed };
    view! {
        <Field
            label=t(a::CODE)
            name=form.name("code")
            value
            error=form.problem("code")
            hint=t(a::CODE_HINT)
            autocomplete="off"
            maxlength=20usize
            required=true
        />
    }
}
