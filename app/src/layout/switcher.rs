use leptos::html::Details;
use model::accounts::Me;
use model::schools::Place;
use model::text::common;

use crate::caller;
use crate::prelude::*;

/// The name of the cookie that says which school was the last one.
pub const COOKIE: &str = "__Host-school";

/// The line that sets it, for a year.
pub fn line(slug: &str) -> String {
    format!("{COOKIE}={slug}; Path=/; Secure; SameSite=Lax; Max-Age=31536000")
}

/// The school a line of cookies names.
pub fn read(cookies: &str) -> Option<String> {
    cookies.split(';').find_map(|pair| Some(pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?.to_owned()))
}

/// The school in use with one's role there, and the way to the others. Outside of a school it names the last one, whose
/// slug is `last`.
#[component]
pub fn Switcher(me: Me, place: Memo<Option<Place>>, last: StoredValue<Option<String>>) -> impl IntoView {
    let stored = last.get_value().and_then(|slug| me.place(&slug).cloned());
    let first = stored.or_else(|| me.main_place().cloned());
    let last = Memo::new(move |before: Option<&Option<Place>>| place.get().or_else(|| before.cloned().unwrap_or(first.clone())));
    Effect::new(move || {
        if let Some(place) = place.read().as_ref() {
            caller::remember_school(&place.slug);
        }
    });
    let details = NodeRef::<Details>::new();
    let hand = use_menu(details);
    let title = move || last.get().map_or_else(|| t(common::SCHOOLS).to_owned(), |place| place.name);
    let line = move |it: Place| {
        let slug = it.slug.clone();
        let current = move || (place.read().as_ref().map(|it| it.slug.as_str()) == Some(slug.as_str())).then_some("true");
        view! {
            <li>
                <a href=format!("/s/{}", it.slug) aria-current=current>
                    <span>{it.name.clone()}</span>
                    <small>{t(it.role_label())}</small>
                </a>
            </li>
        }
    };
    view! {
        <details
            class="switcher"
            node_ref=details
            on:keydown=move |event| hand.key(&event)
            on:focusout=move |event| hand.leave(&event)
        >
            <summary title=t(common::SWITCH)>
                <span class="switcher-name">{title}</span>
                <span class="switcher-role">{move || last.get().map(|place| t(place.role_label()))}</span>
            </summary>
            <ul on:click=move |_| hand.close()>
                {me.places.into_iter().map(line).collect_view()}
                <li><a href="/schools">{t(common::ALL_SCHOOLS)}</a></li>
            </ul>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_school_is_read_among_other_cookies() {
        let line = line("accra");
        let pair = line.split(';').next().unwrap();
        assert_eq!(read(&format!("__Host-id=x; {pair}; y=z")).as_deref(), Some("accra"));
        assert_eq!(read("__Host-schools=a"), None);
        assert_eq!(read(""), None);
    }
}
