use model::accounts::Me;
use model::text::accounts as a;
use server_fn::ServerFn;

use super::api::{self, FoundSchool, RegisterByFounding};
use super::fields::{AccountFields, AsWhom, SchoolFields};
use crate::prelude::*;

/// Founding a school. On the first run it also makes the platform's admin.
#[component]
pub fn FoundPage(first: bool) -> impl IntoView {
    let data = Resource::new(
        || (),
        move |()| async move {
            if first && !api::first_run().await? {
                return Err(model::Error::NotFound);
            }
            let me = api::my_account().await.ok();
            Ok((me, api::time_zones().await?))
        },
    );
    let (title, intro) = if first { (a::FIRST_RUN_TITLE, a::FIRST_RUN_INTRO) } else { (a::FOUND_TITLE, a::FOUND_INTRO) };
    view! {
        <Title text=t(title)/>
        <Loaded of=data view=move |(me, zones): (Option<Me>, Vec<String>)| {
            view! {
                <section class="sheet sheet-wide">
                    <h1>{t(title)}</h1>
                    <p class="muted">{t(intro)}</p>
                    {match me {
                        Some(me) => view! { <FoundAs me zones/> }.into_any(),
                        None => view! { <FoundNew zones/> }.into_any(),
                    }}
                </section>
            }
                .into_any()
        }/>
    }
}

#[component]
fn FoundNew(zones: Vec<String>) -> impl IntoView {
    let form = FormState::plain(RegisterByFounding::PATH);
    view! {
        <form method="post" action=RegisterByFounding::PATH class="form form-wide">
            <FormProblem form/>
            <div class="columns">
                <fieldset>
                    <legend>{t(a::YOUR_ACCOUNT)}</legend>
                    <AccountFields form/>
                </fieldset>
                <fieldset>
                    <legend>{t(a::YOUR_SCHOOL)}</legend>
                    <SchoolFields form zones nested=true/>
                </fieldset>
            </div>
            <Button>{t(a::FOUND)}</Button>
        </form>
    }
}

#[component]
fn FoundAs(me: Me, zones: Vec<String>) -> impl IntoView {
    let form = FormState::plain(FoundSchool::PATH);
    view! {
        <AsWhom me/>
        <form method="post" action=FoundSchool::PATH class="form">
            <FormProblem form/>
            <SchoolFields form zones nested=false/>
            <Button>{t(a::FOUND)}</Button>
        </form>
    }
}
