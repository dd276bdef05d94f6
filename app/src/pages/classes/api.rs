use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::announcements::NewsLine;
use model::classes::{
    ClassFilter, ClassForm, ClassList, ClassPage, ClassRole, ClassSettingsForm, ClassStatistics, CodeKind, CodePage,
    CodeSettingsForm, PeoplePage,
};
use model::ids::{ClassId, UserId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// A page of the classes the caller may see.
#[server(input = GetUrl, output = Wire)]
pub async fn list_classes(school: String, #[server(default)] filter: ClassFilter) -> Result<ClassList> {
    Ok(domain::classes::list(&caller::scope(&school)?, &filter).await?)
}

/// A class with a page of its people, from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn show_class(school: String, id: ClassId, #[server(default)] page: i64) -> Result<ClassPage> {
    Ok(domain::classes::show_page(&caller::scope(&school)?, id, page).await?)
}

/// Whether the caller may make a class: the page with the form asks first.
#[server(input = GetUrl, output = Wire)]
pub async fn new_class(school: String) -> Result<()> {
    Ok(caller::scope(&school)?.require(model::Permission::ClassesCreate)?)
}

#[server(output = Wire)]
pub async fn create_class(school: String, form: ClassForm) -> Result<()> {
    let id = domain::classes::create(&caller::scope(&school)?, &form).await?;
    caller::tell(model::Done::ClassMade);
    caller::redirect(&format!("/s/{school}/classes/{id}"));
    Ok(())
}

/// Replaces the code that was shown by a new one.
#[server(output = Wire)]
pub async fn rotate_code(school: String, class: ClassId, kind: CodeKind, code: String) -> Result<()> {
    domain::classes::codes::rotate(&caller::scope(&school)?, class, kind, &code).await?;
    caller::tell(model::Done::CodeReplaced);
    caller::redirect(&format!("/s/{school}/classes/{class}"));
    Ok(())
}

/// Closes a code or opens it again.
#[server(output = Wire)]
pub async fn close_code(school: String, class: ClassId, kind: CodeKind, closed: bool) -> Result<()> {
    domain::classes::codes::set_closed(&caller::scope(&school)?, class, kind, closed).await?;
    caller::tell(if closed { model::Done::CodeClosed } else { model::Done::CodeOpened });
    caller::redirect(&format!("/s/{school}/classes/{class}"));
    Ok(())
}

/// What was announced to the class.
#[server(input = GetUrl, output = Wire)]
pub async fn class_news(school: String, id: ClassId) -> Result<(ClassPage, Vec<NewsLine>)> {
    Ok(domain::announcements::of_class(&caller::scope(&school)?, id).await?)
}

/// A page of the people of a class for those who manage them, and members of the school whose names hold the words.
#[server(input = GetUrl, output = Wire)]
pub async fn class_people(
    school: String,
    id: ClassId,
    #[server(default)] q: String,
    #[server(default)] page: i64,
) -> Result<PeoplePage> {
    Ok(domain::classes::people::show(&caller::scope(&school)?, id, &q, page).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_statistics(school: String, id: ClassId) -> Result<(ClassPage, ClassStatistics)> {
    Ok(domain::classes::statistics::show(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn rename_class(school: String, class: ClassId, form: ClassSettingsForm) -> Result<()> {
    domain::classes::life::rename(&caller::scope(&school)?, class, &form).await?;
    caller::tell(model::Done::ClassRenamed);
    caller::redirect(&format!("/s/{school}/classes/{class}/settings"));
    Ok(())
}

/// Archives a class or restores it.
#[server(output = Wire)]
pub async fn archive_class(school: String, class: ClassId, archived: bool) -> Result<()> {
    domain::classes::life::set_archived(&caller::scope(&school)?, class, archived).await?;
    caller::tell(if archived { model::Done::ClassArchived } else { model::Done::ClassRestored });
    caller::redirect(&format!("/s/{school}/classes/{class}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn leave_class(school: String, class: ClassId) -> Result<()> {
    domain::classes::people::leave(&caller::scope(&school)?, class).await?;
    caller::tell(model::Done::ClassLeft);
    caller::redirect(&format!("/s/{school}/classes"));
    Ok(())
}

#[server(output = Wire)]
pub async fn add_member(
    school: String,
    class: ClassId,
    user: UserId,
    role: ClassRole,
    #[server(default)] q: String,
    #[server(default)] page: i64,
) -> Result<()> {
    domain::classes::people::add(&caller::scope(&school)?, class, user, role).await?;
    caller::tell(model::Done::MemberAdded);
    caller::redirect(&super::people::address(&school, class, &q, page));
    Ok(())
}

#[server(output = Wire)]
pub async fn change_member(
    school: String,
    class: ClassId,
    user: UserId,
    role: ClassRole,
    #[server(default)] q: String,
    #[server(default)] page: i64,
) -> Result<()> {
    domain::classes::people::set_role(&caller::scope(&school)?, class, user, role).await?;
    caller::tell(model::Done::MemberChanged);
    caller::redirect(&super::people::address(&school, class, &q, page));
    Ok(())
}

#[server(output = Wire)]
pub async fn remove_member(
    school: String,
    class: ClassId,
    user: UserId,
    #[server(default)] q: String,
    #[server(default)] page: i64,
) -> Result<()> {
    domain::classes::people::remove(&caller::scope(&school)?, class, user).await?;
    caller::tell(model::Done::MemberRemoved);
    caller::redirect(&super::people::address(&school, class, &q, page));
    Ok(())
}

/// A code with its settings, and what is printed of it.
#[server(input = GetUrl, output = Wire)]
pub async fn show_code(school: String, class: ClassId, kind: CodeKind) -> Result<CodePage> {
    Ok(domain::classes::codes::show(&caller::scope(&school)?, class, kind).await?)
}

/// Sets how a code lets in.
#[server(output = Wire)]
pub async fn set_code(school: String, class: ClassId, kind: CodeKind, form: CodeSettingsForm) -> Result<()> {
    domain::classes::codes::set(&caller::scope(&school)?, class, kind, &form).await?;
    caller::tell(model::Done::CodeSet);
    caller::redirect(&format!("/s/{school}/classes/{class}/codes/{kind}"));
    Ok(())
}

/// Lets in those who asked, or declines them; `people` are their ids, parted by spaces.
#[server(output = Wire)]
pub async fn decide_requests(
    school: String,
    class: ClassId,
    people: String,
    #[server(default)] teachers: String,
    admit: bool,
) -> Result<()> {
    let ids = |list: &str| {
        let ids: std::result::Result<Vec<UserId>, _> = list.split_whitespace().map(str::parse).collect();
        ids.map_err(|_| model::Error::NotFound)
    };
    let (people, teachers) = (ids(&people)?, ids(&teachers)?);
    let some_wait = domain::classes::requests::decide(&caller::scope(&school)?, class, &people, &teachers, admit).await?;
    caller::tell(match (admit, some_wait) {
        (true, false) => model::Done::PeopleAdmitted,
        (true, true) => model::Done::PeopleAdmittedInPart,
        (false, _) => model::Done::PeopleDeclined,
    });
    caller::redirect(&format!("/s/{school}/classes/{class}"));
    Ok(())
}
