//! The emoji, to choose one from: for what one writes, or as a sign under a message.

use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Input, Textarea};
use model::ids::MessageId;
use model::text::chat as c;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::calling::put;
use super::desk::{Desk, mark};
use super::emoji::{Known, Stock, groups};
use super::keys::composes;
use crate::prelude::*;
use crate::screen::{focus_in_place, right_to_left, tell};

/// Emoji in a row; style/pages/_emoji.scss draws as many.
const COLUMNS: usize = 7;

/// What one is chosen for.
#[derive(Clone, Copy)]
pub enum ChosenFor {
    Pen(NodeRef<Textarea>),
    /// With its number, and whether it stands in a thread.
    Message(MessageId, i64, bool),
}

/// The way to them from the pen.
#[component]
pub fn PickEmoji(desk: Desk, field: NodeRef<Textarea>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button button-quiet button-icon emoji-open"
            aria-haspopup="dialog"
            aria-label=t(c::ADD_EMOJI)
            title=t(c::ADD_EMOJI)
            on:click=move |_| desk.choosing.set(Some(ChosenFor::Pen(field)))
        >
            <Icon name="smile"/>
        </button>
    }
}

/// The same from a message.
#[component]
pub fn PickSign(desk: Desk, id: MessageId, seq: i64) -> impl IntoView {
    view! {
        <button
            type="button"
            class="reaction emoji-open"
            aria-haspopup="dialog"
            aria-label=t(c::REACT_OTHER)
            title=t(c::REACT_OTHER)
            on:click=move |_| desk.choosing.set(Some(ChosenFor::Message(id, seq, desk.thread.is_some())))
        >
            <Icon name="smile"/>
        </button>
    }
}

