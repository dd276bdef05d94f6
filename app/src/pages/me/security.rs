use model::accounts::Me;
use model::limits;
use model::profile::PendingEmail;
use model::text::{accounts as a, me as m};
use server_fn::ServerFn;

use super::api::{AskEmail, ChangePassword, ChangeUsername, KeepEmail, ProveEmailCode, show_security};
use super::head::{Head, Part};
use crate::pages::accounts::fields::CodeField;
use crate::prelude::*;

/// How one logs in: the password, the address, the username.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let data = Resource::new(|| (), |()| show_security());
    let draw = |(me, pending): (Me, Option<PendingEmail>)| {
        let username = me.username.clone();
        view! {
            <Head me=me.clone() part=Part::Security/>
            <div class="stack stack-wide">
                <Password username=username.clone()/>
                {match pending {
                    Some(pending) => view! { <Pending pending/> }.into_any(),
                    None => view! { <Email email=me.email/> }.into_any(),
                }}
                <Username username/>
            </div>
        }
        .into_any()
    };
    view! {
        <Title text=t(m::TAB_SECURITY)/>
        <Loaded of=data view=draw/>
    }
}

#[component]
fn Password(username: String) -> impl IntoView {
    let form = FormState::plain(ChangePassword::PATH);
    view! {
        <section class="panel" id="password">
            <h2>{t(m::CHANGE_PASSWORD)}</h2>
            <p class="muted">{t(m::CHANGE_PASSWORD_HINT)}</p>
            <form method="post" action=ChangePassword::PATH class="form">
                <FormProblem form/>
                // Browsers that keep passwords ask whose this one is.
                <input type="text" autocomplete="username" value=username hidden readonly tabindex="-1"/>
                <Present form id="password-present"/>
                <PasswordField
                    label=t(a::NEW_PASSWORD)
                    name=form.name("password")
                    id="password-new"
                    show=t(a::SHOW_TYPED)
                    hide=t(a::HIDE_TYPED)
                    error=form.problem("password")
                    hint=t(a::PASSWORD_HINT)
                    autocomplete="new-password"
                    maxlength=*limits::PASSWORD.end()
                    required=true
                />
                <div class="form-actions">
                    <Button>{t(m::CHANGE_PASSWORD)}</Button>
                </div>
            </form>
        </section>
    }
}

/// The present password, asked for by two forms of the page.
#[component]
fn Present(form: FormState, id: &'static str) -> impl IntoView {
    view! {
        <PasswordField
            label=t(m::CURRENT_PASSWORD)
            name=form.name("current_password")
            id
            show=t(a::SHOW_TYPED)
            hide=t(a::HIDE_TYPED)
            error=form.problem("current_password")
            autocomplete="current-password"
            maxlength=*limits::PASSWORD.end()
            required=true
        />
    }
}

#[component]
fn Email(email: String) -> impl IntoView {
    let form = FormState::plain(AskEmail::PATH);
    let said = tf(m::YOUR_EMAIL, &[("email", &email)]);
    view! {
        <section class="panel" id="email">
            <h2>{t(m::CHANGE_EMAIL)}</h2>
            <p class="muted"><MailSentence said of=email/></p>
            <form method="post" action=AskEmail::PATH class="form">
                <FormProblem form/>
                <Field
                    label=t(m::NEW_EMAIL)
                    name=form.name("email")
                    kind="email"
                    value=form.typed("email")
                    error=form.problem("email")
                    hint=t(by_mail(m::NEW_EMAIL_HINT, m::NEW_EMAIL_HINT_NO_SERVER))
                    autocomplete="email"
                    maxlength=limits::EMAIL
                    required=true
                />
                <Present form id="email-present"/>
                <div class="form-actions">
                    <Button>{t(by_mail(m::SEND_CODE, m::MAKE_CODE))}</Button>
                </div>
            </form>
        </section>
    }
}

/// An address that waits for its code.
#[component]
fn Pending(pending: PendingEmail) -> impl IntoView {
    let form = FormState::plain(ProveEmailCode::PATH);
    let hint = by_mail(m::EMAIL_PENDING_HINT, m::EMAIL_PENDING_HINT_NO_SERVER);
    view! {
        <section class="panel" id="email">
            <h2>{t(m::CHANGE_EMAIL)}</h2>
            <Notice tone=Tone::Info title=tf(m::EMAIL_PENDING, &[("email", &pending.email)])>
                <p>{tf(hint, &[("when", &pending.expires.local)])}</p>
            </Notice>
            <form method="post" action=ProveEmailCode::PATH class="form">
                <FormProblem form/>
                <CodeField form/>
                <div class="form-actions">
                    <Button>{t(a::VERIFY)}</Button>
                </div>
            </form>
            <form method="post" action=KeepEmail::PATH>
                <Button variant=Variant::Quiet>{t(m::KEEP_EMAIL)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Username(username: String) -> impl IntoView {
    let form = FormState::plain(ChangeUsername::PATH);
    let value = if form.refused().get_untracked() { form.typed("username") } else { username };
    view! {
        <section class="panel" id="username">
            <h2>{t(m::CHANGE_USERNAME)}</h2>
            <form method="post" action=ChangeUsername::PATH class="form">
                <FormProblem form/>
                <Field
                    label=t(a::USERNAME)
                    name=form.name("username")
                    value
                    error=form.problem("username")
                    hint=t(a::USERNAME_HINT)
                    autocomplete="username"
                    maxlength=*limits::USERNAME.end()
                    required=true
                />
                <div class="form-actions">
                    <Button>{t(m::CHANGE_USERNAME)}</Button>
                </div>
            </form>
        </section>
    }
}
