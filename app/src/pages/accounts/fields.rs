use leptos::ev::Event;
use leptos::html::Input;
use model::money::CURRENCIES;
use model::schools::proposed_slug;
use model::text::{accounts as a, finding as f, start as s};
use model::{Locale, accounts::Me, limits};

use crate::prelude::*;

/// The four fields of a new account.
#[component]
pub fn AccountFields(
    form: FormState,
    /// Proposed where nothing was typed yet.
    #[prop(optional, into)]
    name: String,
    /// The address it will have, where that is settled.
    #[prop(optional, into)]
    email: String,
) -> impl IntoView {
    let typed = |field: &str, otherwise: String| Some(form.typed(field)).filter(|typed| !typed.is_empty()).unwrap_or(otherwise);
    let settled = !email.is_empty();
    // A form that comes back has all that was typed but this.
    let again = form.refused().get_untracked().then(|| t(a::PASSWORD_AGAIN));
    let password_hint = again.into_iter().chain([t(a::PASSWORD_HINT)]).collect::<Vec<_>>().join(" ");
    view! {
        <Field
            label=t(a::FULL_NAME)
            name=form.name("account[name]")
            value=typed("account[name]", name)
            error=form.problem("account[name]")
            autocomplete="name"
            maxlength=limits::NAME
            required=true
        />
        <Field
            label=t(a::USERNAME)
            name=form.name("account[username]")
            value=form.typed("account[username]")
            error=form.problem("account[username]")
            hint=t(a::USERNAME_HINT)
            autocomplete="username"
            maxlength=*limits::USERNAME.end()
            required=true
        />
        <Field
            label=t(a::EMAIL)
            name=form.name("account[email]")
            kind="email"
            value=if settled { email } else { form.typed("account[email]") }
            error=form.problem("account[email]")
            autocomplete="email"
            maxlength=limits::EMAIL
            readonly=settled
            required=true
        />
        <PasswordField
            label=t(a::PASSWORD)
            name=form.name("account[password]")
            show=t(a::SHOW_TYPED)
            hide=t(a::HIDE_TYPED)
            error=form.problem("account[password]")
            hint=password_hint
            autocomplete="new-password"
            maxlength=*limits::PASSWORD.end()
            required=true
        />
    }
}

/// The code of a mail, as it is typed.
#[component]
pub fn CodeField(form: FormState) -> impl IntoView {
    view! {
        <Field
            label=t(a::VERIFY_CODE)
            name=form.name("code")
            error=form.problem("code")
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength=10usize
            required=true
        />
    }
}

/// The fields of a new school; `nested` where they are a part of a larger form. The address follows the name while
/// it is typed, until it is changed by hand.
#[component]
pub fn SchoolFields(form: FormState, zones: Vec<String>, nested: bool) -> impl IntoView {
    let field = move |inner: &'static str, nested_name: &'static str| if nested { nested_name } else { inner };
    let (name, slug, zone) =
        (field("name", "school[name]"), field("slug", "school[slug]"), field("time_zone", "school[time_zone]"));
    let (currency, locale) = (field("currency", "school[currency]"), field("locale", "school[locale]"));
    let typed = form.typed(zone);
    // Where the founder is, the school is most likely too; a browser without scripts leaves the choice as it is.
    let own = typed.is_empty();
    let chosen = if own { "UTC".to_owned() } else { typed };
    let address = NodeRef::<Input>::new();
    let proposed = StoredValue::new(proposed_slug(&form.typed(name)));
    let propose = move |event: Event| {
        let Some(address) = address.get_untracked() else { return };
        if address.value().is_empty() || address.value() == proposed.get_value() {
            let slug = proposed_slug(&event_target_value(&event));
            address.set_value(&slug);
            proposed.set_value(slug);
        }
    };
    view! {
        <Field
            label=t(a::SCHOOL_NAME)
            name=form.name(name)
            value=form.typed(name)
            error=form.problem(name)
            autocomplete="organization"
            maxlength=limits::SCHOOL_NAME
            required=true
            on:input=propose
        />
        <Field
            label=t(a::SLUG)
            name=form.name(slug)
            value=form.typed(slug)
            error=form.problem(slug)
            hint=t(a::SLUG_HINT)
            note=t(text::common::OPTIONAL)
            maxlength=*limits::SLUG.end()
            node_ref=address
        />
        <ZoneField
            label=a::TIME_ZONE
            name=form.name(zone)
            zones
            selected=chosen
            error=form.problem(zone)
            own
        />
        <MoneyAndLanguage form currency locale chosen=(form.typed(currency), form.typed(locale))/>
    }
}

