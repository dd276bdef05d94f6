use model::accounts::Me;
use model::text::{accounts as a, guardians as g, me as m};
use server_fn::ServerFn;

use super::api::{self, MailRegistrationAgain, ProveRegistration, VerifyAgain, VerifyCode, VerifyLink};
use super::fields::CodeField;
use crate::prelude::*;

/// Typing the code of the mail.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let data = Resource::new(|| (), |()| api::show_verify());
    view! {
        <Title text=t(a::VERIFY_TITLE)/>
        <Loaded of=data view=|(me, sends): (Me, bool)| view! { <VerifySheet me sends/> }.into_any()/>
    }
}

#[component]
fn VerifySheet(me: Me, sends: bool) -> impl IntoView {
    let form = FormState::plain(VerifyCode::PATH);
    if me.verified {
        return view! {
            <section class="sheet">
                <h1>{t(a::VERIFY_TITLE)}</h1>
                <Notice tone=Tone::Good>{t(a::VERIFIED)}</Notice>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="sheet">
            <h1>{t(a::VERIFY_TITLE)}</h1>
            {match sends {
                true => {
                    let said = tf(a::VERIFY_INTRO, &[("email", &me.email)]);
                    view! { <p class="muted"><MailSentence said of=me.email/></p> }.into_any()
                }
                false => view! { <NoMail admin=me.is_platform_admin()/> }.into_any(),
            }}
            <form method="post" action=VerifyCode::PATH class="form">
                <FormProblem form/>
                <CodeField form/>
                <Button>{t(a::VERIFY)}</Button>
            </form>
            <form method="post" action=VerifyAgain::PATH class="sheet-more">
                <Button variant=Variant::Quiet>{t(if sends { a::VERIFY_AGAIN } else { a::VERIFY_NEW })}</Button>
            </form>
        </section>
    }
    .into_any()
}

/// Where no mail server is set up: where the mail is instead.
#[component]
fn NoMail(admin: bool) -> impl IntoView {
    match admin {
        true => view! { <Notice tone=Tone::Warn>{t(m::NO_MAIL_ADMIN)} " " <A href="/admin/mails">{t(m::OUTBOX)}</A></Notice> }
            .into_any(),
        false => view! { <Notice tone=Tone::Warn>{t(m::NO_MAIL)}</Notice> }.into_any(),
    }
}

/// The link of the mail. It asks for a click: mail scanners open links, they do not send forms.
#[component]
pub fn VerifyLinkPage() -> impl IntoView {
    let form = FormState::plain(VerifyLink::PATH);
    let token = use_param("token");
    view! {
        <Title text=t(a::VERIFY_TITLE)/>
        <section class="sheet">
            <h1>{t(a::VERIFY_TITLE)}</h1>
            <p class="muted">{t(a::VERIFY_LINK_INTRO)}</p>
            <form method="post" action=VerifyLink::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name=form.name("token") value=move || token.get()/>
                <Button>{t(a::VERIFY)}</Button>
            </form>
        </section>
    }
}

/// Said after a registration whose mail must first be read, whether the address has an account or not.
#[component]
pub fn CheckMail() -> impl IntoView {
    let data = Resource::new(|| (), |()| api::awaits_mail());
    view! {
        <Title text=t(a::CHECK_MAIL_TITLE)/>
        <Loaded of=data view=|waits: bool| view! { <CheckMailSheet waits/> }.into_any()/>
    }
}

#[component]
fn CheckMailSheet(waits: bool) -> impl IntoView {
    let form = FormState::plain(ProveRegistration::PATH);
    let again = FormState::plain(MailRegistrationAgain::PATH);
    view! {
        <section class="sheet">
            <h1>{t(a::CHECK_MAIL_TITLE)}</h1>
            {match waits {
                true => view! { <p>{t(a::CHECK_MAIL)}</p> <RegistrationCode form again/> }.into_any(),
                false => view! { <NothingWaits form again/> }.into_any(),
            }}
            <p class="sheet-more"><A href="/login">{t(a::LOG_IN)}</A></p>
        </section>
    }
}

/// What there is to do where this browser has no registration that a code could finish: it never had one, or it is over,
/// which the forms were told.
#[component]
fn NothingWaits(form: FormState, again: FormState) -> impl IntoView {
    let over = form.refused().get_untracked() || again.refused().get_untracked();
    view! {
        {(!over).then(|| view! { <p>{t(a::CHECK_MAIL)}</p> })}
        <FormProblem form alone=true/>
        <FormProblem form=again alone=true/>
        <p class="sheet-more">
            {t(a::SIGN_UP_ANEW)} " " <A href="/join">{t(a::JOIN_TITLE)}</A> " · "
            <A href="/family">{t(g::FAMILY_TITLE)}</A> " · " <A href="/found">{t(a::FOUND_TITLE)}</A>
        </p>
    }
}

/// Typing the code that finishes a registration.
#[component]
fn RegistrationCode(form: FormState, again: FormState) -> impl IntoView {
    view! {
        <p class="muted">{t(a::CHECK_MAIL_CODE)}</p>
        <form method="post" action=ProveRegistration::PATH class="form">
            <FormProblem form/>
            <CodeField form/>
            <Button>{t(a::VERIFY)}</Button>
        </form>
        <FormProblem form=again alone=true/>
        <form method="post" action=MailRegistrationAgain::PATH class="sheet-more">
            <Button variant=Variant::Quiet>{t(a::VERIFY_AGAIN)}</Button>
        </form>
    }
}
