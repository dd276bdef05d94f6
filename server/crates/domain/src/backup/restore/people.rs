//! Who of an archive is who here. A person is known by their id, and then by their e-mail address; whoever is here stays as
//! they are, whatever the archive says of their account.

use std::collections::{HashMap, HashSet};

use futures::stream::StreamExt;
use model::At;
use model::ids::{SchoolId, UserId};
use serde_json::Value;
use store::{Cells, Tx, args, list, sql};

use super::rows::{BATCH, Row, row};
use super::staging::Staged;
use super::{Asking, Unfit, Written};
use crate::backup::manifest::{Column, TABLES, Table};
use crate::backup::references::REFERENCES;
use crate::{Result, System, secrets};

/// How an archive fits what is here.
#[derive(Debug, Default)]
pub(super) struct Fit {
    /// People with another id here.
    ids: HashMap<String, String>,
    /// Ids of the archive that stand for somebody who is here.
    known: HashSet<String>,
    /// Names to log in with of those who come, where somebody else has theirs.
    renamed: HashMap<String, String>,
    /// People who come.
    pub new: u64,
    /// What the school is called in addresses, and the domain of its mail, as far as they are free.
    pub slug: Option<String>,
    pub mail_domain: Option<String>,
    /// Its name and the key of it, where it keeps that of here.
    pub name: Option<(String, String)>,
    pub acting: Option<Acting>,
}

/// The person who asks, as they are before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Acting {
    pub id: UserId,
    username: String,
    username_key: String,
    email: String,
    email_key: String,
    email_search: String,
    name: String,
    name_key: String,
    status: String,
    platform_role: Option<String>,
    locale: Option<String>,
    verified_at: Option<At>,
    created_at: At,
    time_zone: String,
    theme: String,
    password_hash: String,
    photo: String,
    phone: String,
    bio: String,
    organization: String,
    id_hash: Option<String>,
    device: Option<String>,
    remember: Option<bool>,
    begun_at: Option<At>,
    expires_at: Option<At>,
}

impl Fit {
    /// Whether an account of the archive stands for one that is here.
    pub fn is_known(&self, id: &str) -> bool {
        self.known.contains(id)
    }

    /// How many of the archive's people are here already.
    pub fn matched(&self) -> u64 {
        self.known.len() as u64
    }

    /// Those of the archive's people who are here, by the ids that they have here.
    pub fn here(&self) -> HashSet<&str> {
        self.known.iter().map(|id| self.ids.get(id).unwrap_or(id).as_str()).collect()
    }

    /// Gives whoever a row names the id that they have here.
    pub fn name(&self, columns: &[&str], row: &mut Row) {
        for column in columns {
            if let Some(Value::String(id)) = row.get_mut(*column)
                && let Some(here) = self.ids.get(id)
            {
                here.clone_into(id);
            }
        }
    }

    /// Gives somebody who comes a name to log in with that is free.
    pub fn rename(&self, row: &mut Row) {
        let renamed = row.get("id").and_then(Value::as_str).and_then(|id| self.renamed.get(id)).cloned();
        if let Some(name) = renamed {
            row.insert("username".to_owned(), name.clone().into());
            row.insert("username_key".to_owned(), name.into());
        }
    }
}

/// The columns of a table that name a person.
pub(super) fn columns(table: &Table) -> Vec<&'static str> {
    let of = REFERENCES.iter().filter(|it| it.from == table.name && matches!(it.to, "memberships" | "users"));
    let mut columns: Vec<&str> = of.filter_map(|it| it.columns.last().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The table of that name.
pub(super) fn table(name: &str) -> &'static Table {
    TABLES.iter().find(|table| table.name == name).expect("a table of the manifest")
}

/// How it fits. Of an archive that somebody may have written themselves, the people are looked for in its school alone: it
/// is no way to ask who has an account here.
pub(super) async fn fit(system: &System, staged: &Staged, written: Written) -> Result<std::result::Result<Fit, Unfit>> {
    let mut fit = Fit::default();
    if let Some(school) = &staged.school {
        if let Some(unfit) = place(system, staged, school.id, &mut fit).await? {
            return Ok(Err(unfit));
        }
        if let Some(unfit) = everybody(system, staged, (school.id, written), &mut fit).await? {
            return Ok(Err(unfit));
        }
    }
    Ok(Ok(fit))
}