/// The currency and the language of a school.
#[component]
pub fn MoneyAndLanguage(
    form: FormState,
    currency: &'static str,
    locale: &'static str,
    /// What is chosen at first; empty for the usual, which is the language one reads.
    chosen: (String, String),
) -> impl IntoView {
    let or = |chosen: String, usual: &str| if chosen.is_empty() { usual.to_owned() } else { chosen };
    let currencies: Vec<_> = CURRENCIES.iter().map(|code| (*code, *code)).collect();
    let languages: Vec<_> = Locale::ALL.iter().map(|locale| (locale.text(), locale.name())).collect();
    view! {
        <Select
            label=t(s::CURRENCY)
            name=form.name(currency)
            options=currencies
            selected=or(chosen.0, "USD")
            error=form.problem(currency)
        />
        <Select
            label=t(s::LANGUAGE)
            name=form.name(locale)
            options=languages
            selected=or(chosen.1, crate::caller::language().locale().text())
            error=form.problem(locale)
        />
    }
}

/// The choice of a time zone, found by typing. Without a script it is the browser's own list.
#[component]
pub fn ZoneField(
    label: Key,
    name: String,
    /// As the IANA names them, sorted.
    zones: Vec<String>,
    selected: String,
    error: Signal<Option<String>>,
    /// What holds where none is chosen, the first of the list; without it one has to be.
    #[prop(optional)]
    otherwise: Option<String>,
    /// Whether the zone of the device is proposed in the place of the one that is selected.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    let none = otherwise.clone().map(|otherwise| (String::new(), otherwise));
    let zones = zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " ")));
    let options: Vec<_> = none.into_iter().chain(zones).collect();
    let proposed = own.then_some(own_zone as fn() -> Option<String>);
    let required = otherwise.is_none();
    view! {
        <Combobox
            label=t(label)
            name
            options
            selected
            none=t(f::NOTHING)
            unclear=t(text::common::CHOOSE_FROM_LIST)
            placeholder=otherwise
            error
            required
            proposed
        />
    }
}

/// The time zone of the device, as the IANA names it.
fn own_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string().map(|zone| present_name(&zone).to_owned())
}

/// The name a zone has today: browsers still say some of the old ones.
fn present_name(zone: &str) -> &str {
    match zone {
        "Africa/Asmera" => "Africa/Asmara",
        "America/Buenos_Aires" => "America/Argentina/Buenos_Aires",
        "America/Catamarca" => "America/Argentina/Catamarca",
        "America/Cordoba" => "America/Argentina/Cordoba",
        "America/Jujuy" => "America/Argentina/Jujuy",
        "America/Mendoza" => "America/Argentina/Mendoza",
        "America/Coral_Harbour" => "America/Atikokan",
        "America/Godthab" => "America/Nuuk",
        "America/Indianapolis" => "America/Indiana/Indianapolis",
        "America/Louisville" => "America/Kentucky/Louisville",
        "Asia/Calcutta" => "Asia/Kolkata",
        "Asia/Katmandu" => "Asia/Kathmandu",
        "Asia/Rangoon" => "Asia/Yangon",
        "Asia/Saigon" => "Asia/Ho_Chi_Minh",
        "Atlantic/Faeroe" => "Atlantic/Faroe",
        "Europe/Kiev" => "Europe/Kyiv",
        "Pacific/Enderbury" => "Pacific/Kanton",
        "Pacific/Ponape" => "Pacific/Pohnpei",
        "Pacific/Truk" => "Pacific/Chuuk",
        present => present,
    }
}

/// Says with which account something is done.
#[component]
pub fn AsWhom(me: Me) -> impl IntoView {
    view! { <p class="muted">{tf(a::JOIN_AS, &[("name", &me.name)])}</p> }
}

#[cfg(test)]
mod tests {
    use super::present_name;

    #[test]
    fn a_zone_has_its_present_name() {
        for (said, meant) in [("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"), ("Africa/Accra", "Africa/Accra")]
        {
            assert_eq!(present_name(said), meant);
        }
    }
}