/// The choice itself, over the page.
#[component]
pub fn Picker(desk: Desk) -> impl IntoView {
    let (dialog, search) = (NodeRef::<Dialog>::new(), NodeRef::<Input>::new());
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let keyboard = has_keyboard();
    let is_open = Memo::new(move |_| desk.choosing.with(Option::is_some));
    // Drawn as long as it is open.
    let shown = Memo::new(move |_| {
        desk.emoji.0.with(|stock| match stock {
            Stock::Here(all) if is_open.get() => typed.with(|typed| groups(all, typed)),
            _ => Vec::new(),
        })
    });
    Effect::new(move || {
        if let Some(dialog) = dialog.get().filter(|dialog| is_open.get() && !dialog.open()) {
            desk.emoji.ask(desk.school.get_value(), || ());
            // Refused only for an element outside the document.
            let _ = dialog.show_modal();
        }
    });
    let take = move |sign: String| {
        match desk.choosing.get_untracked() {
            Some(ChosenFor::Pen(field)) => put_in(field, &sign),
            Some(ChosenFor::Message(id, ..)) => desk.react(id, sign, true),
            None => {}
        }
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // However it was closed: who chose goes on where they were.
    let closed = move |_| {
        let purpose = desk.choosing.get_untracked();
        desk.choosing.set(None);
        typed.set(String::new());
        at.set(0);
        match purpose {
            Some(ChosenFor::Pen(field)) => {
                // There may be none by now: then to the messages.
                match field.try_get_untracked().flatten() {
                    Some(field) => drop(field.focus()),
                    None => desk.to_talk(),
                }
            }
            Some(ChosenFor::Message(_, seq, in_thread)) => back_to(desk, &mark(seq, in_thread)),
            None => {}
        }
    };
    let go = move |to: usize| {
        at.set(to);
        if let Some(sign) = document().get_element_by_id(&id_of(to)).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = sign.focus();
        }
    };
    let first = move || shown.with_untracked(|shown| shown.first().and_then(|(_, all)| all.first()).map(|it| it.sign.clone()));
    let search_key = move |event: KeyboardEvent| match event.key().as_str() {
        _ if composes(&event) => {}
        "ArrowDown" => {
            event.prevent_default();
            go(0);
        }
        "Enter" => {
            event.prevent_default();
            if let Some(sign) = first() {
                take(sign);
            }
        }
        _ => {}
    };
    let grid_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let sizes = shown.with_untracked(|shown| shown.iter().map(|(_, all)| all.len()).collect::<Vec<_>>());
        let now = at.get_untracked();
        if let Some(to) = led(&event.key(), now, &sizes, right_to_left()) {
            event.prevent_default();
            go(to);
        } else if event.key() == "ArrowUp"
            && let Some(search) = search.get_untracked()
        {
            event.prevent_default();
            let _ = search.focus();
        }
    };
    let grids = move || {
        let mut nth = 0;
        let grid = |(group, all): (model::chat::emoji::Group, Vec<Known>)| {
            let title_id = format!("emoji-{group}");
            let rows = all.chunks(COLUMNS).map(|row| {
                let cells = row.iter().map(|it| {
                    let cell = cell(it.clone(), nth, at, take);
                    nth += 1;
                    cell
                });
                view! { <div role="row" class="emoji-row">{cells.collect_view()}</div> }
            });
            view! {
                <h3 id=title_id.clone()>{t(group.label())}</h3>
                <div role="grid" aria-labelledby=title_id>{rows.collect_view()}</div>
            }
        };
        shown.get().into_iter().map(grid).collect_view()
    };
    let said = move || {
        desk.emoji.0.with(|stock| match stock {
            Stock::Unasked | Stock::Asked => Some(t(c::EMOJI_LOADING)),
            Stock::Failed => Some(t(c::EMOJI_FAILED)),
            Stock::Here(_) => shown.with(Vec::is_empty).then(|| t(c::EMOJI_NONE)),
        })
    };
    let title = move || match desk.choosing.get() {
        Some(ChosenFor::Message(..)) => t(c::REACT_OTHER),
        Some(ChosenFor::Pen(_)) | None => t(c::EMOJI),
    };
    view! {
        <dialog class="emoji" node_ref=dialog aria-labelledby="emoji-title" on:close=closed>
            <div class="emoji-sheet">
                <header>
                    <h2 id="emoji-title">{title}</h2>
                    <form method="dialog">
                        <Button variant=Variant::Quiet icon="x" label=t(c::CLOSE)/>
                    </form>
                </header>
                <input
                    class="input"
                    type="text"
                    role="searchbox"
                    aria-label=t(c::EMOJI_SEARCH)
                    placeholder=t(c::EMOJI_SEARCH)
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="done"
                    // Under a finger the emoji come first, not the keyboard.
                    autofocus=move || keyboard.get()
                    node_ref=search
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        at.set(0);
                    }
                    on:keydown=search_key
                />
                <div class="emoji-grids" on:keydown=grid_key>{grids}</div>
                <p class="muted" role="status">{move || is_open.get().then(said).flatten()}</p>
            </div>
        </dialog>
    }
}

fn id_of(nth: usize) -> String {
    format!("emoji-{nth}")
}

/// One of them. The key Tab finds the one that the arrows were at.
fn cell(known: Known, nth: usize, at: RwSignal<usize>, take: impl Fn(String) + Copy + Send + Sync + 'static) -> AnyView {
    let Known { sign, name, .. } = known;
    let chosen = sign.clone();
    view! {
        <span role="gridcell">
            <button
                type="button"
                id=id_of(nth)
                tabindex=move || if at.get() == nth { "0" } else { "-1" }
                aria-label=name.clone()
                title=name
                on:click=move |_| take(chosen.clone())
            >
                <span class="emoji-sign" aria-hidden="true">{sign}</span>
            </button>
        </span>
    }
    .into_any()
}

/// Puts one where the caret is, or in the place of what is marked.
fn put_in(field: NodeRef<Textarea>, sign: &str) {
    let Some(field) = field.try_get_untracked().flatten() else { return };
    let end = field.selection_end().ok().flatten().unwrap_or(u32::MAX);
    let start = field.selection_start().ok().flatten().unwrap_or(end);
    let (text, caret) = put(&field.value(), &(start..end), sign);
    field.set_value(&text);
    let _ = field.set_selection_range(caret, caret);
    tell(&field, "input");
}

