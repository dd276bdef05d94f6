use model::accounts::Me;
use model::invitations::Invitation;
use model::text::invitations as i;
use server_fn::ServerFn;

use super::api::{self, AcceptInvitation, RegisterByInvitation};
use crate::pages::accounts::fields::AccountFields;
use crate::params::encode;
use crate::prelude::*;

/// The page of an invitation's link. It asks for a click: mail scanners open links, they do not send forms.
#[component]
pub fn AcceptPage() -> impl IntoView {
    let token = use_param("token");
    let data = Resource::new(move || token.get(), api::look_at_invitation);
    view! {
        <Title text=t(i::INVITED_TITLE)/>
        <section class="sheet">
            <h1>{t(i::INVITED_TITLE)}</h1>
            <Loaded of=data view=move |(invitation, me): (Option<Invitation>, Option<Me>)| {
                match invitation {
                    Some(invitation) => view! { <Letter token=token.get_untracked() invitation me/> }.into_any(),
                    None => view! { <Gone/> }.into_any(),
                }
            }/>
        </section>
    }
}

#[component]
fn Letter(token: String, invitation: Invitation, me: Option<Me>) -> impl IntoView {
    let Invitation { school, role, teacher_label, class, children, by, note, name, email } = invitation;
    let role = t(role.label_in(teacher_label));
    let as_what = match &class {
        Some(class) => tf(i::INVITED_AS_IN, &[("role", &role), ("class", class)]),
        None => tf(i::INVITED_AS, &[("role", &role)]),
    };
    let note = (!note.is_empty()).then(|| view! { <blockquote class="brief">{note}</blockquote> });
    view! {
        <div class="door">
            <p class="door-class">{school.clone()}</p>
            <p>{tf(i::INVITED_BY, &[("name", &by), ("school", &school)])}</p>
            <p>{as_what}</p>
            {children.map(|children| view! { <p>{tf(i::INVITED_FOR, &[("children", &children)])}</p> })}
        </div>
        {note}
        {match me {
            Some(me) => view! { <AcceptAs token me/> }.into_any(),
            None => view! { <AcceptNew token name email/> }.into_any(),
        }}
    }
}

#[component]
fn AcceptAs(token: String, me: Me) -> impl IntoView {
    let form = FormState::plain(AcceptInvitation::PATH);
    let said = tf(i::ACCEPT_AS, &[("name", &me.name), ("email", &me.email)]);
    view! {
        <p class="muted"><MailSentence said of=me.email/></p>
        <form method="post" action=AcceptInvitation::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name=form.name("token") value=token/>
            <Button>{t(i::ACCEPT)}</Button>
        </form>
    }
}

#[component]
fn AcceptNew(token: String, name: String, email: String) -> impl IntoView {
    let form = FormState::plain(RegisterByInvitation::PATH);
    let log_in = format!("/login?next={}", encode(&format!("/invited/{token}")));
    view! {
        <p class="sheet-more">{t(i::HAVE_ACCOUNT)} " " <A href=log_in>{t(i::LOG_IN)}</A></p>
        <form method="post" action=RegisterByInvitation::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name=form.name("token") value=token/>
            <AccountFields form name email/>
            <Button>{t(i::REGISTER)}</Button>
        </form>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <EmptyState icon="mail" title=t(i::GONE) text=t(i::GONE_HINT)>
            <LinkButton href="/login">{t(i::GONE_LOG_IN)}</LinkButton>
        </EmptyState>
    }
}
