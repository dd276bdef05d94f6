use leptos::prelude::*;
use ui::*;

use crate::Part;

#[component]
pub fn Overlays() -> impl IntoView {
    provide_toasts();
    view! {
        <Part name="Overlays">
            <div class="row">
                <PaletteButton palette="palette" label="Go to" keys="Ctrl K"/>
                <DrawerButton dialog="drawer" icon="user">"Aline Uwase"</DrawerButton>
                <Tooltip id="tip" text="Only teachers of the class see it.">
                    <Button kind="button" variant=Variant::Quiet icon="eye">"Who sees it"</Button>
                </Tooltip>
                <Tooltip id="tip-back" text="The last word stays.">
                    <Button kind="button" variant=Variant::Quiet icon="undo">"Step back"</Button>
                </Tooltip>
            </div>
            <Messages/>
            <Drawer
                id="drawer"
                title="Aline Uwase"
                close="Close the drawer"
                foot=|| view! { <LinkButton href="#overlays" variant=Variant::Primary>"Open the page"</LinkButton> }
            >
                <Pairs>
                    <Pair term="Number">"S3-0112"</Pair>
                    <Pair term="Class">"Senior 3 B"</Pair>
                </Pairs>
                <p>"What one needs of a person without leaving the list."</p>
            </Drawer>
            <Search/>
            <ToastStack label="Messages" close="Close the message"/>
        </Part>
    }
}

#[component]
fn Messages() -> impl IntoView {
    let toasts = use_toasts();
    let undone = RwSignal::new(false);
    let say = move |toast: fn() -> Toast| move |_| toasts.say(toast());
    let with_undo = move |_| {
        let back = Callback::new(move |()| undone.set(true));
        toasts.say(Toast::new(Tone::Info, "The message was removed.").button("Take back", back));
    };
    view! {
        <div class="row">
            <button type="button" class="button" on:click=say(|| Toast::new(Tone::Good, "The marks are released.").stay())>
                "A message that stays"
            </button>
            <button
                type="button"
                class="button"
                on:click=say(|| Toast::new(Tone::Warn, "Two rows were left out.").link("See them", "#overlays"))
            >
                "With a link"
            </button>
            <button type="button" class="button" on:click=with_undo>"With something to do"</button>
            <button type="button" class="button" on:click=say(|| Toast::new(Tone::Bad, "It could not be sent. Try again."))>
                "A refusal"
            </button>
            <span>{move || undone.get().then_some("Taken back.")}</span>
        </div>
    }
}

/// Answers as a server would, at once; words with "slow" are still on their way.
#[component]
fn Search() -> impl IntoView {
    let all = || {
        [
            ("People", "#signs", "Aline Uwase", "user", "aline · Student · Senior 3 B, mathematics and physics"),
            ("People", "#tables", "Eric Ndayisaba", "user", "eric · Student · Senior 3 B"),
            ("Pages", "#menus", "Assignments", "file-text", "Physics"),
            ("Pages", "#entry", "Settings", "settings", "Kigali Academy"),
        ]
    };
    let words = RwSignal::new(String::new());
    let found = move || {
        let words = words.get().to_lowercase();
        ["People", "Pages"]
            .map(|kind| {
                let mine = all().into_iter().filter(|(of, _, title, ..)| *of == kind && title.to_lowercase().contains(&words));
                Hits::new(kind, mine.map(|(_, href, title, icon, hint)| Hit::new(href, title, icon).hint(hint)).collect())
            })
            .to_vec()
    };
    let loading = Signal::derive(move || words.get().contains("slow"));
    view! {
        <Palette
            id="palette"
            label="Go to a page or a person"
            placeholder="A name, a class, a page"
            close="Close the search"
            action="/"
            found=Signal::derive(found)
            on_query=Callback::new(move |text| words.set(text))
            loading
            none="Nothing has these words."
            waiting="Looking"
        >
            "Arrows move, Enter opens, Escape closes."
        </Palette>
    }
}
