use model::dashboards::MemberBoard;
use model::text::dashboards as d;

use super::lists::{Classes, Newest};
use crate::prelude::*;

/// For roles whose own work comes with later features.
#[component]
pub fn MemberView(base: String, board: MemberBoard) -> impl IntoView {
    let MemberBoard { classes, newest } = board;
    let people = !newest.is_empty();
    view! {
        <Notice tone=Tone::Info>{t(d::WELCOME_MEMBER)}</Notice>
        <div class="panels">
            <section class="panel" id="classes">
                <header>
                    <h2>{t(d::CLASSES)}</h2>
                    <A href="/join">{t(d::JOIN)}</A>
                </header>
                {if classes.is_empty() {
                    view! { <p class="muted">{t(d::NO_CLASSES)}</p> }.into_any()
                } else {
                    view! { <Classes base classes/> }.into_any()
                }}
            </section>
            {people.then(|| view! { <Newest people=newest/> })}
        </div>
    }
}
