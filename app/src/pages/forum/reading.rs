//! The mark how far a thread is read: a script sets it when the page is there, a person without one by the button.

use model::ids::ThreadId;
use model::text::forum as f;
use server_fn::ServerFn;

use super::api::{MarkThreadRead, NoteThreadRead};
use crate::prelude::*;

#[component]
pub fn Reading(school: String, id: ThreadId, number: i64) -> impl IntoView {
    let note = ServerAction::<NoteThreadRead>::new();
    let value = note.value();
    let to_note = school.clone();
    Effect::new(move |_| {
        note.dispatch(NoteThreadRead { school: to_note.clone(), id, number });
    });
    let noted = move || matches!(value.get(), Some(Ok(())));
    view! {
        {move || {
            (!noted()).then(|| {
                view! {
                    <form method="post" action=MarkThreadRead::PATH class="reading">
                        <input type="hidden" name="school" value=school.clone()/>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <input type="hidden" name="number" value=number.to_string()/>
                        <Button variant=Variant::Quiet icon="check">{t(f::MARK_READ)}</Button>
                    </form>
                }
            })
        }}
    }
}
