use model::announcements::{Receipts as Read, Waiting};
use model::schools::TeacherLabel;
use model::text::announcements as a;

use crate::paged::Paged;
use crate::prelude::*;
use crate::text::number;

/// Readers of one page, as the server counts them.
const PAGE: i64 = 20;

/// Who has read it, for those who may know: how many, and the names of the others.
#[component]
pub fn Receipts(address: String, receipts: Read, teacher_label: TeacherLabel) -> impl IntoView {
    let Read { readers, read, waiting, page, pages } = receipts;
    let missing = readers - read;
    let names = match (readers, missing) {
        (0, _) => view! { <p class="muted">{t(a::NO_READERS)}</p> }.into_any(),
        (_, 0) => view! { <p class="muted">{t(a::ALL_READ)}</p> }.into_any(),
        _ => {
            let href = move |page| format!("{address}?page={page}#receipts");
            view! {
                <h3>{t(a::NOT_YET)}</h3>
                <ul class="list people">{waiting.into_iter().map(|it| view! { <Person it teacher_label/> }).collect_view()}</ul>
                {(pages > 1).then(|| view! { <Paged page=page as i64 per_page=PAGE total=missing href/> })}
            }
            .into_any()
        }
    };
    let share = tf(a::READ_OF, &[("read", &number(read)), ("readers", &number(readers))]);
    view! {
        <section class="panel" id="receipts">
            <h2>{t(a::RECEIPTS)}</h2>
            {(readers > 0).then(|| view! { <Meter label=share value=read as f64 max=readers as f64/> })}
            {names}
        </section>
    }
}

#[component]
fn Person(it: Waiting, teacher_label: TeacherLabel) -> impl IntoView {
    view! {
        <li>
            <Avatar name=it.name.clone()/>
            <div>
                <span class="title">{it.name}</span>
                <span class="meta muted">{it.username} " · " {t(it.role.label_in(teacher_label))}</span>
            </div>
        </li>
    }
}
