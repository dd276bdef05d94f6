use model::announcements::{AnnouncementPage, Begin, State};
use model::ids::AnnouncementId;
use model::text::{announcements as a, courses as c};
use server_fn::ServerFn;

use super::api::{self, MarkRead, NoteRead, WithdrawAnnouncement};
use super::card::{Pinned, StateBadge};
use super::receipts::Receipts;
use super::unread::Unread;
use super::whom::whom;
use crate::prelude::*;
use crate::text::facts;

#[component]
pub fn AnnouncementShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let (page, read) = (use_query_value("page"), use_query_value("read"));
    let number = |it: Option<String>| -> usize { it.and_then(|it| it.parse().ok()).unwrap_or(1) };
    let announcement = Resource::new(
        move || (school.get(), id.get(), number(page.get()), number(read.get())),
        |(school, id, page, read)| async move { api::show_announcement(school, id.ok_or(model::Error::NotFound)?, page, read).await },
    );
    view! {
        <Loaded of=announcement view=move |page: AnnouncementPage| {
            view! { <Announcement school=school.get_untracked() page/> }.into_any()
        }/>
    }
}

#[component]
fn Announcement(school: String, page: AnnouncementPage) -> impl IntoView {
    let address = format!("/s/{school}/announcements/{}", page.id);
    let crumbs = vec![(t(a::ANNOUNCEMENTS).to_owned(), format!("/s/{school}/announcements"))];
    let by = match &page.published {
        Some(when) => tf(a::BY, &[("author", &page.author), ("when", when)]),
        None => page.author.clone(),
    };
    let subtitle = facts([by, whom(&page.addressed)]);
    let teacher_label = page.addressed.teacher_label;
    let state = page.published.as_ref().map(ToString::to_string).unwrap_or_default();
    let state = match page.state {
        State::Out => None,
        State::Draft => Some(t(a::DRAFT_HINT).to_owned()),
        State::Planned => Some(tf(a::PLANNED_HINT, &[("when", &state)])),
        State::Ended => Some(t(a::ENDED_HINT).to_owned()),
        State::Withdrawn => Some(t(a::WITHDRAWN_HINT).to_owned()),
    };
    let ends = page.until.filter(|_| matches!(page.state, State::Out | State::Planned));
    let refused = FormState::plain(WithdrawAnnouncement::PATH);
    let tools =
        page.may_change.then(|| view! { <Tools school=school.clone() id=page.id address=address.clone() state=page.state/> });
    view! {
        <Title text=page.title.clone()/>
        <PageHead title=page.title subtitle crumbs crumbs_label=t(c::WHERE)>
            {page.pinned.then(|| view! { <Pinned/> })} <StateBadge state=page.state/>
        </PageHead>
        {state.map(|text| view! { <Notice tone=Tone::Info>{text}</Notice> })}
        <section class="panel">
            <p class="brief" id="body"><Linked text=page.body/></p>
            {ends.map(|when| view! { <p class="muted">{tf(a::ENDS, &[("when", &when)])}</p> })}
            {page.unread.then(|| view! { <Receipt school=school.clone() id=page.id/> })}
        </section>
        <FormProblem form=refused alone=true/>
        {tools}
        {page.receipts.map(|receipts| view! { <Receipts school id=page.id address receipts teacher_label/> })}
    }
}

/// Says that it was read: a script at once, a person without one by the button.
#[component]
fn Receipt(school: String, id: AnnouncementId) -> impl IntoView {
    let note = ServerAction::<NoteRead>::new();
    let value = note.value();
    let to_note = school.clone();
    Effect::new(move |_| {
        note.dispatch(NoteRead { school: to_note.clone(), id });
    });
    Effect::new(move |_| {
        if matches!(value.get(), Some(Ok(()))) {
            Unread::tell();
        }
    });
    let noted = move || matches!(value.get(), Some(Ok(())));
    view! {
        {move || {
            if noted() {
                view! { <p class="muted" id="read">{t(a::READ_IT)}</p> }.into_any()
            } else {
                view! {
                    <form method="post" action=MarkRead::PATH>
                        <input type="hidden" name="school" value=school.clone()/>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <Button variant=Variant::Quiet icon="check">{t(a::MARK_READ)}</Button>
                    </form>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Tools(school: String, id: AnnouncementId, address: String, state: State) -> impl IntoView {
    // What nobody has seen is published or deleted.
    let is_draft = state == State::Draft;
    let (label, question, now) = match is_draft {
        true => (a::DELETE_DRAFT, a::DELETE_DRAFT_ASK, a::DELETE_DRAFT_NOW),
        false => (a::WITHDRAW, a::WITHDRAW_ASK, a::WITHDRAW_NOW),
    };
    let change = if is_draft {
        let href = format!("{address}/edit?begin={}", Begin::Now.text());
        view! { <LinkButton href variant=Variant::Primary icon="pencil">{t(a::EDIT_AND_PUBLISH)}</LinkButton> }.into_any()
    } else {
        view! { <LinkButton href=format!("{address}/edit") icon="pencil">{t(a::CHANGE)}</LinkButton> }.into_any()
    };
    view! {
        <div class="actions">
            {change}
            <Ask label=t(label) question=t(question)>
                <form method="post" action=WithdrawAnnouncement::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="draft" value=is_draft.to_string()/>
                    <Button variant=Variant::Danger>{t(now)}</Button>
                </form>
            </Ask>
        </div>
    }
}
