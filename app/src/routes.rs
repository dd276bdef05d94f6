//! The whole route table, a line a page. The client loads it in bundles: pages that are opened together come together. A
//! bundle a feature would be cut into hundreds of chunks, one for each set of features that share code.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, LazyRoute, SsrMode, path};

use crate::layout::{ErrorPage, Frame};

/// The table as the router wants it, and as [`bundle`] reads it; and for each bundle the function that is loaded with it.
macro_rules! routes {
    ($($(#[$doc:meta])* $bundle:ident { $($path:tt => $feature:ident::$page:ident,)* })*) => {
        const BUNDLES: &[(&str, &str)] = &[$($(($path, stringify!($bundle)),)*)*];

        $(
            $(#[$doc])*
            mod $bundle {
                use crate::prelude::*;

                #[lazy($bundle)]
                pub fn page(path: &'static str) -> AnyView {
                    match path {
                        $($path => crate::pages::$feature::page(crate::pages::$feature::Page::$page),)*
                        _ => ().into_any(),
                    }
                }
            }
        )*

        #[component]
        pub fn Pages() -> impl IntoView {
            view! {
                <Router>
                    <Frame>
                        <FlatRoutes fallback=|| view! { <NotFound/> }>
                            $($(<Route path=path!($path) view=page!($bundle, $path) ssr=SsrMode::Async/>)*)*
                        </FlatRoutes>
                    </Frame>
                </Router>
            }
        }
    };
}

/// A page of a bundle: loaded when it is first visited.
macro_rules! page {
    ($bundle:ident, $path:tt) => {{
        #[derive(Debug)]
        struct View;
        impl LazyRoute for View {
            fn data() -> Self {
                View
            }
            async fn view(_: Self) -> AnyView {
                $bundle::page($path).await
            }
            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                $bundle::__preload_page().await;
            }
        }
        Lazy::<View>::new()
    }};
}

routes! {
    /// Who is not logged in: what they open every day is small.
    entry {
        "/" => accounts::Welcome,
        "/login" => accounts::LogIn,
        "/forgot" => accounts::Forgot,
    }
    /// Who comes for the first time, or proves an address.
    joining {
        "/join" => joining::Join,
        "/found" => joining::Found,
        "/setup" => joining::Setup,
        "/invited/:token" => joining::Invited,
        "/check-mail" => joining::CheckMail,
        "/reset/:token" => joining::Reset,
        "/verify" => joining::Verify,
        "/verify/:token" => joining::VerifyLink,
        "/family" => joining::Family,
    }
    /// What everybody opens every day.
    daily {
        "/parent/children" => parent::Children,
        "/parent/children/:school/:id" => parent::Child,
        "/schools" => dashboards::Schools,
        "/admin" => dashboards::Platform,
        "/admin/mails" => dashboards::Mails,
        "/help" => help::Index,
        "/help/:role" => help::Role,
        "/s/:school" => dashboards::School,
        "/s/:school/calendar" => dashboards::Calendar,
        "/s/:school/find" => dashboards::Find,
        "/s/:school/help" => help::School,
        "/s/:school/announcements" => announcements::List,
        "/s/:school/announcements/new" => announcements::New,
        "/s/:school/announcements/:id" => announcements::Show,
        "/s/:school/announcements/:id/edit" => announcements::Edit,
        "/s/:school/classes" => classes::List,
        "/s/:school/classes/new" => classes::New,
        "/s/:school/classes/:id" => classes::Show,
        "/s/:school/classes/:id/announcements" => classes::News,
        "/s/:school/classes/:id/people" => classes::People,
        "/s/:school/classes/:id/statistics" => classes::Statistics,
        "/s/:school/classes/:id/settings" => classes::Settings,
        "/s/:school/classes/:id/codes/:kind" => classes::Code,
    }
    /// What is learnt and handed in.
    work {
        "/s/:school/classes/:id/chat" => chat::Class,
        "/s/:school/chat" => chat::Rooms,
        "/s/:school/chat/search" => chat::Search,
        "/s/:school/chat/new" => chat::New,
        "/s/:school/chat/reports" => chat::Reports,
        "/s/:school/chat/words" => chat::Words,
        "/s/:school/chat/:room" => chat::Room,
        "/s/:school/chat/:room/search" => chat::Search,
        "/s/:school/chat/:room/report/:message" => chat::Report,
        "/s/:school/chat/:room/versions/:message" => chat::Versions,
        "/s/:school/chat/:room/acts/:seq" => chat::Acts,
        "/s/:school/chat/:room/thread/:seq" => chat::Thread,
        "/s/:school/classes/:id/courses/new" => courses::New,
        "/s/:school/courses/:id" => courses::Show,
        "/s/:school/courses/:id/assignments/new" => assignments::New,
        "/s/:school/assignments/:id" => assignments::Show,
        "/s/:school/submissions/:id" => assignments::Marking,
        "/s/:school/forum" => forum::Home,
        "/s/:school/forum/reports" => forum::Reports,
        "/s/:school/forum/saved" => forum::Saved,
        "/s/:school/forum/:board" => forum::Board,
        "/s/:school/forum/:board/new" => forum::New,
        "/s/:school/forum/:board/settings" => forum::Settings,
        "/s/:school/forum/threads/:id" => forum::Thread,
        "/s/:school/forum/posts/:id/edit" => forum::Edit,
        "/s/:school/forum/posts/:id/report" => forum::Report,
        "/share" => sharing::Choose,
    }
    /// A person's own account.
    own {
        "/me" => me::Profile,
        "/me/security" => me::Security,
        "/me/notifications" => me::Notifications,
        "/me/devices" => me::Devices,
        "/me/schools" => me::Schools,
        "/email/:token" => me::EmailLink,
        "/notifications" => notifications::List,
        "/unsubscribe/:token" => notifications::Stop,
    }
    /// What keeps a school running.
    office {
        "/admin/audit" => audit::Show,
        "/admin/jobs" => jobs::Show,
        "/admin/schools" => schools::List,
        "/admin/schools/:id" => schools::Show,
        "/admin/people" => people::Platform,
        "/backup" => backup::Show,
        "/backup/storage" => backup::Storage,
        "/backup/clear" => backup::Clear,
        "/backup/kept" => backup::Kept,
        "/backup/restore" => backup::Restore,
        "/backup/restore/:id" => backup::Upload,
        "/s/:school/start" => start::Term,
        "/s/:school/start/class" => start::Class,
        "/s/:school/start/school" => start::School,
        "/s/:school/start/people" => start::People,
        "/s/:school/audit" => audit::Show,
        "/s/:school/backup" => backup::Show,
        "/s/:school/backup/storage" => backup::Storage,
        "/s/:school/backup/clear" => backup::Clear,
        "/s/:school/backup/kept" => backup::Kept,
        "/s/:school/backup/restore" => backup::Restore,
        "/s/:school/backup/restore/:id" => backup::Upload,
        "/s/:school/guardians" => guardians::Families,
        "/s/:school/guardians/codes/:id" => guardians::Code,
        "/s/:school/view-as" => viewing::Start,
        "/s/:school/people" => people::List,
        "/s/:school/people/change" => people::Bulk,
        "/s/:school/people/:id" => people::Show,
        "/s/:school/invitations" => invitations::List,
        "/s/:school/settings" => settings::General,
        "/s/:school/settings/brand" => settings::Brand,
        "/s/:school/settings/departments" => settings::Departments,
        "/s/:school/settings/departments/:id" => settings::Department,
        "/s/:school/settings/calendar" => settings::Calendar,
        "/s/:school/settings/years/:id" => settings::Year,
        "/s/:school/settings/terms/:id" => settings::Term,
        "/s/:school/settings/holidays/:id" => settings::Holiday,
        "/s/:school/settings/grades" => settings::Grades,
        "/s/:school/settings/grades/:id" => settings::Scale,
        "/s/:school/settings/features" => settings::Features,
        "/s/:school/settings/storage" => settings::Storage,
    }
}

/// Every address that is no page.
#[component]
fn NotFound() -> impl IntoView {
    crate::caller::answer(&model::Error::NotFound);
    view! { <ErrorPage error=model::Error::NotFound/> }
}

/// The bundle a path needs.
pub fn bundle(path: &str) -> Option<&'static str> {
    let fits = |pattern: &str| {
        let (mut pattern, mut path) = (pattern.split('/'), path.trim_end_matches('/').split('/'));
        loop {
            match (pattern.next(), path.next()) {
                (None, None) => return true,
                (Some(expected), Some(part)) if expected == part || expected.starts_with(':') && !part.is_empty() => {}
                _ => return false,
            }
        }
    };
    BUNDLES.iter().find(|(pattern, _)| fits(pattern.trim_end_matches('/'))).map(|(_, bundle)| *bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_by_its_pattern() {
        for (path, known) in [
            ("/", Some("entry")),
            ("/login", Some("entry")),
            ("/join", Some("joining")),
            ("/s/alpha", Some("daily")),
            ("/s/alpha/", Some("daily")),
            ("/s/alpha/classes/new", Some("daily")),
            ("/s/alpha/classes/0192/chat", Some("work")),
            ("/s/alpha/nowhere", None),
            ("/s//classes", None),
            ("/nowhere", None),
        ] {
            assert_eq!(bundle(path), known, "{path}");
        }
    }

    #[test]
    fn every_page_that_is_worked_on_has_its_help() {
        use model::help::{PAGES, of_page};
        let worked_on = |path: &str| {
            let begins = ["/s/", "/parent/", "/admin", "/me", "/notifications", "/backup", "/schools"];
            begins.iter().any(|it| path.starts_with(it)) && path != "/s/:school/help"
        };
        for (path, _) in BUNDLES.iter().filter(|(path, _)| worked_on(path)) {
            assert!(of_page(path).is_some(), "{path}");
        }
        for (page, _) in PAGES {
            assert!(BUNDLES.iter().any(|(path, _)| path == page), "{page} is no page");
        }
    }
}
