use model::settings::brand::{Face, logo_path};
use model::text::accounts as a;
use server_fn::ServerFn;

use super::api::{self, LogIn};
use crate::prelude::*;

#[component]
pub fn LogInPage() -> impl IntoView {
    let door = Resource::new(|| (), |()| api::front_door());
    view! {
        <Title text=t(a::LOG_IN)/>
        <Loaded of=door view={|door: Option<Face>| view! { <Sheet door/> }.into_any()}/>
    }
}

#[component]
fn Sheet(door: Option<Face>) -> impl IntoView {
    let form = FormState::plain(LogIn::PATH);
    let next = use_query_value("next");
    let school = door.map(|face| {
        let logo = (!face.logo.is_empty()).then(|| view! { <img src=logo_path(&face.slug, &face.logo) alt=""/> });
        view! { <p class="door">{logo} <strong>{face.name}</strong></p> }
    });
    view! {
        <section class="sheet">
            {school}
            <h1>{t(a::LOG_IN_TITLE)}</h1>
            <form method="post" action=LogIn::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name=form.name("next") value=move || next.get().unwrap_or_default()/>
                <Field
                    label=t(a::LOG_IN_NAME)
                    name=form.name("log_in")
                    value=form.typed("log_in")
                    error=form.problem("log_in")
                    autocomplete="username"
                    required=true
                />
                <PasswordField
                    label=t(a::PASSWORD)
                    name=form.name("password")
                    show=t(a::SHOW_TYPED)
                    hide=t(a::HIDE_TYPED)
                    error=form.problem("password")
                    autocomplete="current-password"
                    required=true
                />
                <Checkbox label=t(a::REMEMBER) name=form.name("remember") value="true"/>
                <Button>{t(a::LOG_IN)}</Button>
            </form>
            <p class="sheet-more"><A href="/forgot">{t(a::FORGOT)}</A></p>
            <p class="sheet-more">{t(a::NO_ACCOUNT)} " " <A href="/join">{t(a::JOIN_TITLE)}</A> " · " <A href="/found">{t(a::FOUND_TITLE)}</A></p>
        </section>
    }
}
