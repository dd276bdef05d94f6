use model::accounts::{Me, SessionCard};
use model::text::{accounts as a, me as m};
use server_fn::ServerFn;

use super::api::{EndSession, show_devices};
use super::head::{Head, Part};
use super::push::PushDevices;
use super::this_device::ThisDevice;
use crate::pages::accounts::api::LogOutEverywhere;
use crate::prelude::*;
use crate::text::device;

/// Where one is logged in.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let data = Resource::new(|| (), |()| show_devices());
    let draw = |(me, sessions): (Me, Vec<SessionCard>)| {
        view! {
            <Head me part=Part::Devices/>
            <Devices sessions/>
            <ThisDevice/>
        }
        .into_any()
    };
    view! {
        <Title text=t(m::TAB_DEVICES)/>
        <Loaded of=data view=draw/>
        <PushDevices/>
    }
}

#[component]
fn Devices(sessions: Vec<SessionCard>) -> impl IntoView {
    view! {
        <section class="panel" id="sessions">
            <h2>{t(a::SESSIONS)}</h2>
            <ul class="list">
                {sessions.into_iter().map(|session| view! { <Session session/> }).collect_view()}
            </ul>
            <Ask label=t(a::LOG_OUT_EVERYWHERE) question=t(m::LOG_OUT_ALL_ASK) id="log-out-all">
                <form method="post" action=LogOutEverywhere::PATH>
                    <Button variant=Variant::Danger>{t(a::LOG_OUT_EVERYWHERE)}</Button>
                </form>
            </Ask>
        </section>
    }
}

#[component]
fn Session(session: SessionCard) -> impl IntoView {
    let device = device(session.device);
    let end = tf(m::END_SESSION_OF, &[("device", &device)]);
    // That a device is in use is noted every few minutes only.
    let used = if session.current { t(a::SESSION_NOW).to_owned() } else { tf(a::SESSION_SEEN, &[("when", &session.seen.local)]) };
    view! {
        <li>
            <div>
                <span class="title">{device}</span>
                <span class="meta">{used}</span>
                <span class="meta">{tf(m::SESSION_FIRST, &[("when", &session.created.local)])}</span>
            </div>
            {match session.current {
                true => view! { <Badge tone=Tone::Info>{t(a::SESSION_CURRENT)}</Badge> }.into_any(),
                false => {
                    view! {
                        <form method="post" action=EndSession::PATH class="trailing">
                            <input type="hidden" name="key" value=session.key/>
                            <Button variant=Variant::Quiet small=true label=end>{t(m::END_SESSION)}</Button>
                        </form>
                    }
                        .into_any()
                }
            }}
        </li>
    }
}
