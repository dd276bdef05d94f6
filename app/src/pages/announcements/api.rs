use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::announcements::{
    AnnouncementDesk, AnnouncementFilter, AnnouncementForm, AnnouncementList, AnnouncementPage, Shelf, ToRead,
};
use model::ids::{AnnouncementId, ClassId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// A page of a list, from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn list_announcements(
    school: String,
    shelf: Shelf,
    page: usize,
    #[server(default)] filter: AnnouncementFilter,
) -> Result<AnnouncementList> {
    Ok(domain::announcements::find(&caller::scope(&school)?, shelf, &filter, page).await?)
}

/// An announcement, with a page of those who have not read it, and one of those who have, where the caller may know.
#[server(input = GetUrl, output = Wire)]
pub async fn show_announcement(
    school: String,
    id: AnnouncementId,
    page: usize,
    #[server(default)] read: usize,
) -> Result<AnnouncementPage> {
    Ok(domain::announcements::show_receipts(&caller::scope(&school)?, id, page, read).await?)
}

/// How many are still to be read: for the menu of a school, and for the icon of the app.
#[server(input = GetUrl, output = Wire)]
pub async fn unread_announcements(#[server(default)] school: String) -> Result<ToRead> {
    Ok(domain::announcements::to_read(&caller::person()?, &school).await?)
}

/// The form for a new one, with a class ticked where one comes from there.
#[server(input = GetUrl, output = Wire)]
pub async fn new_announcement(school: String, #[server(default)] class: Option<ClassId>) -> Result<AnnouncementDesk> {
    Ok(domain::announcements::desk(&caller::scope(&school)?, None, class).await?)
}

/// The form as one was written.
#[server(input = GetUrl, output = Wire)]
pub async fn edit_announcement(school: String, id: AnnouncementId) -> Result<AnnouncementDesk> {
    Ok(domain::announcements::desk(&caller::scope(&school)?, Some(id), None).await?)
}

#[server(output = Wire)]
pub async fn write_announcement(school: String, form: AnnouncementForm) -> Result<()> {
    let id = domain::announcements::write(&caller::scope(&school)?, &form).await?;
    caller::tell(match form.begin.as_str() {
        "now" => model::Done::AnnouncementPublished,
        "later" => model::Done::AnnouncementPlanned,
        _ => model::Done::AnnouncementSaved,
    });
    caller::redirect(&format!("/s/{school}/announcements/{id}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn save_announcement(school: String, id: AnnouncementId, form: AnnouncementForm) -> Result<()> {
    let is_new = domain::announcements::save(&caller::scope(&school)?, id, &form).await?;
    caller::tell(if is_new { model::Done::AnnouncementPublished } else { model::Done::AnnouncementSaved });
    caller::redirect(&format!("/s/{school}/announcements/{id}"));
    Ok(())
}

/// `draft` is what the page showed: a draft is deleted.
#[server(output = Wire)]
pub async fn withdraw_announcement(school: String, id: AnnouncementId, #[server(default)] draft: bool) -> Result<()> {
    let is_deleted = domain::announcements::withdraw(&caller::scope(&school)?, id, draft).await?;
    caller::tell(if is_deleted { model::Done::DraftDeleted } else { model::Done::AnnouncementWithdrawn });
    caller::redirect(&format!("/s/{school}/announcements?shelf=written"));
    Ok(())
}

/// Writes to those who have not read it.
#[server(output = Wire)]
pub async fn remind_readers(school: String, id: AnnouncementId) -> Result<()> {
    domain::announcements::remind(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::AnnouncementReminded);
    caller::redirect(&format!("/s/{school}/announcements/{id}"));
    Ok(())
}

/// The receipt that a page of it sends when it is there to be read.
#[server(output = Wire)]
pub async fn note_read(school: String, id: AnnouncementId) -> Result<()> {
    Ok(domain::announcements::mark_read(&caller::scope(&school)?, id).await?)
}

/// The same by a button.
#[server(output = Wire)]
pub async fn mark_read(school: String, id: AnnouncementId) -> Result<()> {
    domain::announcements::mark_read(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::AnnouncementRead);
    caller::redirect(&format!("/s/{school}/announcements/{id}"));
    Ok(())
}
