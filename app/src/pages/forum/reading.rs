//! The mark how far a thread is read: a script sets it when the page is there, a person without one by the button. And the
//! button that sets all of them.

use model::At;
use model::forum::Board;
use model::ids::ThreadId;
use model::text::forum as f;
use server_fn::ServerFn;

use super::api::{MarkBoardRead, MarkForumsRead, MarkThreadRead, NoteThreadRead};
use super::unread::ForumNews;
use crate::prelude::*;

#[component]
pub fn Reading(school: String, id: ThreadId, number: i64) -> impl IntoView {
    let note = ServerAction::<NoteThreadRead>::new();
    let value = note.value();
    let to_note = school.clone();
    Effect::new(move |_| {
        note.dispatch(NoteThreadRead { school: to_note.clone(), id, number });
    });
    let noted = Memo::new(move |_| matches!(value.get(), Some(Ok(()))));
    let news = use_context::<ForumNews>();
    Effect::new(move |_| {
        if let Some(news) = news.filter(|_| noted.get()) {
            news.tell();
        }
    });
    view! {
        {move || {
            (!noted.get()).then(|| {
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

/// All that is new in a forum is read, or without one in all of them.
#[component]
pub fn ReadAll(school: String, #[prop(optional)] board: Option<Board>, as_of: At) -> impl IntoView {
    let path = if board.is_some() { MarkBoardRead::PATH } else { MarkForumsRead::PATH };
    view! {
        <form method="post" action=path>
            <input type="hidden" name="school" value=school/>
            {board.map(|board| view! { <input type="hidden" name="board" value=board.to_string()/> })}
            <input type="hidden" name="until" value=as_of.0.to_string()/>
            <Button variant=Variant::Quiet icon="check">{t(f::MARK_ALL_READ)}</Button>
        </form>
    }
}

/// Why that was refused.
#[component]
pub fn ReadAllRefused() -> impl IntoView {
    [MarkBoardRead::PATH, MarkForumsRead::PATH]
        .map(|path| view! { <FormProblem form=FormState::plain(path) alone=true/> })
        .into_iter()
        .collect_view()
}
