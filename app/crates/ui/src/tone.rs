/// What a colour says. Colour is never the only sign: words or an icon say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Good,
    Warn,
    Bad,
    Info,
}

impl Tone {
    /// The last part of the class, as in `badge-good`.
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Info => "info",
        }
    }

    /// The icon that says the same without colour.
    pub const fn icon(self) -> &'static str {
        match self {
            Tone::Neutral | Tone::Info => "info",
            Tone::Good => "check",
            Tone::Warn | Tone::Bad => "alert-triangle",
        }
    }
}
