use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::Framed;
use model::backup::Shut;
use model::finding::Found;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// Who is logged in, and what they have still to read: for the frame around the page.
#[server(input = GetUrl, output = Wire)]
pub async fn frame(#[server(default)] school: String) -> Result<Option<Framed>> {
    let Some(person) = caller::maybe_person() else { return Ok(None) };
    let (announcements, threads) = match caller::scope(&school) {
        Ok(scope) => (domain::announcements::unread(&scope).await?, domain::forum::unread(&scope).await?),
        // The page says what is wrong with the school, if it is of one.
        Err(_) => (0, 0),
    };
    let domain::notifications::Figure { bell: notifications, quiet } = domain::notifications::figure(&person).await?;
    let (chats, _) = domain::chat::news(&person).await?;
    Ok(Some(Framed { me: person.me.as_ref().clone(), announcements, notifications, quiet, threads, chats }))
}

/// What is closed of the school one is in, or of the platform: it can only be read.
#[server(input = GetUrl, output = Wire)]
pub async fn read_only(#[server(default)] school: String) -> Result<Option<Shut>> {
    Ok(domain::backup::gate::seen(&caller::visitor()?, caller::maybe_person().as_ref(), &school).await?)
}

/// What some words lead to in a school; for the platform's admins over all schools too, and outside of them.
#[server(input = GetUrl, output = Wire)]
pub async fn find(#[server(default)] school: String, q: String) -> Result<Found> {
    Ok(domain::finding::anywhere(&caller::person()?, &school, &q).await?)
}
