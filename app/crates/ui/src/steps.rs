use leptos::prelude::*;

use crate::{Icon, Text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Done,
    Current,
    Coming,
}

/// A part of a way that is gone in order.
#[derive(Clone, Debug)]
pub struct Stage {
    label: Text,
    state: State,
    href: Option<Text>,
}

impl Stage {
    pub fn done(label: impl Into<Text>) -> Stage {
        Stage { label: label.into(), state: State::Done, href: None }
    }

    pub fn current(label: impl Into<Text>) -> Stage {
        Stage { state: State::Current, ..Stage::done(label) }
    }

    pub fn coming(label: impl Into<Text>) -> Stage {
        Stage { state: State::Coming, ..Stage::done(label) }
    }

    /// Where it can be looked at again.
    pub fn href(mut self, href: impl Into<Text>) -> Stage {
        self.href = Some(href.into());
        self
    }
}

/// Where one is on a way of several pages: what is done, what is now, what is coming. On phones they stand one under
/// another.
#[component]
pub fn Steps(
    /// What the way leads to.
    #[prop(into)]
    label: Text,
    /// The word read out with what is done; others see a tick.
    #[prop(into)]
    done: Text,
    stages: Vec<Stage>,
) -> impl IntoView {
    let lines = stages
        .into_iter()
        .enumerate()
        .map(|(at, stage)| {
            let is_done = stage.state == State::Done;
            let mark = if is_done { view! { <Icon name="check"/> }.into_any() } else { (at + 1).into_any() };
            let name = match stage.href {
                Some(href) => view! { <a class="way-name" href=href>{stage.label}</a> }.into_any(),
                None => view! { <span class="way-name">{stage.label}</span> }.into_any(),
            };
            view! {
                <li class:way-done=is_done aria-current=(stage.state == State::Current).then_some("step")>
                    <span class="way-mark" aria-hidden="true">{mark}</span>
                    {name}
                    {is_done.then(|| view! { <span class="visually-hidden">{done.clone()}</span> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="way" aria-label=label>{lines}</ol> }
}
