//! What has just been done, told once. A server function says it by `caller::tell`; a small cookie carries it to the page
//! that follows, whether a browser is sent there by 303 or a script goes there by itself. It names one of the sentences
//! of [`Done`] and nothing else.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::Done;
use ui::{Notice, Tone};

use crate::caller;
use crate::mailing::mail_leaves;
use crate::text::t;

/// Not `HttpOnly`: after a script's request it is the script that tells it.
pub const COOKIE: &str = "__Host-told";

/// The line that takes the cookie away.
pub const GONE: &str = "__Host-told=; Path=/; Secure; SameSite=Lax; Max-Age=0";

/// The line that sets it. What no page has told within a minute is old.
pub fn line(done: Done) -> String {
    format!("{COOKIE}={done}; Path=/; Secure; SameSite=Lax; Max-Age=60")
}

/// What a line of cookies tells.
pub fn read(cookies: &str) -> Option<Done> {
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?.parse().ok())
}

/// Tells it over the page. On the next page it is gone.
#[component]
pub fn Told() -> impl IntoView {
    let location = use_location();
    let told = RwSignal::new(SharedValue::new(caller::told).into_inner());
    let leaves = mail_leaves();
    let say = move |done: Done| {
        let sentence = if leaves { done.sentence() } else { done.sentence_without_mail() };
        view! { <Notice tone=Tone::Good>{t(sentence)}</Notice> }
    };
    Effect::new(move |before: Option<()>| {
        // Read, not only followed: what nobody has read yet follows nothing itself.
        location.pathname.with(|_| ());
        location.search.with(|_| ());
        // What the server wrote stands until one goes on.
        if before.is_some() {
            told.set(caller::told());
        }
    });
    view! {
        <div role="status" class="told">
            {move || told.get().map(say)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_tells_what_it_was_given_and_nothing_of_its_own() {
        for done in Done::ALL {
            let pair = line(*done).split(';').next().map(str::to_owned).unwrap_or_default();
            assert_eq!(read(&format!("theme=dark; {pair}; other=1")), Some(*done));
        }
        for odd in ["", "__Host-told=", "__Host-told=<b>you won</b>", "x__Host-told=class_made", "told=class_made"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
