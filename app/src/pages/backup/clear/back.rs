//! What came of a clear, and the way back.

use model::backup::cause::Cause;
use model::backup::clear::{Cleared, Failed, News, SchoolClear, Undone};
use model::backup::restore::Kind;
use model::text::{clear as c, restore as r};

use super::UNDO;
use crate::pages::backup::head::address;
use crate::pages::backup::restore::why;
use crate::prelude::*;

/// Why the last one cleared nothing.
#[component]
pub fn NotCleared(slug: String, it: Failed) -> impl IntoView {
    let about = tf(c::FAILED_TEXT, &[("what", &t(it.what.label())), ("when", &it.when)]);
    let step = tf(r::ENDED_AT, &[("step", &t(it.step.label()))]);
    // The list of backups says what was wrong with it.
    let kept = (it.cause == Cause::NoSafety).then(|| {
        view! { <p><a href=address(&slug, "/kept")>{t(c::TO_KEPT)}</a></p> }
    });
    view! {
        <section class="panel" id="failed">
            <Notice tone=Tone::Bad title=t(Kind::Clear.failed()) live=true>
                <p>{why(&it.cause)}</p>
                {kept}
                <p>{about} " " {step}</p>
            </Notice>
        </section>
    }
}

/// What was done a moment ago: brought back, or cleared, with the undo at hand.
#[component]
pub fn Told(page: SchoolClear) -> impl IntoView {
    let slug = page.school.0.clone();
    page.news().map(|news| match news {
        News::Undone(it) => {
            let told = |(came, there): (i64, i64)| {
                let (tone, title) = if came == 0 { (Tone::Info, c::NONE_MISSING) } else { (Tone::Good, c::BACK_TITLE) };
                view! {
                    <section class="panel" id="undone">
                        <Notice tone title=t(title) live=true>{came_back(came, there)}</Notice>
                    </section>
                }
            };
            it.rows.map(told).into_any()
        }
        News::Cleared(it) => {
            let it = it.clone();
            let text = tnf(c::DONE_TEXT, it.rows, &[("what", &t(it.what.label()))]);
            let kept = address(&slug, "/kept");
            view! {
                <section class="panel" id="outcome">
                    <Notice tone=Tone::Good title=t(c::DONE_TITLE) live=true>
                        <p>{text} " " <a href=kept>{t(c::TO_KEPT)}</a></p>
                        <div class="actions"><Undo slug it/></div>
                    </Notice>
                </section>
            }
            .into_any()
        }
    })
}

/// How much an undo brought, and how much was there.
fn came_back(came: i64, there: i64) -> String {
    if came == 0 {
        return t(c::CAME_BACK_NONE).to_owned();
    }
    let came = tn(c::CAME_BACK, came);
    if there == 0 { came } else { format!("{came} {}", tn(c::WERE_THERE, there)) }
}

/// What was cleared in the last days.
#[component]
pub fn Back(
    page: SchoolClear,
    /// Whether what was done last stands above, with its undo: there is no second one beside it.
    told: bool,
) -> impl IntoView {
    if page.cleared.is_empty() {
        return ().into_any();
    }
    let above = match page.news().filter(|_| told) {
        Some(News::Cleared(it)) => Some(it.id),
        _ => None,
    };
    let slug = page.school.0;
    let line = move |it: Cleared| {
        let undo = above != Some(it.id);
        view! { <Line slug=slug.clone() it undo/> }
    };
    // Whoever has a place in the school knows its zone.
    let zone = page.of_platform.then(|| view! { <p class="muted">{tf(c::TIMES, &[("zone", &page.zone)])}</p> });
    view! {
        <section class="panel" id="cleared">
            <h2>{t(c::CLEARED)}</h2>
            {zone}
            <ul class="list cleared">{page.cleared.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(slug: String, it: Cleared, undo: bool) -> impl IntoView {
    let what = t(it.what.label());
    let who = if it.by.is_empty() { t(c::BY_GONE) } else { it.by.as_str() };
    let about = tnf(c::CLEARED_LINE, it.rows, &[("who", &who), ("when", &it.when)]);
    let reason = it.reason.clone();
    // Only one that was not brought back has an undo that could bring the rest.
    let said = if it.undone.is_none() { c::RESTORED } else { c::RESTORED_AFTER };
    let restored = it.restored_since().map(|when| {
        let text = tf(said, &[("when", when)]);
        view! { <span class="meta">{text}</span> }
    });
    let undone = it.undone.clone().map(|it| view! { <span class="meta">{brought_back(&it)}</span> });
    // Of one that a restore made pointless, too: some of it may be missing still.
    let way = (undo && it.undone.is_none()).then(|| view! { <Undo slug it/> });
    view! {
        <li>
            <div>
                <span class="title">{what}</span>
                <span class="meta muted">{about}</span>
                <span class="meta muted">{reason}</span>
                {undone}
                {restored}
            </div>
            {way}
        </li>
    }
}

fn brought_back(it: &Undone) -> String {
    let when = tf(c::UNDONE, &[("when", &it.when)]);
    it.rows.map(|(came, there)| format!("{when} {}", came_back(came, there))).unwrap_or(when)
}

/// After a restore nobody is promised all of the rows: they may be there again.
fn ask(it: &Cleared) -> String {
    if it.restored_since().is_some() { t(c::UNDO_REST).to_owned() } else { tn(c::UNDO_ASK, it.rows) }
}

#[component]
fn Undo(slug: String, it: Cleared) -> impl IntoView {
    let spoken = tf(c::UNDO_SPOKEN, &[("what", &t(it.what.label())), ("when", &it.when)]);
    let until = tf(c::CLEARED_UNTIL, &[("until", &it.until)]);
    let question = ask(&it);
    view! {
        <Ask label=t(c::UNDO) spoken question small=true>
            <form method="post" action=UNDO>
                <input type="hidden" name="school" value=slug/>
                <input type="hidden" name="id" value=it.id.to_string()/>
                <p class="muted">{until}</p>
                <Button>{t(c::UNDO_NOW)}</Button>
            </form>
        </Ask>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use model::backup::clear::What;
    use model::ids::ClearId;
    use model::{At, When};

    use super::*;

    #[test]
    fn the_undo_promises_all_rows_only_where_nothing_has_brought_them_back_since() {
        let when = |at| When { at: At(at), local: String::new(), own: None };
        let it = Cleared {
            id: ClearId::new(),
            what: What::Courses,
            reason: String::new(),
            rows: 24_729,
            by: String::new(),
            when: when(1),
            until: when(9),
            fresh: false,
            undone: None,
            restored: None,
        };
        assert!(ask(&it).starts_with("24,729 rows come back"));
        let restored = Cleared { restored: Some(when(2)), ..it };
        assert!(ask(&restored).contains("only what is still missing"));
    }
}
