use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::ids::{UndoId, UserId};
use model::people::{
    Act, BulkForm, BulkPreview, ClassChoice, HelpAct, MemberForm, MemberPage, NameForm, PeopleFilter, PeoplePage,
    PermissionsForm, Shown, UserAct, UserFilter, UsersPage,
};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::address;
#[cfg(feature = "ssr")]
use crate::caller;

/// A page of the list. `undo` names the change just made, if it is offered to be taken back.
#[server(input = GetUrl, output = Wire)]
pub async fn list_people(
    school: String,
    #[server(default)] filter: PeopleFilter,
    #[server(default)] undo: String,
) -> Result<PeoplePage> {
    Ok(domain::people::list(&caller::scope(&school)?, &filter, undo.parse().ok()).await?)
}

/// The classes whose names hold the words, for a choice among many.
#[server(input = GetUrl, output = Wire)]
pub async fn find_classes(school: String, #[server(default)] q: String) -> Result<Vec<ClassChoice>> {
    Ok(domain::people::classes(&caller::scope(&school)?, &q).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_person(school: String, id: UserId, #[server(default)] undo: String) -> Result<MemberPage> {
    Ok(domain::people::show(&caller::scope(&school)?, id, undo.parse().ok()).await?)
}

/// What a change of many would do.
#[server(input = GetUrl, output = Wire)]
pub async fn preview_change(school: String, form: BulkForm) -> Result<BulkPreview> {
    Ok(domain::people::bulk::preview(&caller::scope(&school)?, &form).await?)
}

#[server(output = Wire)]
pub async fn change_people(school: String, form: BulkForm) -> Result<()> {
    let undo = domain::people::bulk::change(&caller::scope(&school)?, &form).await?;
    caller::redirect(&model::people::with_undo(address::list(&school, &form.filter), undo));
    Ok(())
}

/// Does something to one member.
#[server(output = Wire)]
pub async fn change_person(
    school: String,
    id: UserId,
    act: Act,
    #[server(default)] role: String,
    #[server(default)] class: String,
) -> Result<()> {
    let change = model::people::Change::read(act.text(), &role, &class)?;
    let undo = domain::people::change_one(&caller::scope(&school)?, id, change).await?;
    caller::redirect(&model::people::with_undo(format!("/s/{school}/people/{id}"), undo));
    Ok(())
}

#[server(output = Wire)]
pub async fn save_person(school: String, id: UserId, form: MemberForm) -> Result<()> {
    domain::people::save(&caller::scope(&school)?, id, &form).await?;
    caller::tell(model::Done::PersonChanged);
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

/// Puts a misspelt name right, or suggests how to.
#[server(output = Wire)]
pub async fn rename_person(school: String, id: UserId, form: NameForm) -> Result<()> {
    caller::tell(match domain::people::rename(&caller::scope(&school)?, id, &form).await? {
        domain::people::Named::Renamed => model::Done::PersonChanged,
        domain::people::Named::Suggested => model::Done::NameSuggested,
    });
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

/// Helps a member to log in. The page that follows shows a link that is to be handed over, once.
#[server(output = Wire)]
pub async fn help_log_in(school: String, id: UserId, act: HelpAct) -> Result<()> {
    let link = domain::people::log_in::help(&caller::scope(&school)?, id, act).await?;
    match (act, link) {
        (HelpAct::HandOver, Some(link)) => {
            let shown = vec![("form[member]".to_owned(), id.to_string()), ("form[link]".to_owned(), link)];
            caller::show_once(<HelpLogIn as server_fn::ServerFn>::PATH, shown).await?;
        }
        (HelpAct::LogOut, _) => caller::tell(model::Done::MemberLoggedOut),
        (HelpAct::EndWait, _) => caller::tell(model::Done::WaitEnded),
        _ => caller::tell(model::Done::LinkSent),
    }
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn withdraw_name(school: String, id: UserId, name: String) -> Result<()> {
    domain::people::suggestions::withdraw(&caller::scope(&school)?, id, &name).await?;
    caller::tell(model::Done::NameWithdrawn);
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

/// Takes a photo, or what a member wrote of themselves, off their profile.
#[server(output = Wire)]
pub async fn take_down(school: String, id: UserId, shown: Shown, #[server(default)] drawn: String) -> Result<()> {
    domain::people::take_down(&caller::scope(&school)?, id, shown, &drawn).await?;
    caller::tell(model::Done::TakenDown);
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn save_permissions(school: String, id: UserId, form: PermissionsForm) -> Result<()> {
    domain::people::permissions::save(&caller::scope(&school)?, id, &form).await?;
    caller::tell(model::Done::PermissionsSaved);
    caller::redirect(&format!("/s/{school}/people/{id}"));
    Ok(())
}

/// Takes a change back. The page it was offered on follows.
#[server(output = Wire)]
pub async fn undo_change(school: String, id: UndoId) -> Result<()> {
    domain::people::undo::undo(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::ChangeUndone);
    Ok(())
}

/// Everybody with an account.
#[server(input = GetUrl, output = Wire)]
pub async fn list_users(#[server(default)] filter: UserFilter) -> Result<UsersPage> {
    Ok(domain::people::platform::list(&caller::person()?, &filter).await?)
}

/// Does something to an account. The page it was asked for on follows.
#[server(output = Wire)]
pub async fn change_user(id: UserId, act: UserAct) -> Result<()> {
    domain::people::platform::change(&caller::person()?, id, act).await?;
    caller::tell(model::Done::UserChanged);
    Ok(())
}
