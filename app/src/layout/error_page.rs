use leptos_router::hooks::use_location;
use model::Error;
use model::text::{accounts, common, errors};

use super::page_is_there;
use super::places::OwnSchools;
use crate::params::{address, log_in_before, school_of};
use crate::prelude::*;

/// A refusal, said in the frame of the page: the number, what it means, what to do next.
#[component]
pub fn ErrorPage(error: Error) -> impl IntoView {
    page_is_there();
    let (title, hint) = crate::text::error(&error);
    let (path, search) = (use_location().pathname, use_location().search);
    // Told the same where there is no such school.
    let outside =
        error == Error::NotFound && use_context::<OwnSchools>().is_some_and(|own| own.lack(school_of(&path.read_untracked())));
    let hint = if outside { t(errors::NO_PLACE_HINT).to_owned() } else { hint };
    let log_in =
        (error == Error::Unauthorized).then(|| log_in_before(&address(&path.read_untracked(), &search.read_untracked())));
    view! {
        <Title text=title/>
        <section class="error-page">
            <p class="error-status" aria-hidden="true">{error.status()}</p>
            <h1>{title}</h1>
            <p>{hint}</p>
            <p class="actions">
                {log_in.map(|href| view! { <a class="button button-primary" href=href rel="external">{t(accounts::LOG_IN)}</a> })}
                <a class="button" href="/" rel="external">{t(common::HOME)}</a>
            </p>
        </section>
    }
}
