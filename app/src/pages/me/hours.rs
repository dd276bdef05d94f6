//! When one may be disturbed, and when mails that gather come.

use model::notifications::{NotificationForm, Weekend, WeekendHours};
use model::text::{formats, notifications as n};

use crate::prelude::*;

/// The quiet hours, on most days and at the weekend.
#[component]
pub fn QuietHours(form: FormState, chosen: NotificationForm, zone: String) -> impl IntoView {
    let days: Vec<_> = Weekend::ALL.iter().map(|it| (it.text(), t(it.label()))).collect();
    let hours: Vec<_> = WeekendHours::ALL.iter().map(|it| (it.text(), t(it.label()))).collect();
    let time = move |label: Key, field: &'static str, value: &str| {
        let (name, value) = (form.name(field), stands(form, field, value));
        view! { <Field label=t(label) name kind="time" value error=form.problem(field)/> }
    };
    view! {
        <fieldset>
            <legend>{t(n::QUIET)}</legend>
            <p class="hint">{tf(n::QUIET_HINT, &[("zone", &zone)])}</p>
            <div class="row told-quiet">
                {time(n::QUIET_FROM, "quiet_from", &chosen.quiet_from)}
                {time(n::QUIET_UNTIL, "quiet_until", &chosen.quiet_until)}
            </div>
            <div class="row told-quiet">
                <Select
                    label=t(n::WEEKEND_DAYS)
                    name=form.name("weekend")
                    options=days
                    selected=stands(form, "weekend", &chosen.weekend)
                    error=form.problem("weekend")
                />
                <Select
                    label=t(n::WEEKEND_HOURS)
                    name=form.name("weekend_hours")
                    options=hours
                    selected=stands(form, "weekend_hours", &chosen.weekend_hours)
                    error=form.problem("weekend_hours")
                />
            </div>
            <div class="row told-quiet">
                {time(n::WEEKEND_FROM, "weekend_from", &chosen.weekend_from)}
                {time(n::WEEKEND_UNTIL, "weekend_until", &chosen.weekend_until)}
            </div>
        </fieldset>
    }
}

/// When the mails come that gather what happened.
#[component]
pub fn DigestTimes(form: FormState, chosen: NotificationForm) -> impl IntoView {
    let hours: Vec<_> = (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect();
    let days: Vec<_> = formats::WEEKDAYS.iter().enumerate().map(|(day, name)| (day.to_string(), t(*name))).collect();
    view! {
        <fieldset>
            <legend>{t(n::DIGEST)}</legend>
            <p class="hint">{t(n::DIGEST_HINT)}</p>
            <div class="row told-quiet">
                <Select
                    label=t(n::DIGEST_HOUR)
                    name=form.name("digest_hour")
                    options=hours
                    selected=stands(form, "digest_hour", &chosen.digest_hour)
                    error=form.problem("digest_hour")
                />
                <Select
                    label=t(n::DIGEST_DAY)
                    name=form.name("digest_day")
                    options=days
                    selected=stands(form, "digest_day", &chosen.digest_day)
                    error=form.problem("digest_day")
                />
            </div>
        </fieldset>
    }
}

/// What stands in a field: what was refused as it was typed, an emptied field too; else what is chosen.
fn stands(form: FormState, field: &str, chosen: &str) -> String {
    if form.refused().get_untracked() { form.typed(field) } else { chosen.to_owned() }
}
