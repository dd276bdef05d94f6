use model::text::accounts as a;
use server_fn::ServerFn;

use super::api::LogIn;
use crate::prelude::*;

#[component]
pub fn LogInPage() -> impl IntoView {
    let form = FormState::plain(LogIn::PATH);
    let next = use_query_value("next");
    view! {
        <Title text=t(a::LOG_IN)/>
        <section class="sheet">
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
                <Field
                    label=t(a::PASSWORD)
                    name=form.name("password")
                    kind="password"
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
