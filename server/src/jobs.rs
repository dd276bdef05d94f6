//! The runner of background jobs in this node.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::backup::{gate, kept};
use domain::jobs::{self, Job, Lane};
use domain::{System, announcements, mail, meanwhile, notifications, push};
use futures::FutureExt;
use model::backup::kept::Why;

use crate::App;
use crate::mailer::Mailer;
use crate::push::{Pusher, Sent};

/// How long a job that another node added, or one whose time has come, may wait.
const PAUSE: Duration = Duration::from_secs(5);

/// Tries of a backup by schedule; then the next one is waited for.
const BACKUP_TRIES: i64 = 3;
/// Devices that are told at the same time.
const PUSHERS: usize = 4;
/// How often it is said that a job is still being done.
const WORD: Duration = Duration::from_secs(60);

/// What brings messages to people.
struct Senders {
    mailer: Option<Mailer>,
    /// None where this machine has no certificates to know others by.
    pusher: Option<Pusher>,
}

/// Works until the server stops.
pub async fn run(app: App, mailer: Option<Mailer>) {
    let system = || System::new(&app.world, "start");
    if let Err(error) = jobs::plan_sweep(&system()).await {
        tracing::error!(error = ?error, "the sweep could not be planned");
    }
    if let Err(error) = jobs::plan_recount(&system()).await {
        tracing::error!(error = ?error, "the count could not be planned");
    }
    if let Err(error) = jobs::plan_to_fold(&system()).await {
        tracing::error!(error = ?error, "the keys of names could not be planned");
    }
    if let Err(error) = jobs::plan_due(&system()).await {
        tracing::error!(error = ?error, "the look at the backups could not be planned");
    }
    if let Err(error) = push::prepare(&system()).await {
        tracing::error!(error = ?error, "the key of push messages could not be made");
    }
    let pusher = Pusher::new(app.config.push_local);
    let pusher = pusher.inspect_err(|error| tracing::error!(error = ?error, "no push messages can be sent")).ok();
    let senders = Arc::new(Senders { mailer, pusher });
    let mut others = vec![tokio::spawn(work_long(app.clone(), senders.clone()))];
    for _ in 0..PUSHERS {
        let (app, senders) = (app.clone(), senders.clone());
        others.push(tokio::spawn(async move { work(&app, &senders, Lane::Push).await }));
    }
    work(&app, &senders, Lane::Short).await;
    for other in others {
        if let Err(error) = other.await {
            tracing::error!(%error, "what works beside the mails ended");
        }
    }
}

/// What takes long, beside the rest.
async fn work_long(app: App, senders: Arc<Senders>) {
    if let Err(error) = kept::look_again(&System::new(&app.world, "start")).await {
        tracing::error!(error = ?error, "the shelves of backups could not be looked at");
    }
    work(&app, &senders, Lane::Long).await;
}

async fn work(app: &App, senders: &Senders, lane: Lane) {
    let mut jobs = app.world.hub.jobs();
    let mut stopping = app.stopping.clone();
    loop {
        work_off(app, senders, lane).await;
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
            _ = jobs.changed() => {}
        }
    }
}

