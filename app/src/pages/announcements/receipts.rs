use model::announcements::Receipts as Read;
use model::ids::AnnouncementId;
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::announcements as a;
use model::{Role, When};
use server_fn::ServerFn;

use super::api::RemindReaders;
use crate::paged::Paged;
use crate::prelude::*;
use crate::text::number;

/// Readers of one page, as the server counts them.
const PAGE: i64 = 20;

/// Who has read it, for those who may know: how many, the names of the others, and of each who has when.
#[component]
pub fn Receipts(
    school: String,
    id: AnnouncementId,
    address: String,
    receipts: Read,
    teacher_label: TeacherLabel,
) -> impl IntoView {
    let Read { readers, read, waiting, page, pages, read_by, read_page, read_pages, reminded, may_remind } = receipts;
    let problem = FormState::plain(RemindReaders::PATH);
    let to = address.clone();
    let missing = readers - read;
    let names = match (readers, missing) {
        (0, _) => view! { <p class="muted">{t(a::NO_READERS)}</p> }.into_any(),
        (_, 0) => view! { <p class="muted">{t(a::ALL_READ)}</p> }.into_any(),
        _ => {
            let href = move |page| format!("{address}?page={page}&read={read_page}#receipts");
            view! {
                <h3>{t(a::NOT_YET)}</h3>
                <ul class="list people">
                    {waiting
                        .into_iter()
                        .map(|it| view! { <Person name=it.name username=it.username photo=it.photo role=it.role teacher_label/> })
                        .collect_view()}
                </ul>
                {(pages > 1).then(|| view! { <Paged page=page as i64 per_page=PAGE total=missing href label=a::NOT_YET/> })}
            }
            .into_any()
        }
    };
    let have_read = (read > 0).then(|| {
        let href = move |read| format!("{to}?page={page}&read={read}#have-read");
        view! {
            <h3 id="have-read">{t(a::HAVE_READ)}</h3>
            <ul class="list people">
                {read_by
                    .into_iter()
                    .map(|it| {
                        view! { <Person name=it.name username=it.username photo=it.photo role=it.role teacher_label when=it.when/> }
                    })
                    .collect_view()}
            </ul>
            {(read_pages > 1).then(|| view! { <Paged page=read_page as i64 per_page=PAGE total=read href label=a::HAVE_READ/> })}
        }
    });
    let remind = may_remind.then(|| {
        let question = tn(if mail_leaves() { a::REMIND_ASK } else { a::REMIND_ASK_NO_SERVER }, missing);
        view! {
            <Ask label=t(a::REMIND) question id="remind">
                <form method="post" action=RemindReaders::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button>{t(a::REMIND_NOW)}</Button>
                </form>
            </Ask>
        }
    });
    let reminded = reminded.map(|when| {
        let said = tf(a::REMINDED, &[("when", &when.local)]);
        view! { <p class="muted"><InBrief said own=when.own/></p> }
    });
    let share = tf(a::READ_OF, &[("read", &number(read)), ("readers", &number(readers))]);
    view! {
        <section class="panel" id="receipts">
            <h2>{t(a::RECEIPTS)}</h2>
            {(readers > 0).then(|| view! { <Meter label=share value=read as f64 max=readers as f64/> })}
            <FormProblem form=problem alone=true/>
            {reminded}
            {remind}
            {names}
            {have_read}
        </section>
    }
}

#[component]
fn Person(
    name: String,
    username: String,
    photo: String,
    role: Role,
    teacher_label: TeacherLabel,
    /// When they read it.
    #[prop(optional)]
    when: Option<When>,
) -> impl IntoView {
    let read = when.map(|when| {
        let said = tf(a::READ_AT, &[("when", &when.local)]);
        view! { <span class="meta"><InBrief said own=when.own/></span> }
    });
    view! {
        <li>
            <Avatar name=name.clone() photo=photo_address(&photo)/>
            <div>
                <span class="title">{name}</span>
                <span class="meta muted">{username} " · " {t(role.label_in(teacher_label))}</span>
                {read}
            </div>
        </li>
    }
}
