//! The whole route table, a line a page. Each feature is one lazily loaded chunk.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, LazyRoute, SsrMode, path};

use crate::layout::{ErrorPage, Frame};
use crate::pages;

/// A page of a feature's chunk: `page!(classes::Show)` is loaded when it is first visited.
macro_rules! page {
    ($feature:ident::$page:ident) => {{
        #[derive(Debug)]
        struct View;
        impl LazyRoute for View {
            fn data() -> Self {
                View
            }
            async fn view(_: Self) -> AnyView {
                pages::$feature::pages(pages::$feature::Page::$page).await
            }
            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                pages::$feature::__preload_pages().await;
            }
        }
        Lazy::<View>::new()
    }};
}

#[component]
pub fn Pages() -> impl IntoView {
    use SsrMode::Async;
    view! {
        <Router>
            <Frame>
                <FlatRoutes fallback=|| view! { <NotFound/> }>
                    <Route path=path!("/") view=page!(accounts::Welcome) ssr=Async/>
                    <Route path=path!("/login") view=page!(accounts::LogIn) ssr=Async/>
                    <Route path=path!("/join") view=page!(accounts::Join) ssr=Async/>
                    <Route path=path!("/found") view=page!(accounts::Found) ssr=Async/>
                    <Route path=path!("/setup") view=page!(accounts::Setup) ssr=Async/>
                    <Route path=path!("/check-mail") view=page!(accounts::CheckMail) ssr=Async/>
                    <Route path=path!("/forgot") view=page!(accounts::Forgot) ssr=Async/>
                    <Route path=path!("/reset/:token") view=page!(accounts::Reset) ssr=Async/>
                    <Route path=path!("/verify") view=page!(accounts::Verify) ssr=Async/>
                    <Route path=path!("/verify/:token") view=page!(accounts::VerifyLink) ssr=Async/>
                    <Route path=path!("/me") view=page!(accounts::Me) ssr=Async/>
                    <Route path=path!("/schools") view=page!(dashboards::Schools) ssr=Async/>
                    <Route path=path!("/admin") view=page!(dashboards::Platform) ssr=Async/>
                    <Route path=path!("/admin/mails") view=page!(dashboards::Mails) ssr=Async/>
                    <Route path=path!("/backup") view=page!(backup::Show) ssr=Async/>
                    <Route path=path!("/s/:school") view=page!(dashboards::School) ssr=Async/>
                    <Route path=path!("/s/:school/backup") view=page!(backup::Show) ssr=Async/>
                    <Route path=path!("/s/:school/classes") view=page!(classes::List) ssr=Async/>
                    <Route path=path!("/s/:school/classes/new") view=page!(classes::New) ssr=Async/>
                    <Route path=path!("/s/:school/classes/:id") view=page!(classes::Show) ssr=Async/>
                    <Route path=path!("/s/:school/classes/:id/chat") view=page!(chat::Room) ssr=Async/>
                    <Route path=path!("/s/:school/classes/:id/courses/new") view=page!(courses::New) ssr=Async/>
                    <Route path=path!("/s/:school/courses/:id") view=page!(courses::Show) ssr=Async/>
                    <Route path=path!("/s/:school/courses/:id/assignments/new") view=page!(assignments::New) ssr=Async/>
                    <Route path=path!("/s/:school/assignments/:id") view=page!(assignments::Show) ssr=Async/>
                    <Route path=path!("/s/:school/submissions/:id") view=page!(assignments::Marking) ssr=Async/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}

/// Every address that is no page.
#[component]
fn NotFound() -> impl IntoView {
    crate::caller::answer(&model::Error::NotFound);
    view! { <ErrorPage error=model::Error::NotFound/> }
}