/// A school by what no two share.
#[derive(sqlx::FromRow)]
struct Place {
    slug: String,
    name: String,
    name_key: String,
    mail_domain: String,
}

/// Whether the school's names and the domain of its mail are free here.
async fn place(system: &System, staged: &Staged, school: SchoolId, fit: &mut Fit) -> Result<Option<Unfit>> {
    let one = sql!("select slug, name, name_key, mail_domain from schools where id = $1");
    let theirs: Place = staged.db.one(one, args![school]).await?;
    let here: Option<Place> = system.db.maybe(one, args![school]).await?;
    let others: Vec<Place> = system
        .db
        .all(
            sql!(
                "select slug, name, name_key, mail_domain from schools
                 where id <> $1 and (slug = $2 or name_key = $3 or mail_domain = $4 and mail_domain <> '') order by id"
            ),
            args![school, &theirs.slug, &theirs.name_key, &theirs.mail_domain],
        )
        .await?;
    let is_named = others.iter().any(|it| it.name_key == theirs.name_key);
    match here {
        // Its address is in use.
        Some(here) => {
            fit.slug = Some(here.slug);
            fit.name = is_named.then_some((here.name, here.name_key));
        }
        None if others.iter().any(|it| it.slug == theirs.slug) => return Ok(Some(Unfit::SlugTaken(theirs.slug))),
        None if is_named => return Ok(Some(Unfit::NameTaken(theirs.name))),
        None => fit.slug = Some(theirs.slug),
    }
    let has_domain = others.iter().any(|it| it.mail_domain == theirs.mail_domain);
    fit.mail_domain = Some(if has_domain { String::new() } else { theirs.mail_domain });
    Ok(None)
}

/// Somebody of the archive.
struct Theirs {
    id: String,
    email_key: String,
    username_key: String,
}

#[derive(sqlx::FromRow)]
struct Ours {
    id: String,
    email_key: String,
    username_key: String,
}

async fn everybody(
    system: &System,
    staged: &Staged,
    (school, written): (SchoolId, Written),
    fit: &mut Fit,
) -> Result<Option<Unfit>> {
    let within = (written == Written::Unknown).then_some(school);
    let users = table("users");
    let columns: Vec<Column> = users.archived(false).collect();
    let Some(sql) = users.entire else { return Ok(None) };
    let mut ours: HashSet<String> = HashSet::new();
    let mut batch = Vec::new();
    let mut rows = staged.db.stream::<Cells>(sql, args![school]);
    loop {
        let next = rows.next().await.transpose()?;
        let ended = next.is_none();
        if let Some(Cells(cells)) = next {
            let row = row(&columns, cells);
            let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            batch.push(Theirs { id: text("id"), email_key: text("email_key"), username_key: text("username_key") });
        }
        if (batch.len() >= BATCH || ended)
            && let Some(unfit) = some(system, std::mem::take(&mut batch), within, &mut ours, fit).await?
        {
            return Ok(Some(unfit));
        }
        if ended {
            return Ok(None);
        }
    }
}

/// `within` is the school whose members alone are looked at.
async fn some(
    system: &System,
    theirs: Vec<Theirs>,
    within: Option<SchoolId>,
    ours: &mut HashSet<String>,
    fit: &mut Fit,
) -> Result<Option<Unfit>> {
    let here: Vec<Ours> = system
        .db
        .all(
            sql!(
                "select u.id, u.email_key, u.username_key from users u
                 where (u.id in (select value from {list $1}) or u.email_key in (select value from {list $2})
                        or u.username_key in (select value from {list $3}))
                   and (cast($4 as text) is null
                        or exists (select 1 from memberships m where m.school_id = $4 and m.user_id = u.id))
                 order by u.id"
            ),
            vec![
                list(theirs.iter().map(|it| &it.id)),
                list(theirs.iter().map(|it| &it.email_key)),
                list(theirs.iter().map(|it| &it.username_key)),
                within.into(),
            ],
        )
        .await?;
    for them in theirs {
        let by_id = here.iter().find(|it| it.id == them.id);
        let by_email = || here.iter().find(|it| !them.email_key.is_empty() && it.email_key == them.email_key);
        match by_id.or_else(by_email) {
            Some(it) => {
                if !ours.insert(it.id.clone()) {
                    return Ok(Some(Unfit::SamePerson(them.email_key)));
                }
                if it.id != them.id {
                    fit.ids.insert(them.id.clone(), it.id.clone());
                }
                fit.known.insert(them.id);
            }
            None => {
                fit.new += 1;
                if here.iter().any(|it| it.username_key == them.username_key) {
                    // Longer than any that people choose, and nobody else's.
                    let end = secrets::code().to_lowercase();
                    let name: String = them.username_key.chars().take(20).chain(['-']).chain(end.chars()).collect();
                    fit.renamed.insert(them.id, name);
                }
            }
        }
    }
    Ok(None)
}

