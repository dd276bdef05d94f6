//! The devices that are told while no page is open, and the switch for this one.

use js_sys::Reflect;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use model::push::{PushDevice, PushForm, PushPage};
use model::text::push as p;
use server_fn::ServerFn;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit, ServiceWorkerRegistration,
};

use super::api::{TryPush, TurnPushOff, show_push, subscribe_push};
use crate::prelude::*;
use crate::text::device;

#[component]
pub fn PushDevices() -> impl IntoView {
    let page = Resource::new(|| (), |()| show_push());
    view! { <Loaded of=page view=move |shown: PushPage| view! { <Panel page shown/> }.into_any()/> }
}

#[component]
fn Panel(page: Resource<PushPage>, shown: PushPage) -> impl IntoView {
    let PushPage { key, devices } = shown;
    let here = devices.iter().any(|it| it.here);
    let list = if devices.is_empty() {
        view! { <p class="muted">{t(p::NONE)}</p> }.into_any()
    } else {
        view! { <ul class="list">{devices.into_iter().map(|it| view! { <Told it/> }).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" id="push">
            <h2>{t(p::PUSH)}</h2>
            <p class="muted">{t(p::PUSH_HINT)}</p>
            <FormProblem form=FormState::plain(TryPush::PATH) alone=true/>
            <FormProblem form=FormState::plain(TurnPushOff::PATH) alone=true/>
            {list}
            {(!here).then(|| view! { <Switch page key/> })}
        </section>
    }
}

#[component]
fn Told(it: PushDevice) -> impl IntoView {
    let name = device(it.device);
    let id = it.id.to_string();
    let (tried, off) = (tf(p::TRY_OF, &[("device", &name)]), tf(p::TURN_OFF_OF, &[("device", &name)]));
    let here = it.here.then(|| view! { <Badge tone=Tone::Info>{t(p::HERE)}</Badge> });
    let last = it.sent.map(|sent| view! { <span class="meta">{tf(p::LAST, &[("when", &sent.local)])}</span> });
    view! {
        <li>
            <div>
                <span class="title">{name}</span>
                <span class="meta">{tf(p::SINCE, &[("when", &it.added.local)])}</span>
                {last}
            </div>
            {here}
            <div class="row trailing">
                <form method="post" action=TryPush::PATH>
                    <input type="hidden" name="id" value=id.clone()/>
                    <Button variant=Variant::Quiet small=true label=tried>{t(p::TRY)}</Button>
                </form>
                <form method="post" action=TurnPushOff::PATH>
                    <input type="hidden" name="id" value=id/>
                    <Button variant=Variant::Quiet small=true label=off>{t(p::TURN_OFF)}</Button>
                </form>
            </div>
        </li>
    }
}

/// Turns it on for this device. The browser asks, so nothing of it works without a script.
#[component]
fn Switch(page: Resource<PushPage>, key: String) -> impl IntoView {
    // Known in the browser alone.
    let can = RwSignal::new(None::<bool>);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Key>);
    Effect::new(move || can.set(Some(can_push())));
    let key = StoredValue::new(key);
    let turn_on = move |_| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let done = match ask(&key.get_value()).await {
                Ok(form) => subscribe_push(form).await.map_err(|_| p::FAILED),
                Err(why) => Err(why),
            };
            // The page may have been left meanwhile.
            let _ = busy.try_set(false);
            match done {
                Ok(()) => page.refetch(),
                Err(why) => {
                    let _ = problem.try_set(Some(why));
                }
            }
        });
    };
    view! {
        {move || match can.get() {
            None => view! { <p class="muted">{t(p::NO_SCRIPT)}</p> }.into_any(),
            Some(false) => view! { <p class="muted">{t(p::NO_BROWSER)}</p> }.into_any(),
            Some(true) => {
                view! {
                    <div class="actions">
                        <Button kind="button" icon="bell" busy on:click=turn_on>
                            {t(p::TURN_ON)}
                        </Button>
                    </div>
                }
                    .into_any()
            }
        }}
        <div role="status">{move || problem.get().map(|why| view! { <Notice tone=Tone::Warn>{t(why)}</Notice> })}</div>
    }
}

fn can_push() -> bool {
    let window = window();
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or_default();
    has(&window, "PushManager") && has(&window, "Notification") && has(&window.navigator(), "serviceWorker")
}

/// Asks the person by their browser, and the browser by its service. What it had for this site before goes: on a machine of
/// several people it may be of another one, or of another platform that was here.
async fn ask(key: &str) -> Result<PushForm, Key> {
    let failed = |_: JsValue| p::FAILED;
    JsFuture::from(Notification::request_permission().map_err(failed)?).await.map_err(failed)?;
    if Notification::permission() != NotificationPermission::Granted {
        return Err(p::DENIED);
    }
    let worker = JsFuture::from(window().navigator().service_worker().get_registration()).await.map_err(failed)?;
    let worker: ServiceWorkerRegistration = worker.dyn_into().map_err(failed)?;
    let manager: PushManager = worker.push_manager().map_err(failed)?;
    let mut before = String::new();
    let known = JsFuture::from(manager.get_subscription().map_err(failed)?).await.map_err(failed)?;
    if let Ok(known) = known.dyn_into::<PushSubscription>() {
        before = known.endpoint();
        JsFuture::from(known.unsubscribe().map_err(failed)?).await.map_err(failed)?;
    }
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let made = JsFuture::from(manager.subscribe_with_options(&options).map_err(failed)?).await.map_err(failed)?;
    let made: PushSubscription = made.dyn_into().map_err(failed)?;
    let keys = made.to_json().map_err(failed)?.get_keys().ok_or(p::FAILED)?;
    let (p256dh, auth) = keys.get_p256dh().zip(keys.get_auth()).ok_or(p::FAILED)?;
    Ok(PushForm { endpoint: made.endpoint(), p256dh, auth, before })
}
