use leptos::prelude::*;
use model::guardians::{
    CodePlace, FamiliesPage, FamilyCodePage, FamilyMember, FamilySearch, FamilySide, FoundLinkForm, NewCodeForm, RightsForm,
};
use model::ids::{FamilyCodeId, UserId};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::{links::page_of, made};
#[cfg(feature = "ssr")]
use crate::caller;

#[server(input = GetUrl, output = Wire)]
pub async fn show_families(school: String, #[server(default)] search: FamilySearch) -> Result<FamiliesPage> {
    Ok(domain::guardians::families(&caller::scope(&school)?, &search).await?)
}

/// Those of one side whose names or usernames hold the words.
#[server(input = GetUrl, output = Wire)]
pub async fn find_family(school: String, side: FamilySide, #[server(default)] q: String) -> Result<Vec<FamilyMember>> {
    Ok(domain::guardians::find(&caller::scope(&school)?, side, &q).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_family_code(school: String, id: FamilyCodeId) -> Result<FamilyCodePage> {
    Ok(domain::guardians::codes::show(&caller::scope(&school)?, id).await?)
}

#[cfg(feature = "ssr")]
fn tell(school: &str, done: model::Done) {
    caller::tell(done);
    caller::redirect(&format!("/s/{school}/guardians"));
}

/// Links a parent and a child.
#[server(output = Wire)]
pub async fn link_family(school: String, form: FoundLinkForm) -> Result<()> {
    domain::guardians::link_found(&caller::scope(&school)?, &form).await?;
    tell(&school, model::Done::FamilyLinked);
    Ok(())
}

/// Changes what a link says and opens.
#[server(output = Wire)]
pub async fn save_family(school: String, form: RightsForm) -> Result<()> {
    domain::guardians::change(&caller::scope(&school)?, &form).await?;
    tell(&school, model::Done::FamilySaved);
    Ok(())
}

#[server(output = Wire)]
pub async fn unlink_family(school: String, parent: UserId, child: UserId) -> Result<()> {
    domain::guardians::unlink(&caller::scope(&school)?, parent, child).await?;
    tell(&school, model::Done::FamilyUnlinked);
    Ok(())
}

/// Makes a family code, and leads to it: it is shown where it was made, once. `list` is the list of families that was
/// looked at there.
#[server(output = Wire)]
pub async fn make_family_code(
    school: String,
    id: FamilyCodeId,
    form: NewCodeForm,
    place: CodePlace,
    #[server(default)] list: FamilySearch,
) -> Result<()> {
    let code = domain::guardians::make_code(&caller::scope(&school)?, &form, id).await?;
    let page = match place {
        CodePlace::Codes => format!("/s/{school}/guardians"),
        CodePlace::Family => page_of(&school, &list.q, list.page.max(1)),
        CodePlace::Member => format!("/s/{school}/people/{}", code.child_id),
    };
    caller::show_once(<MakeFamilyCode as server_fn::ServerFn>::PATH, made::shown(place, code)).await?;
    caller::redirect(&format!("{page}#{}", made::ID));
    Ok(())
}

#[server(output = Wire)]
pub async fn withdraw_family_code(school: String, id: FamilyCodeId) -> Result<()> {
    domain::guardians::codes::withdraw(&caller::scope(&school)?, id).await?;
    tell(&school, model::Done::FamilyCodeWithdrawn);
    Ok(())
}