/// Whoever asks, as they are when it begins: what they may be no more is not given back to them.
///
/// # Errors
/// `Unauthorized` where their session has ended meanwhile that is to outlive the restore of a platform.
pub(super) async fn acting(tx: &mut Tx, asking: &Asking, outlives: bool) -> Result<Acting> {
    let acting: Option<Acting> = tx
        .maybe(
            sql!(
                "select u.id, u.username, u.username_key, u.email, u.email_key, u.email_search, u.name, u.name_key, u.status,
                        u.platform_role, u.locale, u.verified_at, u.created_at, u.time_zone, u.theme, u.password_hash,
                        u.photo, u.phone, u.bio, u.organization,
                        s.id_hash, s.device, s.remember, s.created_at as begun_at, s.expires_at
                 from users u left join sessions s on s.user_id = u.id and s.id_hash = $2 where u.id = $1"
            ),
            args![asking.user_id, &asking.session],
        )
        .await?;
    Ok(acting.filter(|it| !outlives || it.id_hash.is_some()).ok_or(model::Error::Unauthorized)?)
}

/// Whoever put the whole platform back can still log in as before, and look after it: also where the archive does not know
/// them, or knows another password.
pub(super) async fn keep(tx: &mut Tx, acting: &Acting) -> Result<UserId> {
    let found: Option<(UserId,)> = tx
        .maybe(
            sql!(
                "select id from users where id = $1 or email_key = $2 and email_key <> ''
                 order by case when id = $1 then 0 else 1 end, id limit 1"
            ),
            args![acting.id, &acting.email_key],
        )
        .await?;
    let user = match found {
        Some((user,)) => {
            tx.run(
                sql!("update users set password_hash = $2, status = $3, platform_role = $4 where id = $1"),
                args![user, &acting.password_hash, &acting.status, acting.platform_role.clone()],
            )
            .await?;
            user
        }
        None => {
            come(tx, acting).await?;
            acting.id
        }
    };
    tx.run(
        sql!(
            "insert into sessions (id_hash, user_id, device, remember, created_at, seen_at, expires_at)
             values ($1, $2, $3, $4, $5, $5, $6)"
        ),
        args![acting.id_hash.clone(), user, acting.device.clone(), acting.remember, acting.begun_at, acting.expires_at],
    )
    .await?;
    Ok(user)
}

/// Their account as it was, beside those of the archive.
async fn come(tx: &mut Tx, it: &Acting) -> Result<()> {
    let (taken,): (bool,) =
        tx.one(sql!("select exists (select 1 from users where username_key = $1) as taken"), args![&it.username_key]).await?;
    let end = if taken { format!("-{}", secrets::code().to_lowercase()) } else { String::new() };
    tx.run(
        sql!(
            "insert into users (id, username, username_key, email, email_key, email_search, name, name_key, status, platform_role,
                                locale, verified_at, created_at, time_zone, theme, password_hash, photo, phone, bio, organization)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        ),
        args![
            it.id,
            format!("{}{end}", it.username),
            format!("{}{end}", it.username_key),
            &it.email,
            &it.email_key,
            &it.email_search,
            &it.name,
            &it.name_key,
            &it.status,
            it.platform_role.clone(),
            it.locale.clone(),
            it.verified_at,
            it.created_at,
            &it.time_zone,
            &it.theme,
            &it.password_hash,
            &it.photo,
            &it.phone,
            &it.bio,
            &it.organization
        ],
    )
    .await?;
    Ok(())
}
