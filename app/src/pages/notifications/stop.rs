use model::notifications::Stopping;
use model::text::notifications as n;
use server_fn::ServerFn;

use super::api::{StopMails as Stop, show_stopping};
use crate::prelude::*;

/// Where the address in a mail leads that stops its like: it asks once, as those who scan mails open what stands in them.
#[component]
pub fn StopMails() -> impl IntoView {
    let token = use_param("token");
    let data = Resource::new(move || token.get(), show_stopping);
    let draw = move |stopping: Option<Stopping>| match stopping {
        None => said(n::STOP_WRONG, t(n::STOP_WRONG_HINT).to_owned(), None),
        Some(Stopping { what, stopped: true }) => {
            said(n::STOPPED_TITLE, tf(n::STOPPED, &[("what", &t(what.label()))]), Some(n::STOPPED_HINT))
        }
        Some(Stopping { what, stopped: false }) => {
            let form = FormState::plain(Stop::PATH);
            view! {
                <section class="sheet">
                    <h1>{t(n::STOP_TITLE)}</h1>
                    <FormProblem form/>
                    <p>{tf(n::STOP_ASK, &[("what", &t(what.label()))])}</p>
                    <p class="muted">{t(n::STOP_HINT)}</p>
                    <form method="post" action=Stop::PATH class="form">
                        <input type="hidden" name="token" value=token.get_untracked()/>
                        <div class="form-actions">
                            <Button>{t(n::STOP)}</Button>
                        </div>
                    </form>
                </section>
            }
            .into_any()
        }
    };
    view! {
        <Title text=t(n::STOP_TITLE)/>
        <Loaded of=data view=draw/>
    }
}

fn said(title: Key, text: String, hint: Option<Key>) -> AnyView {
    view! {
        <section class="sheet">
            <h1>{t(title)}</h1>
            <p>{text}</p>
            {hint.map(|hint| view! { <p class="muted">{t(hint)}</p> })}
            <p><a href="/me/notifications">{t(n::TO_SETTINGS)}</a></p>
        </section>
    }
    .into_any()
}
