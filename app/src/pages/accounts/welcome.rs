use model::text::accounts as a;

use super::api;
use crate::prelude::*;

/// The start for strangers; people who are logged in and the very first run are sent on.
#[component]
pub fn Welcome() -> impl IntoView {
    let start = Resource::new(|| (), |()| api::start());
    view! {
        <Loaded of=start view={|_: Option<String>| {
            view! {
                <Title text=t(text::common::TAGLINE)/>
                <section class="hero">
                    <h1>{t(text::common::TAGLINE)}</h1>
                    <p>{t(a::WELCOME)}</p>
                    <ul class="choices">
                        <li>
                            <A href="/join" attr:class="choice">
                                <Icon name="key"/>
                                <strong>{t(a::WELCOME_JOIN)}</strong>
                                <span>{t(a::WELCOME_JOIN_HINT)}</span>
                            </A>
                        </li>
                        <li>
                            <A href="/family" attr:class="choice">
                                <Icon name="user"/>
                                <strong>{t(a::WELCOME_FAMILY)}</strong>
                                <span>{t(a::WELCOME_FAMILY_HINT)}</span>
                            </A>
                        </li>
                        <li>
                            <A href="/found" attr:class="choice">
                                <Icon name="school"/>
                                <strong>{t(a::WELCOME_FOUND)}</strong>
                                <span>{t(a::WELCOME_FOUND_HINT)}</span>
                            </A>
                        </li>
                    </ul>
                </section>
            }
                .into_any()
        }}/>
    }
}
