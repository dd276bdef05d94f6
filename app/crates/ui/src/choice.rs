use crate::Text;

/// One of several things to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub(crate) value: Text,
    pub(crate) label: Text,
    pub(crate) hint: Option<Text>,
    pub(crate) disabled: bool,
}

impl Choice {
    /// What is sent, and the words for it.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: None, disabled: false }
    }

    /// What tells it from others, or what it means.
    pub fn hint(mut self, hint: impl Into<Text>) -> Choice {
        self.hint = Some(hint.into());
        self
    }

    /// It stands there and cannot be chosen, such as where there is nothing of it. [`Radios`](crate::Radios) alone heed it.
    pub fn disabled(mut self, disabled: bool) -> Choice {
        self.disabled = disabled;
        self
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    pub fn label(&self) -> &str {
        &self.label
    }
}

impl<V: Into<Text>, L: Into<Text>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Choice {
        Choice::new(value, label)
    }
}
