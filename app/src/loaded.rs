//! The one way a page shows what it loads: waiting, there, or refused.

use leptos::prelude::*;
use model::{Error, Result};

use crate::caller;
use crate::layout::ErrorPage;

/// Shows the page's main resource. Its error becomes the page's status, and an error page in its place.
#[component]
pub fn Loaded<T, F>(
    /// The main resource of the page.
    of: Resource<Result<T>>,
    /// Draws what came.
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=|| view! { <ui::Skeleton/> }>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    match of.await {
                        Ok(value) => view(value),
                        Err(error) => refused(error),
                    }
                })
            }}
        </Transition>
    }
}

/// An error in the place of a page.
pub fn refused(error: Error) -> AnyView {
    caller::answer(&error);
    view! { <ErrorPage error/> }.into_any()
}
