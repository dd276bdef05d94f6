use model::accounts::{Me, SessionCard};
use model::device::Device;
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
    let (tone, verified) = if me.verified { (Tone::Good, a::VERIFIED) } else { (Tone::Warn, a::NOT_VERIFIED) };
    view! {
        <PageHead title=me.name.clone() subtitle=format!("{} · {}", me.username, me.email)>
            <Badge tone>{t(verified)}</Badge>
        </PageHead>
        <section class="panel" id="sessions">
            <header><h2>{t(a::SESSIONS)}</h2></header>
            <ul class="list">
                {sessions.into_iter().map(|session| view! { <Session session/> }).collect_view()}
            </ul>
            <form method="post" action=LogOutEverywhere::PATH>
                <Button variant=Variant::Danger>{t(a::LOG_OUT_EVERYWHERE)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Session(session: SessionCard) -> impl IntoView {
    view! {
        <li>
            <div>
                <span class="title">{name(session.device)}</span>
                <span class="meta">{tf(a::SESSION_SEEN, &[("when", &session.seen.local)])}</span>
            </div>
            {session.current.then(|| view! { <Badge tone=Tone::Info>{t(a::SESSION_CURRENT)}</Badge> })}
        </li>
    }
}

/// "Firefox on Windows".
fn name(device: Device) -> String {
    let browser = device.browser.unwrap_or_else(|| t(a::UNKNOWN_BROWSER).to_owned());
    match device.system {
        Some(system) => tf(a::DEVICE, &[("browser", &browser), ("system", &system)]),
        None => browser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_far_as_it_is_known() {
        let said = |agent: &str| name(Device::of(agent));
        assert_eq!(said("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox on Windows");
        assert_eq!(said("Mystery/1.0 (Linux)"), "Unknown browser on Linux");
        assert_eq!(said("curl/8"), "Unknown browser");
    }
}
