use model::accounts::Me;
use model::classes::OwnRequest;
use model::text::{dashboards as d, errors as e};

use super::waiting::Waiting;
use crate::pages::accounts::api::{my_account, my_requests};
use crate::prelude::*;

/// The choice of schools, for people who are in several or in none.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let data = Resource::new(|| (), |()| async { Ok((my_account().await?, my_requests().await?)) });
    view! {
        <Title text=t(d::YOUR_SCHOOLS)/>
        <Loaded of=data view=move |(me, requests): (Me, Vec<OwnRequest>)| view! { <Schools me requests/> }.into_any()/>
    }
}

#[component]
fn Schools(me: Me, requests: Vec<OwnRequest>) -> impl IntoView {
    let empty = me.places.is_empty() && me.suspended.is_empty() && requests.is_empty();
    let closed = me.suspended.into_iter().map(|it| {
        let title = tf(d::PLACE_SUSPENDED, &[("school", &it.name)]);
        view! { <Notice tone=Tone::Warn title>{t(e::SUSPENDED_HINT)}</Notice> }
    });
    view! {
        <PageHead title=t(d::YOUR_SCHOOLS) subtitle=me.name>
            <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
            <LinkButton href="/found" icon="plus">{t(d::FOUND)}</LinkButton>
        </PageHead>
        {closed.collect_view()}
        <Waiting requests/>
        {empty.then(|| view! { <EmptyState icon="school" title=t(d::NO_SCHOOL) text=t(d::NO_SCHOOL_HINT)/> })}
        <ul class="cards">
            {me
                .places
                .into_iter()
                .map(|place| {
                    view! {
                        <li>
                            <CardLink href=format!("/s/{}", place.slug) title=place.name.clone()>
                                <p class="muted">{t(place.role_label())} " · " {place.time_zone}</p>
                            </CardLink>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
