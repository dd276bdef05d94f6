use model::accounts::ResetOf;
use model::limits;
use model::text::{accounts as a, me as m};
use server_fn::ServerFn;

use super::api::{AskReset, ResetPassword, reset_link};
use crate::layout::page_is_there;
use crate::prelude::*;

/// Asking for a link.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let form = FormState::plain(AskReset::PATH);
    page_is_there();
    view! {
        <Title text=t(a::FORGOT_TITLE)/>
        <section class="sheet">
            <h1>{t(a::FORGOT_TITLE)}</h1>
            <p class="muted">{t(by_mail(a::FORGOT_INTRO, a::FORGOT_INTRO_NO_SERVER))}</p>
            <form method="post" action=AskReset::PATH class="form">
                <FormProblem form/>
                <Field
                    label=t(a::EMAIL)
                    name=form.name("email")
                    kind="email"
                    value=form.typed("email")
                    error=form.problem("email")
                    autocomplete="email"
                    required=true
                />
                <Button>{t(by_mail(a::SEND_LINK, a::MAKE_LINK))}</Button>
            </form>
            <p class="sheet-more"><A href="/login">{t(a::LOG_IN)}</A></p>
        </section>
    }
}

/// Choosing the new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = use_param("token");
    let open = Resource::new(move || token.get(), reset_link);
    let draw = move |open: Option<ResetOf>| match open {
        Some(of) => view! { <NewPassword token=token.get_untracked() of/> }.into_any(),
        None => view! { <Spent/> }.into_any(),
    };
    view! {
        <Title text=t(a::RESET_TITLE)/>
        <section class="sheet">
            <h1>{t(a::RESET_TITLE)}</h1>
            <Loaded of=open view=draw/>
        </section>
    }
}

/// The link has done its work, or is too old: there is nothing to type.
#[component]
fn Spent() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn>{t(m::LINK_SPENT)}</Notice>
        <LinkButton href="/forgot" variant=Variant::Primary>{t(m::NEW_LINK)}</LinkButton>
    }
}

#[component]
fn NewPassword(token: String, of: ResetOf) -> impl IntoView {
    let form = FormState::plain(ResetPassword::PATH);
    let ResetOf { name, username } = of;
    view! {
            <p class="muted">{tf(a::RESET_FOR, &[("name", &name), ("username", &username)])}</p>
            <form method="post" action=ResetPassword::PATH class="form">
                <FormProblem form/>
                // Browsers that keep passwords ask whose this one is.
                <input type="text" autocomplete="username" value=username hidden readonly tabindex="-1"/>
                <input type="hidden" name=form.name("token") value=token/>
                <PasswordField
                    label=t(a::NEW_PASSWORD)
                    name=form.name("password")
                    show=t(a::SHOW_TYPED)
                    hide=t(a::HIDE_TYPED)
                    error=form.problem("password")
                    hint=t(a::PASSWORD_HINT)
                    autocomplete="new-password"
                    maxlength=*limits::PASSWORD.end()
                    required=true
                />
                <Button>{t(a::SAVE_PASSWORD)}</Button>
            </form>
    }
}
