use model::text::{accounts as a, me as m};
use server_fn::ServerFn;

use super::api::ProveEmailLink;
use crate::prelude::*;

/// The link in the mail to a new address. It asks for a click: mail scanners open links, they do not send forms.
#[component]
pub fn EmailLinkPage() -> impl IntoView {
    let form = FormState::plain(ProveEmailLink::PATH);
    let token = use_param("token");
    view! {
        <Title text=t(m::EMAIL_LINK_TITLE)/>
        <section class="sheet">
            <h1>{t(m::EMAIL_LINK_TITLE)}</h1>
            <p class="muted">{t(m::EMAIL_LINK_INTRO)}</p>
            <form method="post" action=ProveEmailLink::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name=form.name("token") value=move || token.get()/>
                <Button>{t(a::VERIFY)}</Button>
            </form>
        </section>
    }
}
