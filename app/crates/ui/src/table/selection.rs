use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use crate::Text;

/// The boxes of a selection, and how many are ticked.
#[derive(Clone, Copy)]
struct Chosen {
    name: StoredValue<Text>,
    boxes: StoredValue<Vec<NodeRef<Input>>>,
    /// Set to count anew.
    stale: RwSignal<()>,
    /// How many of how many; nothing until a script counts.
    counted: RwSignal<Option<(usize, usize)>>,
}

impl Chosen {
    fn new(name: Text) -> Chosen {
        let chosen = Chosen {
            name: StoredValue::new(name),
            boxes: StoredValue::new(Vec::new()),
            stale: RwSignal::new(()),
            counted: RwSignal::new(None),
        };
        Effect::new(move |_| {
            chosen.stale.track();
            chosen.count();
        });
        chosen
    }

    /// Takes in the box of a row.
    fn join(self) -> NodeRef<Input> {
        let input = NodeRef::new();
        self.boxes.update_value(|boxes| boxes.push(input));
        // A browser may have kept it ticked over a reload.
        Effect::new(move |_| {
            input.track();
            self.stale.set(());
        });
        on_cleanup(move || {
            self.stale.try_set(());
        });
        input
    }

    /// The boxes that are on the page still.
    fn inputs(self) -> Vec<HtmlInputElement> {
        self.boxes.update_value(|boxes| boxes.retain(|input| !input.is_disposed()));
        self.boxes.with_value(|boxes| boxes.iter().filter_map(|input| input.get_untracked()).collect())
    }

    fn count(self) {
        let inputs = self.inputs();
        self.counted.set(Some((inputs.iter().filter(|input| input.checked()).count(), inputs.len())));
    }

    fn tick_all(self, on: bool) {
        for input in self.inputs() {
            input.set_checked(on);
        }
        self.count();
    }
}

/// A form round a table whose rows can be selected, with a bar of what may be done to all of them at once. The rows
/// carry a [`SelectCell`] each; what is sent is the name once for each row that is ticked. Without a script the bar
/// counts too, and only the box for all rows is missing. A row has no form of its own inside, since forms do not nest:
/// its buttons are links, or carry a `formaction`.
#[component]
pub fn Selection(
    /// Where the form is sent to.
    #[prop(into)]
    action: Text,
    /// `get` where nothing is done yet, as on the way to a page that asks.
    #[prop(default = "post")]
    method: &'static str,
    /// What is sent for each row, as in `ids[]`.
    #[prop(into)]
    name: Text,
    /// Beside the box for all rows: "Select all on this page".
    #[prop(into)]
    all: Text,
    /// Before the figure, until a script writes the sentence: "Selected:".
    #[prop(into)]
    label: Text,
    /// The sentence: "3 selected".
    counted: impl Fn(usize) -> String + Send + Sync + 'static,
    /// The words of the button that unticks all: "Clear".
    #[prop(into)]
    clear: Text,
    /// The buttons, and hidden fields that go with them.
    #[prop(into)]
    actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let chosen = Chosen::new(name);
    provide_context(chosen);
    let count = move || chosen.counted.get();
    let ticked = move || count().map_or(0, |(ticked, _)| ticked);
    let counted = StoredValue::new(counted);
    let sentence = move || counted.with_value(|counted| counted(ticked()));
    let heard = move || if ticked() > 0 { sentence() } else { String::new() };
    let figure = move || match count() {
        Some(_) => sentence().into_any(),
        None => view! { {label.clone()} " " <span class="selection-figure"></span> }.into_any(),
    };
    let every = NodeRef::<Input>::new();
    let untick = move |event: MouseEvent| {
        // A reset would tick again what came ticked.
        event.prevent_default();
        chosen.tick_all(false);
        // The bar goes, and the button with it: whoever uses the keyboard goes on at the first box.
        if let Some(every) = every.get_untracked() {
            let _ = every.focus();
        }
    };
    let keep = |event: KeyboardEvent| {
        let in_a_box = || event.target()?.dyn_into::<HtmlInputElement>().ok().filter(|it| it.type_() == "checkbox");
        if event.key() == "Enter" && in_a_box().is_some() {
            event.prevent_default();
        }
    };
    view! {
        <form
            class="selection"
            method=method
            action=action
            on:change=move |_| chosen.count()
            on:keydown=keep
        >
            // Enter in a box presses the first button of its form: better one that does nothing. Some browsers take the
            // first that does something.
            <button type="submit" disabled hidden></button>
            <label class="selection-all" class:selection-later=move || count().is_none()>
                <input
                    type="checkbox"
                    node_ref=every
                    prop:checked=move || count().is_some_and(|(ticked, of)| of > 0 && ticked == of)
                    prop:indeterminate=move || count().is_some_and(|(ticked, of)| ticked > 0 && ticked < of)
                    on:change=move |event| chosen.tick_all(event_target_checked(&event))
                />
                <span>{all}</span>
            </label>
            {children()}
            <div class="selection-bar">
                <p class="num">{figure}</p>
                <div class="row">{actions.run()}</div>
                <button type="reset" class="button-link" on:click=untick>{clear}</button>
            </div>
            <p class="visually-hidden" role="status">{heard}</p>
        </form>
    }
}

/// The cell with the box of a row, the first of its row. Stands in a [`Selection`].
#[component]
pub fn SelectCell(
    /// What is sent for the row.
    #[prop(into)]
    value: Text,
    /// What the row is called, for people who hear the box.
    #[prop(into)]
    label: Text,
    #[prop(optional)] checked: bool,
    /// This row can not be chosen: one's own account, say.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let chosen = use_context::<Chosen>();
    let name = chosen.map(|chosen| chosen.name.get_value());
    // A box that cannot be ticked is not one of those to tick.
    let input = chosen.filter(|_| !disabled).map_or_else(NodeRef::new, Chosen::join);
    view! {
        <td class="cell-select">
            <label>
                <input type="checkbox" name=name value=value checked=checked disabled=disabled node_ref=input/>
                <span class="visually-hidden">{label}</span>
            </label>
        </td>
    }
}
