use model::accounts::{Me, SessionCard};
use model::text::accounts as a;
use server_fn::ServerFn;

use super::api::{self, LogOutEverywhere};
use crate::prelude::*;

/// The own account: who one is, and where one is logged in.
#[component]
pub fn MePage() -> impl IntoView {
    let data = Resource::new(|| (), |()| async { Ok((api::my_account().await?, api::my_sessions().await?)) });
    view! {
        <Title text=t(text::common::PROFILE)/>
        <Loaded of=data view=|(me, sessions): (Me, Vec<SessionCard>)| view! { <Account me sessions/> }.into_any()/>
    }
}

#[component]
fn Account(me: Me, sessions: Vec<SessionCard>) -> impl IntoView {
    view! {
        <PageHead title=me.name.clone() subtitle=format!("{} · {}", me.username, me.email)/>
        {if me.verified {
            view! { <Notice tone=Tone::Good>{t(a::VERIFIED)}</Notice> }.into_any()
        } else {
            view! { <Notice tone=Tone::Warn>{t(a::UNVERIFIED)} " " <A href="/verify">{t(a::VERIFY_TITLE)}</A></Notice> }.into_any()
        }}
        <section class="panel">
            <h2>{t(a::SESSIONS)}</h2>
            <ul class="list">
                {sessions
                    .into_iter()
                    .map(|session| {
                        let device = Some(session.device).filter(|device| !device.is_empty());
                        view! {
                            <li>
                                <span class="list-title">{device.unwrap_or_else(|| t(a::OTHER_DEVICE).to_owned())}</span>
                                <span class="list-meta">{tf(a::SESSION_SEEN, &[("when", &session.seen.local)])}</span>
                                {session.current.then(|| view! { <Badge tone=Tone::Info>{t(a::SESSION_CURRENT)}</Badge> })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <form method="post" action=LogOutEverywhere::PATH>
                <Button variant=Variant::Danger>{t(a::LOG_OUT_EVERYWHERE)}</Button>
            </form>
        </section>
    }
}
