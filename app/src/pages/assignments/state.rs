use model::Marks;
use model::assignments::OwnState;
use model::text::assignments as a;

use crate::prelude::*;

/// How far one student is: not handed in, handed in, late, marked.
#[component]
pub fn StateBadge(state: Option<OwnState>) -> impl IntoView {
    let Some(state) = state else {
        return view! { <Badge>{t(a::NOT_HANDED_IN)}</Badge> }.into_any();
    };
    let late = state.late.then(|| view! { <Badge tone=Tone::Warn>{t(a::LATE)}</Badge> });
    let rest = match (state.marks.is_some(), state.late) {
        (true, _) => Some(view! { <Badge tone=Tone::Good>{t(a::MARKED)}</Badge> }),
        (false, false) => Some(view! { <Badge tone=Tone::Info>{t(a::HANDED_IN)}</Badge> }),
        (false, true) => None,
    };
    view! { {late} {rest} }.into_any()
}

/// "7.5 of 10", once there are marks.
pub fn shown_marks(state: Option<&OwnState>, points: Marks) -> Option<String> {
    Some(marks_of(state?.marks?, points))
}

/// "7.5 of 10".
pub fn marks_of(marks: Marks, points: Marks) -> String {
    tf(a::MARKS_OF, &[("marks", &marks), ("points", &points)])
}
