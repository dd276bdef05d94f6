use model::accounts::Me;
use model::text::dashboards as d;

use crate::pages::accounts::api::my_account;
use crate::prelude::*;

/// The choice of schools, for people who are in several or in none.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let me = Resource::new(|| (), |()| my_account());
    view! {
        <Title text=t(d::YOUR_SCHOOLS)/>
        <Loaded of=me view=move |me: Me| view! { <Schools me/> }.into_any()/>
    }
}

#[component]
fn Schools(me: Me) -> impl IntoView {
    let empty = me.places.is_empty();
    view! {
        <PageHead title=t(d::YOUR_SCHOOLS) subtitle=me.name>
            <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
            <LinkButton href="/found" icon="plus">{t(d::FOUND)}</LinkButton>
        </PageHead>
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
