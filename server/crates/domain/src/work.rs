//! One change: its rows, its audit row and what it tells others, true together or not at all.

use std::sync::Arc;

use model::At;
use model::ids::{AuditId, SchoolId, UserId};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use crate::backup::gate;
use crate::hub::Event;
use crate::{Request, Result, Scope, World, names};

/// A transaction of the domain. Dropped without [`Work::commit`], nothing happened and nobody was told.
pub struct Work {
    pub tx: Tx,
    events: Vec<Event>,
    world: World,
    /// It changes what is closed for all others, see [`gate`].
    through: bool,
    now: At,
    actor: Option<UserId>,
    school: Option<SchoolId>,
    address: String,
    request_id: String,
    agent: Arc<str>,
}

impl Work {
    /// # Errors
    /// `Closed` while the school, or the platform, can only be read.
    pub(crate) async fn begin(request: &Request, actor: Option<UserId>, school: Option<SchoolId>) -> Result<Work> {
        gate::passes(request, school).await?;
        Ok(Work {
            tx: request.db.begin().await?,
            events: Vec::new(),
            world: request.world.clone(),
            through: request.through,
            now: request.now,
            actor,
            school,
            address: request.address.map(|address| address.to_string()).unwrap_or_default(),
            request_id: request.id.to_string(),
            agent: request.agent.clone(),
        })
    }

    /// When it happens.
    pub(crate) fn now(&self) -> At {
        self.now
    }

    /// Who does it, if it is somebody.
    pub(crate) fn actor(&self) -> Option<UserId> {
        self.actor
    }

    /// Names the school, or the person, that a change made by nobody in particular turned out to concern.
    pub(crate) fn concerns(&mut self, actor: Option<UserId>, school: Option<SchoolId>) {
        self.actor = self.actor.or(actor);
        self.school = self.school.or(school);
    }

    /// Writes the audit row. `subject` names the thing changed, `detail` says what of it; secrets are never given here.
    pub(crate) async fn audit(&mut self, action: &str, subject: impl ToString, detail: Value) -> Result<()> {
        assert_told(action, &detail);
        let detail = detail.to_string();
        self.tx
            .run(
                sql!(
                    "insert into audit (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key,
                                        agent)
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                ),
                args![
                    AuditId::new(),
                    self.now,
                    self.actor,
                    self.school,
                    action,
                    subject.to_string(),
                    detail.as_str(),
                    self.address.as_str(),
                    self.request_id.as_str(),
                    names::key(&format!("{action} {detail}")),
                    &*self.agent
                ],
            )
            .await?;
        Ok(())
    }

    /// Writes an audit row of the same action for each subject.
    pub(crate) async fn audit_each<T: serde::Serialize>(&mut self, action: &str, rows: Vec<(T, Value)>) -> Result<()> {
        let row = |(subject, detail): (T, Value)| {
            let (actor, address, agent) = (self.actor, self.address.as_str(), &*self.agent);
            noted(action, &detail, json!(subject), self.now, (actor, self.school, address, self.request_id.as_str(), agent))
        };
        let rows = rows.into_iter().map(row).collect();
        self.note(rows).await
    }

    /// The same where each is done by somebody else, by a request of their own.
    pub(crate) async fn audit_of_each<T: serde::Serialize>(&mut self, action: &str, rows: Vec<(&Scope, T, Value)>) -> Result<()> {
        let row = |(scope, subject, detail): (&Scope, T, Value)| {
            let address = scope.address.map(|address| address.to_string()).unwrap_or_default();
            let by = (Some(scope.user_id()), Some(scope.school_id()), address.as_str(), &*scope.id, &*scope.agent);
            noted(action, &detail, json!(subject), scope.now, by)
        };
        let rows = rows.into_iter().map(row).collect();
        self.note(rows).await
    }

    async fn note(&mut self, rows: Value) -> Result<()> {
        self.tx
            .run(
                sql!(
                    "insert into audit (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key,
                                        agent)
                     select value ->> 0, cast(value ->> 1 as bigint), value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                            value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10
                     from {rows $1}"
                ),
                args![rows.to_string()],
            )
            .await?;
        Ok(())
    }

    /// Told to the hub after the commit, in this order.
    pub(crate) fn tell(&mut self, event: Event) {
        self.events.push(event);
    }

    /// # Errors
    /// `Closed` where the school that it concerns can only be read: then nothing happened.
    pub(crate) async fn commit(mut self) -> Result<()> {
        if !self.through {
            gate::still_passes(&mut self.tx, &self.world, self.school, self.now).await?;
        }
        self.tx.commit().await?;
        self.world.hub.changed(self.school);
        for event in self.events {
            self.world.hub.tell(event);
        }
        Ok(())
    }
}

/// Who did something: the person, the school, the address, the request and what it came with.
type By<'a> = (Option<UserId>, Option<SchoolId>, &'a str, &'a str, &'a str);

/// A row of the log, for [`Work::note`].
fn noted(action: &str, detail: &Value, subject: Value, at: At, (actor, school, address, request, agent): By<'_>) -> Value {
    assert_told(action, detail);
    let detail = detail.to_string();
    let key = names::key(&format!("{action} {detail}"));
    json!([AuditId::new(), at, actor, school, action, subject, detail, address, request, key, agent])
}

/// Holds every entry that a test writes against the texts of the log: a field without one would be shown by its code.
fn assert_told(action: &str, detail: &Value) {
    debug_assert!(crate::audit::is_told(action, detail), "no text in model::text::audited for {action}: {detail}");
}
