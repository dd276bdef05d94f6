//! What belongs together and is unread is one card: what comes to it takes the place of what it said, with its time. Its
//! reader is disturbed again only when some minutes have passed since they last were.

use std::collections::HashMap;

use model::At;
use model::ids::{NotificationId, UserId};
use model::notifications::{Kind, MailHow, Way};
use serde_json::{Value, json};
use store::{args, list, sql};

use super::due::Clock;
use super::{Notice, Times, plan};
use crate::hub::Event;
use crate::{Result, Work};

/// Minutes after which what comes to a card that is unread is heard again.
pub(super) const CALM: i64 = 5;

/// A card that somebody has not read.
#[derive(sqlx::FromRow)]
struct Card {
    id: NotificationId,
    user_id: UserId,
    /// When its reader was last disturbed for it.
    raised_at: At,
    mail_at: Option<At>,
}

/// What becomes of one.
struct Renewed {
    card: NotificationId,
    raised: bool,
    in_bell: bool,
    /// Another mail, where none waits.
    mail: Option<(MailHow, At)>,
    push: Option<At>,
}

/// The cards that people have not read yet, and what becomes of them.
#[derive(Default)]
pub(super) struct Cards {
    standing: HashMap<UserId, Card>,
    renewed: Vec<Renewed>,
}

impl Cards {
    /// The newest card of each of those who are told, that leads where this does. From here on the transaction holds them.
    pub async fn standing(work: &mut Work, notice: &Notice<'_>) -> Result<Cards> {
        if notice.to.is_empty() {
            return Ok(Cards::default());
        }
        let cards: Vec<Card> = work
            .tx
            .all(
                sql!(
                    "select id, user_id, raised_at, mail_at from notifications
                     where user_id in (select value from {list $1}) and kind = $2 and link = $3 and read_at is null
                     order by id {locked}"
                ),
                args![list(notice.to), notice.kind.text(), notice.link],
            )
            .await?;
        // Of several, as an older program told them, the last one is left.
        Ok(Cards { standing: cards.into_iter().map(|it| (it.user_id, it)).collect(), renewed: Vec::new() })
    }

    /// Renews the card of a reader; answers whether they have one. With it comes how a mail would tell them and from when on,
    /// and when a device would.
    pub fn renew(
        &mut self,
        reader: UserId,
        way: Way,
        clock: &Clock<'_>,
        now: At,
        (mail, push): (Option<(MailHow, At)>, Option<At>),
    ) -> bool {
        let Some(card) = self.standing.get(&reader) else { return false };
        let calm = card.raised_at.plus_minutes(CALM);
        let raised = calm <= now;
        // What has been mailed is mailed again, in its turn.
        let mail = mail.filter(|_| card.mail_at.is_none()).map(|(how, from)| (how, clock.mail_at(how, calm.max(from))));
        let push = push.filter(|_| raised);
        self.renewed.push(Renewed { card: card.id, raised, in_bell: way.bell, mail, push });
        true
    }

    /// Writes what became of them.
    pub async fn save(self, work: &mut Work, notice: &Notice<'_>) -> Result<()> {
        if self.renewed.is_empty() {
            return Ok(());
        }
        let now = work.now();
        let row = |it: &Renewed| {
            let (how, at) = it.mail.unzip();
            json!([it.card, it.raised, it.in_bell, how, at])
        };
        let rows: Value = self.renewed.iter().map(row).collect();
        // Of what was told before nobody is told again.
        let saved: Vec<(NotificationId, UserId)> = work
            .tx
            .all(
                sql!(
                    "update notifications
                     set key = $2, args = $3, created_at = $4, in_bell = r.shown,
                         raised_at = case when r.raised then $4 else notifications.raised_at end,
                         mail_how = coalesce(r.how, notifications.mail_how), mail_at = coalesce(r.due, notifications.mail_at)
                     from (select value ->> 0 as card, cast(value ->> 1 as boolean) as raised,
                                  cast(value ->> 2 as boolean) as shown, value ->> 3 as how, cast(value ->> 4 as bigint) as due
                           from {rows $1}) as r
                     where notifications.id = r.card
                       and not exists (select 1 from notifications o
                                       where o.user_id = notifications.user_id and o.kind = notifications.kind and o.key = $2)
                     returning id, user_id"
                ),
                args![rows.to_string(), notice.key, notice.args.to_string(), now],
            )
            .await?;
        let saved: HashMap<NotificationId, UserId> = saved.into_iter().collect();
        let told: Vec<&Renewed> = self.renewed.iter().filter(|it| saved.contains_key(&it.card)).collect();
        let times = |it: &&Renewed| -> (NotificationId, Times) { (it.card, (it.mail.map(|(_, at)| at), it.push)) };
        plan(work, told.iter().map(times).collect()).await?;
        for user in told.iter().filter(|it| it.raised).filter_map(|it| saved.get(&it.card)) {
            work.tell(Event::Notified { user: *user });
        }
        Ok(())
    }
}

/// What those of some people say who have not read what leads to a page, by reader. From here on the transaction holds them.
pub(crate) async fn unread_cards(work: &mut Work, kind: Kind, link: &str, of: &[UserId]) -> Result<HashMap<UserId, Value>> {
    let cards: Vec<(UserId, String)> = work
        .tx
        .all(
            sql!(
                "select user_id, args from notifications
                 where user_id in (select value from {list $1}) and kind = $2 and link = $3 and read_at is null
                 order by id {locked}"
            ),
            args![list(of), kind.text(), link],
        )
        .await?;
    Ok(cards.into_iter().filter_map(|(user, args)| Some((user, serde_json::from_str(&args).ok()?))).collect())
}
