use model::accounts::Me;
use model::profile::photo_address;
use model::text::{accounts as a, me as m};

use crate::prelude::*;

/// A part of the own account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Profile,
    Security,
    Notifications,
    Devices,
    Schools,
}

/// Each with its title, the words it is looked for by beside that, and its address.
pub const PARTS: [(Part, Key, Key, &str); 5] = [
    (Part::Profile, m::TAB_PROFILE, m::PROFILE_WORDS, "/me"),
    (Part::Security, m::TAB_SECURITY, m::SECURITY_WORDS, "/me/security"),
    (Part::Notifications, m::TAB_NOTIFICATIONS, m::NOTIFICATIONS_WORDS, "/me/notifications"),
    (Part::Devices, m::TAB_DEVICES, m::DEVICES_WORDS, "/me/devices"),
    (Part::Schools, m::TAB_SCHOOLS, m::SCHOOLS_WORDS, "/me/schools"),
];

/// Who one is, and the way to the other parts.
#[component]
pub fn Head(me: Me, part: Part) -> impl IntoView {
    let (tone, verified) = if me.verified { (Tone::Good, a::VERIFIED) } else { (Tone::Warn, a::NOT_VERIFIED) };
    let tabs = PARTS.map(|(tab, title, _, href)| Tab::new(href, t(title), tab == part)).to_vec();
    let facts = view! { <bdi>{me.username}</bdi> <span class="me-dot">" · "</span> <MailAddress of=me.email/> }.into_any();
    view! {
        <div class="me-head">
            <Avatar name=me.name.clone() photo=photo_address(&me.photo) size=Size::Large/>
            <PageHead title=me.name facts>
                <Badge tone>{t(verified)}</Badge>
            </PageHead>
        </div>
        <Tabs label=t(m::SECTIONS) tabs/>
    }
}
