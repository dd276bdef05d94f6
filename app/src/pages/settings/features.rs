use model::settings::features::{FeatureLine, OFFERED, PLANNED, Planned};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, SetFeature};
use super::fields::Hidden;
use super::head::{Head, Part};
use crate::prelude::*;

#[component]
pub fn FeaturesPage() -> impl IntoView {
    let school = use_school();
    let lines = Resource::new(move || school.get(), api::show_features);
    view! {
        <Loaded of=lines view={move |lines: Vec<FeatureLine>| {
            let school = school.get_untracked();
            let line = |line| view! { <Line school=school.clone() line/> };
            view! {
                <Head school=school.clone() part=Part::Features/>
                <p class="muted">{t(s::FEATURES_HINT)}</p>
                <section class="panel" id="features">
                    <ul class="list">{lines.into_iter().map(line).collect_view()}</ul>
                </section>
                <NotYet/>
            }
                .into_any()
        }}/>
    }
}

/// What is planned and has nothing behind it, so no button either.
#[component]
fn NotYet() -> impl IntoView {
    let line = |it: &Planned| {
        let at_first = if it.feature.default_on() { s::WILL_BE_ON } else { s::WILL_BE_OFF };
        view! {
            <li data-planned=it.feature.text()>
                <div>
                    <span class="title">{t(it.name)}</span>
                    <span class="meta">{t(it.about)}</span>
                    <span class="meta muted">{t(at_first)}</span>
                </div>
            </li>
        }
    };
    view! {
        <section class="panel" id="planned">
            <h2>{t(s::PLANNED)}</h2>
            <p class="muted">{t(s::PLANNED_HINT)}</p>
            <ul class="list">{PLANNED.iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Line(school: String, line: FeatureLine) -> impl IntoView {
    let FeatureLine { feature, on } = line;
    let offer = OFFERED.iter().find(|offer| offer.feature == feature)?;
    let name = t(offer.name);
    let (state, tone) = if on { (s::ON, Tone::Good) } else { (s::OFF, Tone::Neutral) };
    let (act, whole) = if on { (s::TURN_OFF, s::TURN_OFF_OF) } else { (s::TURN_ON, s::TURN_ON_OF) };
    let at_first = if feature.default_on() { s::ON_AT_FIRST } else { s::OFF_AT_FIRST };
    let fields = vec![("school", school), ("feature", feature.text().to_owned()), ("on", (!on).to_string())];
    let view = view! {
        <li data-feature=feature.text()>
            <div>
                <span class="title">{name} " " <Badge tone=tone>{t(state)}</Badge></span>
                <span class="meta">{t(offer.about)}</span>
                <span class="meta muted">{t(offer.felt)} " " {t(at_first)}</span>
            </div>
            <form method="post" action=SetFeature::PATH class="trailing">
                <Hidden fields/>
                <Button variant=Variant::Quiet small=true label=tf(whole, &[("name", &name)])>{t(act)}</Button>
            </form>
        </li>
    };
    Some(view)
}
