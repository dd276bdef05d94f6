use model::money::{CURRENCIES, is_currency};
use model::schools::TeacherLabel;
use model::settings::general::GeneralForm;
use model::text::settings as s;
use model::{Locale, limits};
use server_fn::ServerFn;

use super::api::{self, SaveGeneral};
use super::fields::kept;
use super::head::{Head, Part};
use crate::pages::accounts::api::time_zones;
use crate::pages::accounts::fields::ZoneField;
use crate::prelude::*;

#[component]
pub fn GeneralPage() -> impl IntoView {
    let school = use_school();
    let data =
        Resource::new(move || school.get(), |school| async { Ok((api::show_general(school).await?, time_zones().await?)) });
    view! {
        <Loaded of=data view=move |(general, zones): (GeneralForm, Vec<String>)| {
            view! { <General school=school.get_untracked() general zones/> }.into_any()
        }/>
    }
}

#[component]
fn General(school: String, general: GeneralForm, zones: Vec<String>) -> impl IntoView {
    let form = FormState::plain(SaveGeneral::PATH);
    let drawn = general.as_drawn();
    // One chosen under an older name stays in the list.
    let mut zones = zones;
    if !zones.contains(&general.time_zone) {
        zones.push(general.time_zone.clone());
    }
    // One that is none, from before there was a list, is not changed into another unasked.
    let currency = Some(kept(form, "currency", general.currency)).filter(|code| is_currency(code));
    let mut currencies: Vec<_> = CURRENCIES.iter().map(|code| (*code, *code)).collect();
    if currency.is_none() {
        currencies.insert(0, ("", t(s::CHOOSE_CURRENCY)));
    }
    let locales: Vec<_> = Locale::ALL.iter().map(|locale| (locale.text(), locale.name())).collect();
    let labels: Vec<_> = TeacherLabel::ALL.iter().map(|label| (label.text(), t(label.label()))).collect();
    view! {
        <Head school=school.clone() part=Part::General/>
        <section class="panel panel-form">
            <form method="post" action=SaveGeneral::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <input type="hidden" name="school" value=school/>
                <Field
                    label=t(s::NAME)
                    name=form.name("name")
                    value=kept(form, "name", general.name)
                    error=form.problem("name")
                    autocomplete="organization"
                    maxlength=limits::SCHOOL_NAME
                    required=true
                />
                <Field
                    label=t(s::SLUG)
                    name=form.name("slug")
                    value=general.slug
                    error=form.problem("slug")
                    hint=t(s::SLUG_HINT)
                    autocomplete="off"
                    readonly=true
                />
                <Field
                    label=t(s::MAIL_DOMAIN)
                    name=form.name("mail_domain")
                    value=kept(form, "mail_domain", general.mail_domain)
                    error=form.problem("mail_domain")
                    hint=t(s::MAIL_DOMAIN_HINT)
                    note=t(text::common::OPTIONAL)
                    autocomplete="off"
                    maxlength=limits::EMAIL
                />
                <ZoneField
                    label=s::TIME_ZONE
                    name=form.name("time_zone")
                    zones
                    selected=kept(form, "time_zone", general.time_zone)
                    error=form.problem("time_zone")
                />
                <Select
                    label=t(s::LANGUAGE)
                    name=form.name("locale")
                    options=locales
                    selected=kept(form, "locale", general.locale.text())
                    hint=t(s::LANGUAGE_HINT)
                />
                <Select
                    label=t(s::CURRENCY)
                    name=form.name("currency")
                    options=currencies
                    selected=currency
                    error=form.problem("currency")
                    required=true
                />
                <Select
                    label=t(s::TEACHERS_ARE)
                    name=form.name("teacher_label")
                    options=labels
                    selected=kept(form, "teacher_label", general.teacher_label.text())
                />
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
    }
}
