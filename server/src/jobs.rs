//! The runner of background jobs in this node.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::backup::gate;
use domain::hub::Event;
use domain::jobs::{self, Job};
use domain::{System, announcements, mail};
use futures::FutureExt;
use tokio::sync::broadcast::error::RecvError;

use crate::App;
use crate::mailer::Mailer;

/// How long a job that another node added, or one whose time has come, may wait.
const PAUSE: Duration = Duration::from_secs(5);

/// Works until the server stops.
pub async fn run(app: App, mailer: Option<Mailer>) {
    let mut events = app.world.hub.listen();
    let mut stopping = app.stopping.clone();
    if let Err(error) = jobs::plan_sweep(&System::new(&app.world, "start")).await {
        tracing::error!(error = ?error, "the sweep could not be planned");
    }
    if let Err(error) = jobs::plan_recount(&System::new(&app.world, "start")).await {
        tracing::error!(error = ?error, "the count could not be planned");
    }
    if let Err(error) = jobs::plan_to_fold(&System::new(&app.world, "start")).await {
        tracing::error!(error = ?error, "the keys of names could not be planned");
    }
    loop {
        work_off(&app, mailer.as_ref()).await;
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
            () = added(&mut events) => {}
        }
    }
}

/// Waits until somebody adds a job.
async fn added(events: &mut tokio::sync::broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::JobAdded) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn work_off(app: &App, mailer: Option<&Mailer>) {
    while !*app.stopping.borrow() {
        let system = System::new(&app.world, "jobs");
        match jobs::take(&system).await {
            Ok(Some(job)) => {
                // A job that panics is a job that failed; the runner goes on.
                let outcome = AssertUnwindSafe(carry_out(app, &system, mailer, &job)).catch_unwind().await;
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

async fn carry_out(app: &App, system: &System, mailer: Option<&Mailer>, job: &Job) -> anyhow::Result<()> {
    match job.kind.as_str() {
        mail::JOB | mail::MANY => {
            // Without a server the mail has reached its end: the outbox.
            let Some(mailer) = mailer else { return Ok(()) };
            let id = job.payload.parse()?;
            let Some(mail) = mail::unsent(system, id).await.map_err(as_fault)? else { return Ok(()) };
            let sent = mailer.send(&mail).await;
            let note = sent.as_ref().copied().map_err(|error| format!("{error:#}"));
            mail::note(system, id, note).await.map_err(as_fault)?;
            sent
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
