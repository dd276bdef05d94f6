use model::announcements::{AnnouncementDesk, Begin};
use model::ids::AnnouncementId;
use model::text::{announcements as a, courses as c};
use server_fn::ServerFn;

use super::api::{self, SaveAnnouncement, WriteAnnouncement};
use super::desk::Desk;
use crate::prelude::*;

/// A new announcement; `?class=` ticks a class.
#[component]
pub fn AnnouncementNew() -> impl IntoView {
    let school = use_school();
    let class = use_query_value("class");
    let desk = Resource::new(
        move || (school.get(), class.get().and_then(|it| it.parse().ok())),
        |(school, class)| api::new_announcement(school, class),
    );
    view! {
        <Title text=t(a::NEW)/>
        <Loaded of=desk view=move |desk: AnnouncementDesk| {
            view! { <NewForm school=school.get_untracked() desk/> }.into_any()
        }/>
    }
}

#[component]
fn NewForm(school: String, desk: AnnouncementDesk) -> impl IntoView {
    let write = ServerAction::<WriteAnnouncement>::new();
    let form = FormState::of(write);
    let crumbs = vec![(t(a::ANNOUNCEMENTS).to_owned(), format!("/s/{school}/announcements"))];
    let nobody = !desk.may_school && desk.classes.is_empty();
    view! {
        <PageHead title=t(a::NEW) crumbs crumbs_label=t(c::WHERE)/>
        {if nobody {
            view! { <EmptyState icon="users" title=t(a::NONE) text=t(a::NO_CLASSES)/> }.into_any()
        } else {
            view! {
                <section class="panel panel-form">
                    <ActionForm action=write attr:class="form" attr:data-draft="">
                        <input type="hidden" name="school" value=school/>
                        <Desk form desk/>
                    </ActionForm>
                </section>
            }
                .into_any()
        }}
    }
}

/// An announcement as it was written, to be changed; `?begin=now` chooses for one that is not out that it goes out now.
#[component]
pub fn AnnouncementEdit() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let begin = use_query_value("begin");
    let desk = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move {
            let id = id.ok_or(model::Error::NotFound)?;
            Ok((id, api::edit_announcement(school, id).await?))
        },
    );
    view! {
        <Title text=t(a::EDIT)/>
        <Loaded of=desk view=move |(id, mut desk): (AnnouncementId, AnnouncementDesk)| {
            if !desk.is_out && begin.get_untracked().as_deref() == Some(Begin::Now.text()) {
                desk.form.begin = Begin::Now.text().to_owned();
            }
            view! { <EditForm school=school.get_untracked() id desk/> }.into_any()
        }/>
    }
}

#[component]
fn EditForm(school: String, id: AnnouncementId, desk: AnnouncementDesk) -> impl IntoView {
    let form = FormState::plain(SaveAnnouncement::PATH);
    let crumbs = vec![
        (t(a::ANNOUNCEMENTS).to_owned(), format!("/s/{school}/announcements")),
        (desk.form.title.clone(), format!("/s/{school}/announcements/{id}")),
    ];
    view! {
        <PageHead title=t(a::EDIT) crumbs crumbs_label=t(c::WHERE)/>
        <section class="panel panel-form">
            // A new document, as what stands there now comes with it where somebody else has changed it meanwhile.
            <form method="post" action=SaveAnnouncement::PATH class="form" data-draft="">
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id.to_string()/>
                <Desk form desk/>
            </form>
        </section>
    }
}