async fn work_off(app: &App, senders: &Senders, lane: Lane) {
    while !*app.stopping.borrow() {
        let system = System::new(&app.world, "jobs");
        match jobs::take(&system, lane).await {
            Ok(Some(job)) => {
                // A job that panics is a job that failed; the runner goes on.
                let outcome = AssertUnwindSafe(held(app, &job, carry_out(app, &system, senders, &job))).catch_unwind().await;
                let outcome = outcome.unwrap_or_else(|_| Err(anyhow::anyhow!("the job panicked")));
                if let Err(error) = note(&System::new(&app.world, "jobs"), &job, outcome).await {
                    tracing::error!(error = ?error, "the end of a job could not be noted");
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::error!(error = ?error, "jobs cannot be read");
                return;
            }
        }
    }
}

/// Notes how a job ended. One whose school is closed waits until it is open.
async fn note(system: &System, job: &Job, outcome: anyhow::Result<()>) -> domain::Result<()> {
    let outcome = match outcome {
        Err(error) if matches!(error.downcast_ref::<model::Error>(), Some(model::Error::Closed(_))) => {
            return jobs::put_off(system, job).await;
        }
        outcome => outcome.map_err(|error| format!("{error:#}")),
    };
    if let Err(error) = &outcome {
        tracing::warn!(kind = job.kind, job = %job.id, tries = job.tries, error, "a job failed");
    }
    jobs::finish(system, job, outcome).await
}

/// Waits for a job, and says meanwhile that it is being done: some take longer than a node is trusted to be alive. A word that
/// does not come through is said again long before it is missed.
async fn held(app: &App, job: &Job, doing: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let word = || async move {
        if let Err(error) = jobs::hold(&System::new(&app.world, "jobs"), job).await {
            tracing::warn!(error = ?error, "that a job is being done could not be said; it is said again in a minute");
        }
    };
    meanwhile::say(WORD, word, doing).await
}

async fn carry_out(app: &App, system: &System, senders: &Senders, job: &Job) -> anyhow::Result<()> {
    match job.kind.as_str() {
        mail::JOB | mail::MANY => {
            // Without a server the mail has reached its end: the outbox.
            let Some(mailer) = &senders.mailer else { return Ok(()) };
            let id = job.payload.parse()?;
            let Some(mail) = mail::unsent(system, id).await.map_err(as_fault)? else { return Ok(()) };
            let sent = mailer.send(&mail).await;
            let note = sent.as_ref().copied().map_err(|error| format!("{error:#}"));
            mail::note(system, id, note).await.map_err(as_fault)?;
            sent
        }
        notifications::JOB => notifications::deliver(system).await.map_err(as_fault),
        notifications::PUSH => push::deliver(system, &job.payload).await.map_err(as_fault),
        push::JOB => {
            let Some(letter) = push::letter(system, &job.payload).await.map_err(as_fault)? else { return Ok(()) };
            let Some(pusher) = &senders.pusher else { anyhow::bail!("this machine has no certificates to know others by") };
            match pusher.send(&letter, system.now).await? {
                Sent::Taken => push::note_sent(system, letter.device).await.map_err(as_fault),
                Sent::Gone => push::forget(system, letter.device).await.map_err(as_fault),
            }
        }
        announcements::JOB => announcements::publish(system, &job.payload).await.map_err(as_fault),
        announcements::REMINDER => announcements::send_reminders(system, &job.payload).await.map_err(as_fault),
        jobs::SWEEP => {
            gate::all_open(system).await.map_err(as_fault)?;
            // The next one first: it comes even if this one fails for good.
            jobs::plan_sweep(system).await.map_err(as_fault)?;
            app.pace.forget();
            app.uploads.forget();
            jobs::sweep_all(system, Some(&app.config.data.join("files"))).await.map_err(as_fault)
        }
        jobs::DUE => {
            jobs::plan_due(system).await.map_err(as_fault)?;
            // What the job of its own did not write, as it was dead by then.
            let told = notifications::deliver(system).await;
            jobs::look_at_backups(system).await.map_err(as_fault)?;
            told.map_err(as_fault)
        }
        jobs::KEEP => {
            let wish: kept::Wish = serde_json::from_str(&job.payload)?;
            match kept::carry_out(system, &wish).await {
                Ok(_) => Ok(()),
                // Its page says why; whoever asked for it asks again.
                Err(error) if wish.why == Why::Hand || job.tries >= BACKUP_TRIES => {
                    tracing::error!(error = ?error, "a backup failed");
                    Ok(())
                }
                Err(error) => Err(as_fault(error)),
            }
        }
        jobs::COPY => kept::copy_again(system, job.payload.parse()?).await.map_err(as_fault),
        jobs::VERIFY => kept::verify(system, job.payload.parse()?).await.map_err(as_fault),
        jobs::DRILL => kept::test(system, kept::Trial::read(&job.payload)).await.map_err(as_fault),
        jobs::FORGET => jobs::forget(system).await.map_err(as_fault),
        jobs::FOLD => {
            gate::all_open(system).await.map_err(as_fault)?;
            jobs::fold(system).await.map_err(as_fault)
        }
        jobs::RECOUNT => {
            gate::all_open(system).await.map_err(as_fault)?;
            jobs::plan_recount(system).await.map_err(as_fault)?;
            jobs::night(system).await.map_err(as_fault)
        }
        other => anyhow::bail!("no job is called {other}"),
    }
}

fn as_fault(error: domain::Error) -> anyhow::Error {
    match error {
        domain::Error::Fault(cause) => cause,
        domain::Error::Refused(answer) => answer.into(),
    }
}
