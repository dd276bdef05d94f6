use model::accounts::Me;
use model::notifications::{Group, Kind, MailHow, Mailing, NotificationForm, NotificationSettings};
use model::text::{notifications as n, push as p};
use server_fn::ServerFn;

use super::head::{Head, Part};
use super::hours::{DigestTimes, QuietHours};
use super::pause::PausePanel;
use crate::pages::notifications::api::{SaveNotificationSettings, show_notification_settings};
use crate::prelude::*;

/// How one is told: of each kind by the bell, by mail and on one's devices, and when it is quiet.
#[component]
pub fn NotificationsSettings() -> impl IntoView {
    let data = Resource::new(|| (), |()| show_notification_settings());
    let draw = |(me, settings): (Me, NotificationSettings)| {
        view! {
            <Head me part=Part::Notifications/>
            <Settings settings/>
        }
        .into_any()
    };
    view! {
        <Title text=t(n::NOTIFICATIONS)/>
        <Loaded of=data view=draw/>
    }
}

#[component]
fn Settings(settings: NotificationSettings) -> impl IntoView {
    let NotificationSettings { kinds, form: chosen, paused, zone, proven, device } = settings;
    let form = FormState::plain(SaveNotificationSettings::PATH);
    let zone = zone.replace('_', " ");
    let drawn = chosen.drawn.clone();
    let groups = Group::ALL
        .iter()
        .map(|group| {
            let of: Vec<Kind> = kinds.iter().copied().filter(|kind| kind.line().group == *group).collect();
            let lines = of.iter().map(|kind| line(*kind, form, &chosen)).collect_view();
            (!of.is_empty()).then(|| {
                view! {
                    <fieldset class="told-group">
                        <legend>{t(group.label())}</legend>
                        {lines}
                    </fieldset>
                }
            })
        })
        .collect_view();
    let unproven = (!proven).then(|| {
        view! {
            <Notice tone=Tone::Info>
                {t(n::MAIL_UNPROVEN)} " " <a href="/verify">{t(text::accounts::VERIFY_TITLE)}</a>
            </Notice>
        }
    });
    let nowhere = (!device).then(|| {
        view! { <Notice tone=Tone::Info>{t(n::PUSH_NOWHERE)} " " <a href="/me/devices#push">{t(p::PUSH)}</a></Notice> }
    });
    view! {
        <PausePanel paused zone=zone.clone()/>
        <section class="panel" id="notifications">
            <header><h2>{t(n::HOW)}</h2></header>
            <p class="muted">{t(n::HOW_HINT)}</p>
            {unproven}
            {nowhere}
            <form method="post" action=SaveNotificationSettings::PATH class="form told-form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                {groups}
                <QuietHours form chosen=chosen.clone() zone=zone.clone()/>
                <DigestTimes form chosen/>
                <div class="form-actions">
                    <Button>{t(n::SAVE)}</Button>
                </div>
            </form>
        </section>
    }
}

/// A kind with its three ways.
fn line(kind: Kind, form: FormState, chosen: &NotificationForm) -> AnyView {
    let name = kind.text();
    let id = format!("told-{name}");
    let labelled_by = id.clone();
    let again = form.refused().get_untracked();
    let ticked = |way: &str, stands: bool| if again { !form.typed(&format!("{way}[{name}]")).is_empty() } else { stands };
    let bell = ticked("bell", chosen.bell.contains_key(name));
    let push = ticked("push", chosen.push.contains_key(name));
    let mail = match kind.line().mailing {
        Mailing::Own => {
            view! { <p class="field told-always"><span>{t(n::MAIL)}</span> <span>{t(n::MAIL_ALWAYS)}</span></p> }.into_any()
        }
        Mailing::Chosen => {
            let field = format!("mail[{name}]");
            let selected = if again { form.typed(&field) } else { chosen.mail.get(name).cloned().unwrap_or_default() };
            let options: Vec<_> = MailHow::ALL.iter().map(|how| (how.text(), t(how.label()))).collect();
            view! { <Select label=t(n::MAIL) name=form.name(&field) options selected/> }.into_any()
        }
    };
    view! {
        <div class="told-line" role="group" aria-labelledby=labelled_by>
            <p id=id class="told-what">{t(kind.line().label)}</p>
            <Checkbox label=t(n::BELL) name=form.name(&format!("bell[{name}]")) checked=bell/>
            {mail}
            <Checkbox label=t(n::PUSH) name=form.name(&format!("push[{name}]")) checked=push/>
        </div>
    }
    .into_any()
}
