use model::people::{Act, UndoCard};
use model::text::people as p;
use server_fn::ServerFn;

use super::api::UndoChange;
use crate::prelude::*;

/// What was just done to how many, with the button that takes it back.
#[component]
pub fn UndoNotice(school: String, undo: UndoCard) -> impl IntoView {
    let done = match undo.act {
        Act::Role => p::DONE_ROLE,
        Act::Suspend => p::DONE_SUSPEND,
        Act::Reinstate => p::DONE_REINSTATE,
        Act::End => p::DONE_END,
        Act::AddClass => p::DONE_ADD_CLASS,
        Act::RemoveClass => p::DONE_REMOVE_CLASS,
        Act::MoveClass => p::DONE_MOVE_CLASS,
    };
    view! {
        <div id="undo">
            <Notice tone=Tone::Good live=true>
                <form method="post" action=UndoChange::PATH class="row">
                    <span>{tn(done, undo.people)}</span>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=undo.id.to_string()/>
                    <Button variant=Variant::Quiet small=true icon="undo">{t(p::UNDO)}</Button>
                </form>
            </Notice>
        </div>
    }
}
