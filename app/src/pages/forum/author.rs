//! Who wrote something, as far as the reader may know.

use model::forum::Author as Told;
use model::profile::photo_address;
use model::text::forum as f;

use crate::prelude::*;

/// The name as it stands in a line.
pub fn name(author: &Told) -> String {
    if author.name.is_empty() { t(f::NO_NAME).to_owned() } else { author.name.clone() }
}

/// The face and the name; of an author without a name neither.
#[component]
pub fn Author(author: Told) -> impl IntoView {
    let shown = name(&author);
    let hidden = author.anonymous && !author.name.is_empty();
    let hidden = hidden.then(|| view! { <Badge>{t(if author.me { f::YOU_WITHOUT_NAME } else { f::WITHOUT_NAME })}</Badge> });
    let staff = author.staff.then(|| view! { <Badge tone=Tone::Info>{t(f::STAFF)}</Badge> });
    let username = Some(author.username).filter(|it| !it.is_empty());
    view! {
        <Avatar name=shown.clone() photo=photo_address(&author.photo)/>
        <span class="post-author">
            <bdi class="title">{shown}</bdi>
            {username.map(|name| view! { <span class="muted">"@" {name}</span> })}
        </span>
        {staff}
        {hidden}
    }
}
