use model::accounts::Me;
use model::profile::{ProfileForm, ProfilePage};
use model::text::{accounts as a, me as m};
use model::{Locale, Theme, limits};
use server_fn::ServerFn;

use super::api::{SaveProfile, show_profile};
use super::head::{Head, Part};
use super::photo::Photo;
use super::suggestions::NameSuggestions;
use crate::pages::accounts::fields::ZoneField;
use crate::prelude::*;

/// What one tells of oneself, and how one reads.
#[component]
pub fn ProfileView() -> impl IntoView {
    let data = Resource::new(|| (), |()| show_profile());
    let draw = |(me, mut page): (Me, ProfilePage)| {
        let suggestions = std::mem::take(&mut page.suggestions);
        let zone = as_school(&me);
        view! {
            <Head me=me.clone() part=Part::Profile/>
            <NameSuggestions suggestions/>
            <div class="stack stack-wide">
                <Photo me/>
                <Profile page zone/>
            </div>
        }
        .into_any()
    };
    view! {
        <Title text=t(m::TAB_PROFILE)/>
        <Loaded of=data view=draw/>
    }
}

/// What it is to choose no zone: to read the school's time, and which that is now.
fn as_school(me: &Me) -> String {
    match me.school_zone().map(|zone| zone.replace('_', " ")) {
        Some(zone) if me.is_in_several_zones() => tf(m::AS_SCHOOLS_IN, &[("zone", &zone)]),
        Some(zone) => tf(m::AS_SCHOOL_IN, &[("zone", &zone)]),
        None => t(m::AS_SCHOOL).to_owned(),
    }
}

#[component]
fn Profile(
    page: ProfilePage,
    /// The words for no zone of one's own.
    zone: String,
) -> impl IntoView {
    let form = FormState::plain(SaveProfile::PATH);
    let drawn = page.form.as_drawn();
    let ProfileForm { name, phone, organization, bio, locale, time_zone, theme, .. } = page.form;
    // What was refused stands as it was typed; an emptied field too.
    let again = form.refused().get_untracked();
    let value = move |field: &'static str, saved: String| if again { form.typed(field) } else { saved };
    let languages = std::iter::once((Text::from(""), Text::from(t(m::AS_SCHOOL))))
        .chain(Locale::ALL.iter().map(|locale| (locale.text().into(), locale.name().into())))
        .collect::<Vec<(Text, Text)>>();
    let themes: Vec<_> = Theme::ALL.iter().map(|theme| (theme.text(), t(theme.label()))).collect();
    view! {
        <section class="panel" id="profile">
            <form method="post" action=SaveProfile::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <fieldset>
                    <legend>{t(m::ABOUT_YOU)}</legend>
                    <Field
                        label=t(a::FULL_NAME)
                        name=form.name("name")
                        value=value("name", name)
                        error=form.problem("name")
                        autocomplete="name"
                        maxlength=limits::NAME
                        required=true
                    />
                    <Field
                        label=t(m::PHONE)
                        name=form.name("phone")
                        kind="tel"
                        value=value("phone", phone)
                        error=form.problem("phone")
                        note=t(text::common::OPTIONAL)
                        autocomplete="tel"
                        maxlength=limits::PHONE
                    />
                    <Field
                        label=t(m::ORGANIZATION)
                        name=form.name("organization")
                        value=value("organization", organization)
                        error=form.problem("organization")
                        note=t(text::common::OPTIONAL)
                        autocomplete="organization"
                        maxlength=limits::ORGANIZATION
                    />
                    <TextArea
                        label=t(m::BIO)
                        name=form.name("bio")
                        value=value("bio", bio)
                        error=form.problem("bio")
                        note=t(text::common::OPTIONAL)
                        rows=3
                        maxlength=limits::BIO
                    />
                </fieldset>
                <fieldset>
                    <legend>{t(m::READING)}</legend>
                    <Select
                        label=t(m::LANGUAGE)
                        name=form.name("locale")
                        options=languages
                        selected=value("locale", locale)
                        error=form.problem("locale")
                    />
                    <ZoneField
                        label=m::TIME_ZONE
                        name=form.name("time_zone")
                        zones=page.zones
                        selected=value("time_zone", time_zone)
                        error=form.problem("time_zone")
                        otherwise=zone
                    />
                    <Select
                        label=t(m::THEME)
                        name=form.name("theme")
                        options=themes
                        selected=value("theme", theme.text().to_owned())
                    />
                </fieldset>
                <div class="form-actions">
                    <Button>{t(m::SAVE)}</Button>
                </div>
            </form>
        </section>
    }
}
