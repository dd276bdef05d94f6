//! Answers come in their own order: which of them is shown, and what is said of it.

/// What the last count came to, for those who asked for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    Nothing,
    Counted,
    Missed,
}

/// The counts that were asked for, each with its turn from 1: answers come in their own order.
#[derive(Default)]
pub struct Turns {
    asked: u32,
    /// Whose figures stand on the page.
    shown: u32,
    /// The last that was asked for when a press was answered.
    told: u32,
}

impl Turns {
    pub fn ask(&mut self) -> u32 {
        self.asked += 1;
        self.asked
    }

    /// Whether the figures of an answer are shown, and what is said now, if it is something else: no older figures take
    /// the place of newer ones, and who pressed is told in any case.
    pub fn hear(&mut self, turn: u32, press: bool, counted: bool) -> (bool, Option<Said>) {
        let late = turn < self.shown;
        let shows = counted && !late;
        if shows {
            self.shown = turn;
        }
        if press {
            self.told = self.asked;
            // Of a late one newer figures stand there already.
            return (shows, Some(if counted || late { Said::Counted } else { Said::Missed }));
        }
        let said = if counted { Said::Nothing } else { Said::Missed };
        (shows, (!late && turn > self.told).then_some(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_figures_take_the_place_of_no_newer_ones() {
        let mut turns = Turns::default();
        let (first, second, third) = (turns.ask(), turns.ask(), turns.ask());
        assert_eq!(turns.hear(second, false, true), (true, Some(Said::Nothing)));
        assert_eq!(turns.hear(first, false, true), (false, None), "an older one");
        assert_eq!(turns.hear(third, false, false), (false, Some(Said::Missed)));
        let fourth = turns.ask();
        assert_eq!(turns.hear(fourth, false, true), (true, Some(Said::Nothing)));
    }

    #[test]
    fn who_pressed_is_told_whenever_the_answer_comes() {
        let mut turns = Turns::default();
        let (press, by_itself) = (turns.ask(), turns.ask());
        assert_eq!(turns.hear(by_itself, false, true), (true, Some(Said::Nothing)));
        assert_eq!(turns.hear(press, true, true), (false, Some(Said::Counted)), "the newer figures stay");

        let (by_itself, press, after) = (turns.ask(), turns.ask(), turns.ask());
        assert_eq!(turns.hear(press, true, true), (true, Some(Said::Counted)));
        assert_eq!(turns.hear(by_itself, false, true), (false, None));
        assert_eq!(turns.hear(after, false, true), (true, None), "asked before the press was answered");
        let next = turns.ask();
        assert_eq!(turns.hear(next, false, true), (true, Some(Said::Nothing)));

        let (missed, late) = (turns.ask(), turns.ask());
        assert_eq!(turns.hear(missed, true, false), (false, Some(Said::Missed)));
        assert_eq!(turns.hear(late, true, true), (true, Some(Said::Counted)));
    }
}
