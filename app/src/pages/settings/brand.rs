use leptos::ev::Event;
use model::color::{Look, Ratios, Rgb, TEXT};
use model::settings::brand::{BrandPage, ColorForm, logo_path};
use model::text::{common, settings as s};
use server_fn::ServerFn;

use super::api::{self, RemoveLogo, SetColor};
use super::fields::kept;
use super::head::{Head, Part};
use crate::prelude::*;
use crate::text::size;

#[component]
pub fn BrandSettings() -> impl IntoView {
    let school = use_school();
    let brand = Resource::new(move || school.get(), api::show_brand);
    view! { <Loaded of=brand view=move |brand: BrandPage| view! { <Brand school=school.get_untracked() brand/> }.into_any()/> }
}

#[component]
fn Brand(school: String, brand: BrandPage) -> impl IntoView {
    let off = (!brand.on).then(|| {
        let href = format!("/s/{school}/settings/features");
        view! { <Notice tone=Tone::Info>{t(s::BRAND_OFF)} " " <A href=href>{t(s::BRAND_TURN_ON)}</A></Notice> }
    });
    let forms = brand.on.then(|| {
        let (color, logo, name) = (brand.color.clone(), brand.logo.clone(), brand.name.clone());
        view! {
            <Color school=school.clone() color/>
            <Logo school=school.clone() name logo/>
        }
    });
    let hint = if brand.on { s::OWN_ADDRESS_HINT } else { s::OWN_ADDRESS_OFF };
    view! {
        <Head school=school.clone() part=Part::Brand/>
        {off}
        {forms}
        <section class="panel" id="door">
            <h2>{t(s::OWN_ADDRESS)}</h2>
            <p class="muted">{tf(hint, &[("address", &brand.address)])}</p>
        </section>
    }
}

/// The colour the page begins with where the school has none: the house's.
const HOUSE: &str = "#0f5c4c";

#[component]
fn Color(school: String, color: String) -> impl IntoView {
    let form = FormState::plain(SetColor::PATH);
    let stored = if color.is_empty() { HOUSE.to_owned() } else { color.clone() };
    let value = kept(form, "color", stored);
    let drawn = ColorForm::drawn_from(&color);
    let chosen = RwSignal::new(value.parse::<Rgb>().ok());
    let change = move |event: Event| chosen.set(event_target_value(&event).parse().ok());
    let nearest = move || chosen.get().filter(|it| !it.ratios(Look::Light).pass()).map(|it| it.nearest(Look::Light).to_string());
    let (other, house) = (school.clone(), school.clone());
    view! {
        <section class="panel" id="color">
            <h2>{t(s::COLOR_TITLE)}</h2>
            <form method="post" action=SetColor::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <input type="hidden" name="school" value=school/>
                <Field
                    label=t(s::COLOR)
                    name=form.name("color")
                    kind="color"
                    value=value
                    error=form.problem("color")
                    hint=t(s::COLOR_HINT)
                    on:input=change
                />
                <p class="hint">{t(s::RATIO_NEEDED)}</p>
                {move || chosen.get().map(|color| view! { <Shades color/> })}
                <div class="form-actions"><Button>{t(s::COLOR_SAVE)}</Button></div>
            </form>
            <div class="actions">
                {move || {
                    nearest()
                        .map(|nearest| {
                            view! {
                                <form method="post" action=SetColor::PATH>
                                    <input type="hidden" name="school" value=other.clone()/>
                                    <input type="hidden" name="form[color]" value=nearest.clone()/>
                                    <Button variant=Variant::Quiet>{tf(s::COLOR_NEAREST, &[("color", &nearest)])}</Button>
                                </form>
                            }
                        })
                }}
                {(!color.is_empty())
                    .then(|| {
                        view! {
                            <form method="post" action=SetColor::PATH>
                                <input type="hidden" name="school" value=house/>
                                <input type="hidden" name="form[color]" value=""/>
                                <Button variant=Variant::Quiet>{t(s::COLOR_HOUSE)}</Button>
                            </form>
                        }
                    })}
            </div>
        </section>
    }
}

/// How well the colour can be read, in each place it is used, with samples drawn in it.
#[component]
fn Shades(color: Rgb) -> impl IntoView {
    let shade = color.nearest(Look::Dark);
    let (light, dark): (Ratios, Ratios) = (color.ratios(Look::Light), shade.ratios(Look::Dark));
    view! {
        <dl class="shades" aria-live="polite">
            <Shade term=t(s::RATIO_TEXT).to_owned() ratio=light.text_on_it ground=color.to_string() ink="#fdfcf7".to_owned()/>
            <Shade term=t(s::RATIO_LIGHT).to_owned() ratio=light.on_page ground="#f6f5f0".to_owned() ink=color.to_string()/>
            <Shade
                term=tf(s::RATIO_DARK, &[("color", &shade)])
                ratio=dark.on_page
                ground="#171815".to_owned()
                ink=shade.to_string()
            />
        </dl>
    }
}

/// One of them. The sample is an SVG, whose colours are attributes: the policy takes no style from a page.
#[component]
fn Shade(term: String, ratio: f64, ground: String, ink: String) -> impl IntoView {
    let pass = ratio >= TEXT;
    let (tone, word) = if pass { (Tone::Good, s::RATIO_GOOD) } else { (Tone::Bad, s::RATIO_BAD) };
    // Rounded down: what is refused never reads as enough.
    let ratio = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
    view! {
        <div>
            <dt>{term}</dt>
            <dd>
                <svg class="sample" viewBox="0 0 96 32" aria-hidden="true">
                    <rect width="96" height="32" rx="3" fill=ground></rect>
                    <text x="48" y="21" text-anchor="middle" fill=ink>{t(s::SAMPLE)}</text>
                </svg>
                <span class="num">{tf(s::RATIO, &[("n", &ratio)])}</span>
                <Badge tone=tone>{t(word)}</Badge>
            </dd>
        </div>
    }
}

#[component]
fn Logo(school: String, name: String, logo: String) -> impl IntoView {
    let path = format!("/s/{school}/settings/logo");
    let form = FormState::plain(&path);
    let shown = (!logo.is_empty()).then(|| {
        let school = school.clone();
        view! {
            <p><img class="logo-shown" src=logo_path(&school, &logo) alt=tf(s::LOGO_OF, &[("school", &name)])/></p>
            <form method="post" action=RemoveLogo::PATH>
                <input type="hidden" name="school" value=school/>
                <Button variant=Variant::Danger>{t(s::LOGO_REMOVE)}</Button>
            </form>
        }
    });
    view! {
        <section class="panel" id="logo">
            <h2>{t(s::LOGO)}</h2>
            {shown}
            <form method="post" action=path enctype="multipart/form-data" class="form">
                <FormProblem form/>
                <FileDrop
                    label=t(s::LOGO_FILE)
                    name="logo"
                    id="logo-file"
                    invite=t(common::DROP_PICTURE)
                    remove=t(common::TAKE_OUT)
                    size=Callback::new(|bytes: u64| size(bytes as i64))
                    accept="image/png,image/jpeg,image/webp"
                    hint=t(s::LOGO_HINT)
                    error=form.problem("logo")
                    required=true
                />
                <Button>{t(s::LOGO_SAVE)}</Button>
            </form>
        </section>
    }
}
