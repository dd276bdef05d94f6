use model::settings::grades::{Band, Preset, Scale};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, CreateScale, MakeScaleDefault};
use super::fields::Hidden;
use super::head::{Head, Part};
use crate::prelude::*;
use crate::text::percent;

#[component]
pub fn Grades() -> impl IntoView {
    let school = use_school();
    let scales = Resource::new(move || school.get(), api::list_scales);
    view! { <Loaded of=scales view={move |scales: Vec<Scale>| view! { <Scales school=school.get_untracked() scales/> }.into_any()}/> }
}

#[component]
fn Scales(school: String, scales: Vec<Scale>) -> impl IntoView {
    let none =
        scales.is_empty().then(|| view! { <EmptyState icon="book-open" title=t(s::NO_SCALES) text=t(s::NO_SCALES_HINT)/> });
    let card = |scale| view! { <ScaleCard school=school.clone() scale/> };
    let preset = |preset: &Preset| {
        let (name, about) = preset.texts();
        let fields = vec![("school", school.clone()), ("preset", preset.text().to_owned())];
        view! {
            <li>
                <div>
                    <span class="title">{t(name)}</span>
                    <span class="meta muted">{t(about)}</span>
                </div>
                <form method="post" action=CreateScale::PATH class="trailing">
                    <Hidden fields/>
                    <Button variant=Variant::Quiet icon="plus" small=true label=tf(s::ADD_SCALE_OF, &[("name", &t(name))])>
                        {t(s::ADD_SCALE)}
                    </Button>
                </form>
            </li>
        }
    };
    view! {
        <Head school=school.clone() part=Part::Grades/>
        <section class="panel" id="planned">
            <h2>{t(s::PLANNED)}</h2>
            <p class="muted">{t(s::SCALES_PLANNED)}</p>
        </section>
        {none}
        <div class="stack stack-wide" id="scales">{scales.into_iter().map(card).collect_view()}</div>
        <section class="panel" id="new">
            <h2>{t(s::NEW_SCALE)}</h2>
            <p class="muted">{t(s::NEW_SCALE_HINT)}</p>
            <ul class="list">{Preset::ALL.iter().map(preset).collect_view()}</ul>
        </section>
    }
}

#[component]
fn ScaleCard(school: String, scale: Scale) -> impl IntoView {
    let href = format!("/s/{school}/settings/grades/{}", scale.id);
    let choose = (!scale.is_default).then(|| {
        view! {
            <form method="post" action=MakeScaleDefault::PATH>
                <Hidden fields=vec![("school", school), ("id", scale.id.to_string())]/>
                <Button variant=Variant::Quiet small=true>{t(s::MAKE_DEFAULT)}</Button>
            </form>
        }
    });
    let name = scale.name.clone();
    view! {
        <section class="panel" data-scale=name>
            <header>
                <h2><A href=href>{scale.name}</A></h2>
                {scale.is_default.then(|| view! { <Badge tone=Tone::Good>{t(s::DEFAULT)}</Badge> })}
            </header>
            <p class="muted">{described(&scale.bands)}</p>
            {choose}
        </section>
    }
}

/// The bands in a line.
fn described(bands: &[Band]) -> String {
    if bands.is_empty() {
        return t(s::NO_BANDS).to_owned();
    }
    let band = |band: &Band| tf(s::FROM_PERCENT, &[("letter", &band.letter), ("least", &percent(band.least))]);
    bands.iter().map(band).collect::<Vec<_>>().join(" · ")
}
