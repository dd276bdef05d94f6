//! That something was cleared and can be brought back: said where one would wonder what became of it.

use model::backup::clear::Cleared;
use model::text::clear as c;

use crate::prelude::*;

/// `href` is where it is brought back.
#[component]
pub fn Gone(href: String, cleared: Vec<Cleared>) -> impl IntoView {
    let line = |it: Cleared| {
        let who = if it.by.is_empty() { t(c::BY_GONE) } else { it.by.as_str() };
        let what = t(it.what.label());
        let said = tf(c::GONE_LINE, &[("what", &what), ("who", &who), ("when", &it.when), ("until", &it.until)]);
        view! { <p>{said}</p> }
    };
    (!cleared.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warn title=t(c::GONE)>
                {cleared.into_iter().map(line).collect_view()}
                <p><a href=href>{t(c::TO_GONE)}</a></p>
            </Notice>
        }
    })
}
