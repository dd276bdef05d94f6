//! How far something is: a bar for a person at a terminal, else lines that a machine reads, `step=load done=500 of=1000`.

use std::io::{IsTerminal, Write as _};

/// Characters of a bar, and of what stands before it.
const WIDTH: usize = 24;
const LABEL: usize = 30;
/// Percent from one line to the next for a machine.
const PERCENT: u64 = 10;
/// Bytes from one word to the next where nobody knows how many there will be.
const STEP: u64 = 16 * 1024 * 1024;

/// How far it is: the step it is at, and how much of it is done; `of` is 0 where nobody knows of how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Far {
    pub step: &'static str,
    pub done: u64,
    pub of: u64,
}

impl Far {
    pub const fn at(step: &'static str) -> Far {
        Far { step, done: 0, of: 0 }
    }

    fn percent(self) -> Option<u64> {
        (self.of > 0).then(|| self.done.min(self.of).saturating_mul(100) / self.of)
    }

    /// What a person calls the step.
    const fn label(self) -> &'static str {
        match self.step.as_bytes() {
            b"write" => "Writing the archive",
            b"check" => "Checking the archive",
            b"stage" => "Trying the rows elsewhere",
            b"upgrade" => "Bringing them up to date",
            b"compare" => "Comparing with what is here",
            b"safety" => "Making a backup of what is here",
            b"files" => "Storing the files",
            b"load" => "Putting the rows in",
            b"switch" => "Making it last",
            b"tell" => "Telling the others",
            _ => "Working",
        }
    }

    fn count(self, number: u64) -> String {
        let bytes = matches!(self.step, "write" | "files");
        if bytes { format!("{} MB", number / 1_000_000) } else { number.to_string() }
    }

    /// As a person sees it.
    fn drawn(self) -> String {
        let label = self.label();
        match self.percent() {
            Some(percent) => {
                let full = usize::try_from(percent).unwrap_or(100) * WIDTH / 100;
                let (full, rest) = ("#".repeat(full), "-".repeat(WIDTH - full));
                let (done, of) = (self.count(self.done), self.count(self.of));
                format!("{label:<LABEL$} [{full}{rest}] {percent:>3}%  {done}/{of}")
            }
            None if self.done > 0 => format!("{label:<LABEL$} {}", self.count(self.done)),
            None => label.to_owned(),
        }
    }

    /// As a machine reads it.
    fn line(self) -> String {
        format!("step={} done={} of={}", self.step, self.done, self.of)
    }
}

/// Where it is told.
pub struct Bar {
    terminal: bool,
    /// The step that was told last, and how far it was.
    told: Option<(&'static str, u64)>,
}

impl Default for Bar {
    fn default() -> Self {
        Bar { terminal: std::io::stderr().is_terminal(), told: None }
    }
}

impl Bar {
    /// Tells it, where enough has happened since it was told last.
    pub fn tell(&mut self, far: Far) {
        let mark = match far.percent() {
            Some(percent) if self.terminal => percent,
            Some(percent) => percent / PERCENT,
            None => far.done / STEP,
        };
        if self.told == Some((far.step, mark)) {
            return;
        }
        let is_next = self.told.is_some_and(|(step, _)| step != far.step);
        self.told = Some((far.step, mark));
        // Whoever closed the terminal wants it done all the same.
        let mut out = std::io::stderr();
        let _ = if self.terminal {
            write!(out, "{}\r\x1b[2K{}", if is_next { "\n" } else { "" }, far.drawn())
        } else {
            writeln!(out, "{}", far.line())
        };
    }

    /// What is written next stands on a line of its own.
    pub fn end(&mut self) {
        if self.told.take().is_some() && self.terminal {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_sees_how_much_is_done() {
        let half = Far { step: "load", done: 500, of: 1000 };
        assert_eq!(half.drawn(), "Putting the rows in            [############------------]  50%  500/1000");
        let more = Far { done: 2000, ..half };
        assert!(more.drawn().contains("100%"), "more than was thought is no more than all");
        assert_eq!(Far { step: "write", done: 32_000_000, of: 0 }.drawn(), "Writing the archive            32 MB");
        assert_eq!(Far::at("switch").drawn(), "Making it last");
    }

    #[test]
    fn a_machine_reads_the_same_on_a_line() {
        assert_eq!(Far { step: "load", done: 500, of: 1000 }.line(), "step=load done=500 of=1000");
        assert_eq!(Far::at("check").line(), "step=check done=0 of=0");
    }
}
