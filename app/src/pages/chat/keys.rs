//! What a key asks of the pen. Where there are keys Enter sends and Shift makes a line of it; under a finger Enter is the only
//! way to another line, and the button sends.

use leptos::ev::KeyboardEvent;

/// What browsers say of each key while a word is composed: Safari tells of the Enter that ends it in no other way.
const COMPOSING: u32 = 229;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Send,
    /// Out of answering or editing.
    Leave,
    /// To what one said last, in a field that is empty.
    EditLast,
}

/// A key, with what is held beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Pressed {
    /// Makes another line of Enter.
    shift: bool,
    /// Ctrl or Cmd: sends wherever one is.
    command: bool,
    /// A word is being composed (Japanese, Chinese and others): Enter chooses it, Escape drops it.
    composes: bool,
}

pub fn wish(event: &KeyboardEvent, keyboard: bool) -> Option<Wish> {
    let pressed = Pressed {
        shift: event.shift_key() || event.alt_key(),
        command: event.ctrl_key() || event.meta_key(),
        composes: composes(event),
    };
    asked(&event.key(), pressed, keyboard)
}

pub fn composes(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

fn asked(key: &str, Pressed { shift, command, composes }: Pressed, keyboard: bool) -> Option<Wish> {
    match key {
        _ if composes => None,
        "Enter" => (command || keyboard && !shift).then_some(Wish::Send),
        "Escape" => Some(Wish::Leave),
        "ArrowUp" => (!shift && !command).then_some(Wish::EditLast),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_sends_where_there_are_keys_and_is_a_line_under_a_finger() {
        let bare = Pressed::default();
        let (shift, command) = (Pressed { shift: true, ..bare }, Pressed { command: true, ..bare });
        for (pressed, keys, finger) in
            [(bare, Some(Wish::Send), None), (shift, None, None), (command, Some(Wish::Send), Some(Wish::Send))]
        {
            assert_eq!((asked("Enter", pressed, true), asked("Enter", pressed, false)), (keys, finger), "{pressed:?}");
        }
        assert_eq!(asked("a", bare, true), None);
        assert_eq!((asked("ArrowUp", bare, true), asked("ArrowUp", shift, true)), (Some(Wish::EditLast), None));
    }

    #[test]
    fn what_is_pressed_while_a_word_is_composed_belongs_to_the_word() {
        let pressed = Pressed { composes: true, ..Pressed::default() };
        for key in ["Enter", "Escape", "ArrowUp"] {
            assert_eq!(asked(key, pressed, true), None, "{key}");
            assert_eq!(asked(key, Pressed { command: true, ..pressed }, false), None, "{key}");
        }
    }
}