/// To what is done with the message, else to the messages.
fn back_to(desk: Desk, mark: &str) {
    let acts = document().query_selector(&format!("#{mark} .message-acts summary")).ok().flatten();
    if let Some(acts) = acts.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        focus_in_place(&acts);
    } else if let Some(list) = desk.scroll.list.get_untracked() {
        focus_in_place(&list);
    }
}

/// Where a key leads in grids that stand under each other, of so many each.
fn led(key: &str, at: usize, sizes: &[usize], right_to_left: bool) -> Option<usize> {
    let last = sizes.iter().sum::<usize>().checked_sub(1)?;
    let at = at.min(last);
    // The grid one is in: where it begins, and its place among them.
    let (mut start, mut nth) = (0, 0);
    while at >= start + sizes[nth] {
        start += sizes[nth];
        nth += 1;
    }
    let (size, within) = (sizes[nth], at - start);
    let (row, column) = (within / COLUMNS, within % COLUMNS);
    let rows = size.div_ceil(COLUMNS);
    match key {
        "ArrowRight" if !right_to_left => Some(at + 1).filter(|to| *to <= last),
        "ArrowLeft" if right_to_left => Some(at + 1).filter(|to| *to <= last),
        "ArrowLeft" | "ArrowRight" => at.checked_sub(1),
        "Home" => Some(start + row * COLUMNS),
        "End" => Some(start + (row * COLUMNS + COLUMNS).min(size) - 1),
        "ArrowDown" if row + 1 < rows => Some(start + (within + COLUMNS).min(size - 1)),
        "ArrowDown" | "PageDown" => sizes.get(nth + 1).map(|next| start + size + column.min(next - 1)),
        "ArrowUp" if row > 0 => Some(at - COLUMNS),
        "ArrowUp" => {
            let before = sizes[..nth].last()?;
            let foot = (before - 1) / COLUMNS * COLUMNS;
            Some(start - before + (foot + column).min(before - 1))
        }
        "PageUp" => sizes[..nth].last().map(|before| start - before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::led;

    #[test]
    fn the_arrows_go_through_the_rows_and_from_one_grid_to_the_next() {
        // 0-6 7-9 | 10-16 17-23 | 24
        let to = |key: &str, at: usize| led(key, at, &[10, 14, 1], false);
        assert_eq!((to("ArrowRight", 6), to("ArrowLeft", 10)), (Some(7), Some(9)));
        assert_eq!((to("ArrowRight", 24), to("ArrowLeft", 0)), (None, None));
        assert_eq!((to("ArrowDown", 2), to("ArrowDown", 5)), (Some(9), Some(9)), "a row that is shorter");
        assert_eq!((to("ArrowDown", 8), to("ArrowDown", 20), to("ArrowDown", 24)), (Some(11), Some(24), None));
        assert_eq!((to("ArrowUp", 9), to("ArrowUp", 11), to("ArrowUp", 15)), (Some(2), Some(8), Some(9)));
        assert_eq!((to("ArrowUp", 24), to("ArrowUp", 3)), (Some(17), None), "from the first row to the search");
        assert_eq!((to("Home", 9), to("End", 7), to("End", 12)), (Some(7), Some(9), Some(16)));
        assert_eq!((to("PageDown", 8), to("PageUp", 20), to("PageUp", 0)), (Some(11), Some(0), None));
        assert_eq!(to("a", 0), None);
    }

    #[test]
    fn from_right_to_left_the_arrows_are_turned_and_nothing_is_nowhere() {
        assert_eq!((led("ArrowLeft", 0, &[3], true), led("ArrowRight", 0, &[3], true)), (Some(1), None));
        assert_eq!((led("ArrowDown", 0, &[], false), led("ArrowRight", 9, &[3], false)), (None, None));
    }
}
