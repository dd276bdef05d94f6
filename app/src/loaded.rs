//! The one way a page shows what it loads: waiting, there, or refused.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::Error;

use crate::caller;
use crate::layout::{ErrorPage, SeenAgain, look_again, page_is_there};
use crate::resource::Resource;

/// Shows the page's main resource. Its error becomes the page's status, and an error page in its place.
#[component]
pub fn Loaded<T, F>(
    /// The main resource of the page.
    of: Resource<T>,
    /// Draws what came.
    view: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    of.look_when_seen_again();
    let (held, seen) = (of.held, use_context::<SeenAgain>());
    let path = use_location().pathname;
    let drawn = StoredValue::new((path.get_untracked(), false));
    // What was typed belongs to its page: a link to the same page of another thing draws it anew, where a change of the
    // values alone would leave the fields as they are.
    let in_its_place = move |view: AnyView| {
        let now = path.get_untracked();
        let other = drawn.try_update_value(|(before, other)| {
            *other ^= *before != now;
            *before = now;
            *other
        });
        if other.unwrap_or_default() { Either::Right(view) } else { Either::Left(view) }
    };
    view! {
        <Transition fallback=|| view! { <ui::Skeleton/> }>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    let value = held.await;
                    caller::time_to_draw().await;
                    page_is_there();
                    let drawn = in_its_place(match value {
                        Ok(value) => view(value),
                        Err(error) => refused(error),
                    });
                    if let Some(seen) = seen {
                        seen.drawn();
                    }
                    drawn
                })
            }}
        </Transition>
    }
}

/// An error in the place of a page.
pub fn refused(error: Error) -> AnyView {
    caller::answer(&error);
    look_again(&error);
    view! { <ErrorPage error/> }.into_any()
}
