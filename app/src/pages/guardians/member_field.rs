use model::guardians::{FamilyMember, FamilySide};
use model::limits;
use model::text::{common, finding as f, guardians as g};

use super::api;
use crate::look_up::LookUp;
use crate::prelude::*;

/// A choice of a student or of a parent, looked for by name or username. Without a script the words are sent; where they
/// may mean several, the form comes back with those to choose from.
#[component]
pub fn MemberField(
    school: String,
    side: FamilySide,
    label: Key,
    /// The name the choice is sent under.
    #[prop(into)]
    name: String,
    /// The name what is written is sent under.
    #[prop(into)]
    words: String,
    id: &'static str,
    /// Those who fit what was written before, else the first by name.
    members: Vec<FamilyMember>,
    /// The choice and the words the form came back with; empty at first.
    #[prop(optional)]
    typed: (String, String),
    /// Whether the username is sent in the place of the id.
    #[prop(optional)]
    by_username: bool,
    #[prop(optional, into)] error: MaybeProp<String>,
) -> impl IntoView {
    let choice = move |it: FamilyMember| {
        let label = it.label();
        let choice = Choice::new(if by_username { it.username } else { it.user_id.to_string() }, label);
        if it.classes.is_empty() { choice } else { choice.hint(it.classes) }
    };
    let (value, written) = typed;
    let options: Vec<Choice> = members.into_iter().map(choice).collect();
    let chosen = options.iter().find(|it| it.label() == written).cloned();
    if chosen.is_none() && !written.trim().is_empty() && !options.is_empty() {
        let others = Choice::new("", t(g::SOMEBODY_ELSE));
        let options: Vec<Choice> = options.into_iter().chain([others]).collect();
        return view! {
            <Radios label=t(label) name id options selected=value error required=true/>
            <Field label=t(g::SOMEBODY_ELSE_NAME) name=words id=format!("{id}-words") value=written maxlength=limits::TITLE/>
        }
        .into_any();
    }
    let (none, open, hint) = match side {
        FamilySide::Parent => (g::NO_PARENT_FOUND, g::CHOOSE_PARENT, g::PARENT_HINT),
        FamilySide::Child => (g::NO_CHILD_FOUND, g::CHOOSE_CHILD, g::CHILD_HINT),
    };
    let (found, look) = (RwSignal::new(options), LookUp::new());
    let look_up = Callback::new(move |words: String| {
        look.ask(api::find_family(school.clone(), side, words), move |members| {
            found.set(members.unwrap_or_default().into_iter().map(choice).collect());
        });
    });
    view! {
        <SuggestField
            label=t(label)
            name
            words
            id
            options=found
            on_query=look_up
            loading=look.loading
            selected=chosen.unwrap_or_else(|| Choice::new(value, written))
            none=t(none)
            unclear=t(common::CHOOSE_FROM_LIST)
            waiting=t(f::LOOKING)
            placeholder=t(open)
            hint=t(hint)
            error
            required=true
        />
    }
    .into_any()
}
