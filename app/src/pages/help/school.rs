use model::accounts::Me;
use model::help::{about, chapters};
use model::schools::Place;
use model::text::help as h;

use super::tasks::Tasks;
use crate::pages::accounts::api::my_account;
use crate::prelude::*;

/// What the reader can do in a school, with the way to each page.
#[component]
pub fn SchoolHelp() -> impl IntoView {
    let school = use_school();
    let place = Resource::new(
        move || school.get(),
        |school| async move {
            let me: Me = my_account().await?;
            me.place(&school).cloned().ok_or(model::Error::NotFound)
        },
    );
    view! { <Loaded of=place view=|place: Place| view! { <Of place/> }.into_any()/> }
}

#[component]
fn Of(place: Place) -> impl IntoView {
    let title = tf(h::FOR_ROLE, &[("role", &t(place.role_label()))]);
    view! {
        <Title text=title.clone()/>
        <PageHead title subtitle=t(about(place.role))>
            <LinkButton href="/help">{t(h::ALL_ROLES)}</LinkButton>
        </PageHead>
        <Tasks chapters=chapters(place.permissions, place.features) base=Some(format!("/s/{}", place.slug))/>
    }
}
