//! The choice of classes where they are too many for a box each.

use leptos::html::Textarea;
use model::ids::ClassId;
use model::text::{announcements as a, classes as c, finding as f};

use super::desk::Boxes;
use crate::prelude::*;
use crate::screen;

/// Classes that are found for some words.
const FOUND: usize = 20;

/// The classes that are chosen have a box each; another is looked for by its name. Without a script names are written, and
/// the server finds the classes.
#[component]
pub fn ManyClasses(
    form: FormState,
    /// All that may be chosen.
    classes: Vec<(ClassId, String)>,
    /// Those that are at first.
    chosen: Vec<(ClassId, String)>,
) -> impl IntoView {
    let first = StoredValue::new(chosen.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    let (all, chosen, found) = (StoredValue::new(classes), RwSignal::new(chosen), RwSignal::new(Vec::<Choice>::new()));
    let look_up = Callback::new(move |words: String| {
        let wanted = folding::fold(&words);
        let fits = |it: &&(ClassId, String)| folding::matches(&wanted, &folding::fold(&it.1));
        let choice = |it: &(ClassId, String)| Choice::new(it.0.to_string(), it.1.clone());
        found.set(all.with_value(|all| all.iter().filter(fits).take(FOUND).map(choice).collect()));
    });
    let choose = Callback::new(move |choice: Option<Choice>| {
        let class = choice.and_then(|it| Some((it.value().parse::<ClassId>().ok()?, it.label().to_owned())));
        let Some((id, name)) = class else { return };
        if chosen.with_untracked(|all| all.iter().any(|(it, _)| *it == id)) {
            screen::tick(&box_id(id));
        } else {
            chosen.update(|all| all.push((id, name)));
        }
    });
    // Names that were written before the script came stay to be sent.
    let (live, lines) = (RwSignal::new(false), NodeRef::<Textarea>::new());
    Effect::new(move |_| {
        let Some(lines) = lines.get().filter(|_| !live.get_untracked()) else { return };
        let writes = document().active_element().is_some_and(|it| it == **lines);
        live.set(!writes && lines.value().trim().is_empty());
    });
    let (named, ticked) = (form.problem("class_names"), form.problem("classes"));
    let error = Signal::derive(move || named.get().or_else(|| ticked.get()));
    let (names, written) = (form.name("class_names"), form.typed("class_names"));
    let field = move || {
        if live.get() {
            view! {
                <SuggestField
                    label=t(a::ADD_CLASS)
                    name=form.name("class")
                    words=names.clone()
                    id="announcement-class"
                    options=found
                    on_query=look_up
                    on_choose=choose
                    gathers=true
                    none=t(c::NONE_FOUND)
                    waiting=t(f::LOOKING)
                    hint=t(a::ADD_CLASS_HINT)
                    error
                />
            }
            .into_any()
        } else {
            view! {
                <TextArea
                    label=t(a::ADD_CLASSES)
                    name=names.clone()
                    id="announcement-classes"
                    value=written.clone()
                    hint=t(a::ADD_CLASSES_HINT)
                    error
                    node_ref=lines
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="of-classes many-classes">
            <Boxes class="chosen" id="classes" legend=a::CLASSES problem=Signal::derive(|| None) hint=a::CLASSES_HINT>
                <For
                    each=move || chosen.get()
                    key=|(id, _)| *id
                    children=move |(id, name)| {
                        let field = form.name(&format!("classes[_{id}]"));
                        let drawn = first.with_value(|first| first.contains(&id));
                        // One that is added is ticked as by hand: the page was not drawn with it.
                        Effect::new(move || {
                            if !drawn {
                                screen::tick(&box_id(id));
                            }
                        });
                        view! { <Checkbox label=name name=field id=box_id(id) checked=drawn/> }
                    }
                />
            </Boxes>
            {field}
        </div>
    }
}

fn box_id(class: ClassId) -> String {
    format!("class-{class}")
}
