use leptos::prelude::*;

use crate::{MaybeText, Text, Tone};

/// How much of something is used or done.
#[component]
pub fn Meter(
    #[prop(into)] label: Text,
    #[prop(into)] value: Signal<f64>,
    #[prop(default = 100.0)] max: f64,
    /// The figure in words, at the end of the line.
    #[prop(optional, into)]
    text: MaybeText,
    #[prop(optional)] tone: Tone,
) -> impl IntoView {
    // A bar without a length would count as not known: an empty quota is a full bar of nothing.
    let max = if max > 0.0 { max } else { 1.0 };
    view! {
        <div class=format!("meter meter-{}", tone.name())>
            <span>{label.clone()}</span>
            {text.into_inner().map(|text| view! { <span class="num muted">{text}</span> })}
            <progress aria-label=label max=max value=move || value.get().clamp(0.0, max)></progress>
        </div>
    }
}

/// The way of something that goes on now, such as an upload. `None` is at work without a known length.
#[component]
pub fn ProgressLine(
    #[prop(into)] label: Text,
    /// From 0 to 1.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// What is said beside the bar.
    #[prop(optional, into)]
    text: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="progress-line">
            <span>{label.clone()}</span>
            <span class="num muted" aria-live="polite">{move || text.get()}</span>
            <progress aria-label=label max="1" value=move || value.get().map(|value| value.clamp(0.0, 1.0))></progress>
        </div>
    }
}
