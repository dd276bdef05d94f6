use leptos::prelude::*;

use crate::MaybeText;

/// What is being loaded will look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Running text.
    #[default]
    Lines,
    /// People or things under each other, with a picture each.
    List,
    Table,
    Cards,
}

impl Shape {
    const fn class(self) -> &'static str {
        match self {
            Shape::Lines => "skeleton",
            Shape::List => "skeleton skeleton-list",
            Shape::Table => "skeleton skeleton-table",
            Shape::Cards => "skeleton skeleton-cards",
        }
    }

    /// How many bones one line, row or card has.
    const fn bones(self) -> usize {
        match self {
            Shape::Lines => 1,
            Shape::List => 2,
            Shape::Table => 4,
            Shape::Cards => 3,
        }
    }
}

/// The shape of what is being loaded. Without a label it is silent for people who hear the page.
#[component]
pub fn Skeleton(
    #[prop(optional)] shape: Shape,
    /// How many lines, rows or cards.
    #[prop(default = 5)]
    lines: usize,
    #[prop(optional, into)] label: MaybeText,
) -> impl IntoView {
    let silent = !label.is_some();
    let piece = move |_| {
        let bones = (0..shape.bones()).map(|_| view! { <span></span> }).collect_view();
        view! { <div>{bones}</div> }
    };
    view! {
        <div class=shape.class() role=(!silent).then_some("status") aria-hidden=silent.then_some("true")>
            {label.into_inner().map(|label| view! { <p class="visually-hidden">{label}</p> })}
            {(0..lines).map(piece).collect_view()}
        </div>
    }
}
