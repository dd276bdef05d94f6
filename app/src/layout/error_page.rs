use model::Error;
use model::text::{accounts, common};

use super::page_is_there;
use crate::prelude::*;

/// A refusal, said in the frame of the page: the number, what it means, what to do next.
#[component]
pub fn ErrorPage(error: Error) -> impl IntoView {
    page_is_there();
    let (title, hint) = crate::text::error(&error);
    let log_in = error == Error::Unauthorized;
    view! {
        <Title text=title/>
        <section class="error-page">
            <p class="error-status" aria-hidden="true">{error.status()}</p>
            <h1>{title}</h1>
            <p>{hint}</p>
            <p class="actions">
                {log_in.then(|| view! { <a class="button button-primary" href="/login" rel="external">{t(accounts::LOG_IN)}</a> })}
                <a class="button" href="/" rel="external">{t(common::HOME)}</a>
            </p>
        </section>
    }
}
