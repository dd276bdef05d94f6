//! One change: its rows, its audit row and what it tells others, true together or not at all.

use std::sync::Arc;

use model::At;
use model::ids::{AuditId, SchoolId, UserId};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use crate::backup::gate;
use crate::hub::Event;
use crate::{Request, Result, World, names};

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
        let rows = rows.into_iter().map(|(subject, detail)| {
            assert_told(action, &detail);
            let detail = detail.to_string();
            let key = names::key(&format!("{action} {detail}"));
            json!([AuditId::new(), subject, detail, key])
        });
        self.tx
            .run(
                sql!(
                    "insert into audit (id, at, actor_id, school_id, action, subject, detail, address, request_id, search_key,
                                        agent)
                     select value ->> 0, cast($2 as bigint), cast($3 as text), cast($4 as text), cast($5 as text),
                            value ->> 1, value ->> 2, cast($6 as text), cast($7 as text), value ->> 3, cast($8 as text)
                     from {rows $1}"
                ),
                args![
                    rows.collect::<Value>().to_string(),
                    self.now,
                    self.actor,
                    self.school,
                    action,
                    self.address.as_str(),
                    self.request_id.as_str(),
                    &*self.agent
                ],
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

/// Holds every entry that a test writes against the texts of the log: a field without one would be shown by its code.
fn assert_told(action: &str, detail: &Value) {
    debug_assert!(crate::audit::is_told(action, detail), "no text in model::text::audited for {action}: {detail}");
}
