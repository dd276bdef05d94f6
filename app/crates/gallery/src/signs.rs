use leptos::prelude::*;
use ui::*;

use crate::Part;

const TONES: [Tone; 5] = [Tone::Neutral, Tone::Good, Tone::Warn, Tone::Bad, Tone::Info];

#[component]
pub fn Signs() -> impl IntoView {
    view! {
        <Part name="Signs">
            <div class="row">{TONES.map(|tone| view! { <Badge tone>{tone.name()}</Badge> }).collect_view()}</div>
            <div class="row">
                {["Ada Lovelace", "Bosco Mugisha", "Chantal Ingabire", "Dora", "Eric N.", "Fatima Hassan", "Gaël Ré", "Hana Ito"]
                    .map(|name| view! { <Avatar name/> })
                    .collect_view()}
                <Avatar name="Small One" size=Size::Small/>
                <Avatar name="Large One" size=Size::Large/>
                <Avatar name="With Photo" photo="/icon.svg" size=Size::Large/>
                <Avatar name="Photo Gone" photo="data:image/png;base64,bm90IGEgcGljdHVyZQ==" size=Size::Large/>
            </div>
            <p class="row">
                <AvatarStack
                    label="Aline, Chantal, Eric, Fatima and 3 more"
                    people=["Aline Uwase", "Chantal Ingabire", "Eric Ndayisaba", "Fatima Hassan", "Gaël Ré", "Hana Ito", "Dora"]
                        .map(|name| (name, ""))
                        .to_vec()
                />
                <AvatarStack label="Ada and Bosco" people=vec![("Ada Lovelace", "/icon.svg"), ("Bosco Mugisha", "")] size=Size::Medium/>
            </p>
            {TONES
                .map(|tone| view! { <Notice tone title=tone.name()>"Something to know, with "<a href="#signs">"a link"</a>"."</Notice> })
                .collect_view()}
            <Stats>
                {TONES.map(|tone| view! { <Stat label=tone.name() value="1,204" tone/> }).collect_view()}
                <Stat label="with a link" value="18" href="#signs"/>
            </Stats>
        </Part>
    }
}

#[component]
pub fn Moving() -> impl IntoView {
    let unknown: Option<f64> = None;
    view! {
        <Part name="Moving">
            <Meter label="Storage" value=112.0 max=500.0 text="112 of 500 MB"/>
            <Meter label="Nearly full" value=91.0 text="91 %" tone=Tone::Warn/>
            <Meter label="Full" value=100.0 text="100 %" tone=Tone::Bad/>
            <ProgressLine label="essay.pdf" value=Some(0.42) text="42 %"/>
            <ProgressLine label="Checking essay.pdf" value=unknown/>
            <Skeleton label="Loading"/>
        </Part>
    }
}
