//! What has just been done, told once. A server function says it by `caller::tell`; a small cookie carries it to the page
//! that follows, whether a browser is sent there by 303 or a script goes there by itself. It names one of the sentences
//! of [`Done`] and nothing else.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::Done;
use model::text::invitations as i;
use ui::{Notice, Tone};

use crate::caller;
use crate::mailing::mail_leaves;
use crate::params::school_of;
use crate::text::t;

/// Not `HttpOnly`: after a script's request it is the script that tells it.
pub const COOKIE: &str = "__Host-told";

/// The line that takes the cookie away.
pub const GONE: &str = "__Host-told=; Path=/; Secure; SameSite=Lax; Max-Age=0";

/// The line that sets it. What no page has told within a minute is old.
pub fn line(done: Done) -> String {
    lasting(done, 60)
}

/// The same of what may wait so many seconds for a page: nobody has asked for one.
pub fn lasting(done: Done, seconds: i64) -> String {
    format!("{COOKIE}={done}; Path=/; Secure; SameSite=Lax; Max-Age={seconds}")
}

/// What a line of cookies tells.
pub fn read(cookies: &str) -> Option<Done> {
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?.parse().ok())
}

/// What is told over the page.
#[derive(Clone, Copy)]
pub struct Telling(RwSignal<Option<Done>>);

impl Telling {
    pub fn provide() -> Telling {
        let telling = Telling(RwSignal::new(SharedValue::new(caller::told).into_inner()));
        provide_context(telling);
        telling
    }

    /// Something was done where one is, which leads nowhere.
    pub fn tell(self, done: Done) {
        self.0.set(Some(done));
    }

    /// What was told as being on its way has come to its end, which is told in its place.
    pub fn end(self, begun: &[Done], end: Option<Done>) {
        if self.0.get_untracked().is_some_and(|told| begun.contains(&told)) {
            self.0.set(end);
        }
    }
}

/// Tells it over the page. On the next page it is gone.
#[component]
pub fn Told(telling: Telling) -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let Telling(told) = telling;
    let leaves = mail_leaves();
    let say = move |done: Done| {
        let sentence = if leaves { done.sentence() } else { done.sentence_without_mail() };
        let to_links = (!leaves && done.makes_links()).then(|| {
            let href = list_of_links(&path.get_untracked());
            view! { " " <a href=href>{t(i::TO_LIST)}</a> }
        });
        view! { <Notice tone=Tone::Good>{t(sentence)} {to_links}</Notice> }
    };
    Effect::new(move |before: Option<()>| {
        // Read, not only followed: what nobody has read yet follows nothing itself.
        path.with(|_| ());
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

/// Where the links stand that are handed over where no mail leaves: on a phone the list is far below the form.
fn list_of_links(path: &str) -> String {
    let page = format!("/s/{}/invitations", school_of(path));
    // What the address says besides is kept on the page itself.
    if path == page { "#open".to_owned() } else { format!("{page}#open") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_hand_over_stand_on_the_page_itself_or_on_that_of_the_invitations() {
        assert_eq!(list_of_links("/s/alpha/invitations"), "#open");
        assert_eq!(list_of_links("/s/alpha/start/people"), "/s/alpha/invitations#open");
    }

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
