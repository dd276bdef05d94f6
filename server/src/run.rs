//! Starting and stopping.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use domain::backup::{clear, gate, restore};
use domain::hub::nodes::Nodes;
use domain::{Settings, System, World, names};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use store::Db;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::assets::Site;
use crate::config::Secret;
use crate::mailer::Mailer;
use crate::observe::Metrics;
use crate::{App, Config, build, jobs, shelves};

/// Seconds that running requests get to end.
const GRACE: Duration = Duration::from_secs(20);

/// Opens the database, brings it and its keys of names up to date, and opens the file store.
///
/// # Errors
/// With what could not be opened.
pub async fn open(config: &Config) -> Result<World> {
    make_private(&config.data)?;
    let options = config.database();
    let db = Db::open(&options).await.with_context(|| format!("the database ({})", without_password(&options.url)))?;
    store::migrate::run(&db).await.context("the database's schema")?;
    if let Err(error) = db.follow().await {
        tracing::warn!(%error, "changes of other nodes are not seen; nothing is cached");
    }
    let world = world(db, config)?;
    // What a process closed that was killed is open again anyway.
    if let Err(error) = gate::end_silent(&System::new(&world, "start")).await {
        tracing::warn!(?error, "what was closed could not be opened");
    }
    // Without it less is found; a job tries again.
    if let Err(error) = names::fold_again(&System::new(&world, "start")).await {
        tracing::warn!(?error, "the keys of names");
    }
    Ok(world)
}

/// The world on a database that is open.
///
/// # Errors
/// When a folder for files or for backups cannot be made.
pub fn world(db: Db, config: &Config) -> Result<World> {
    let folder = config.data.join("files");
    make_private(&folder)?;
    let files: Arc<dyn ObjectStore> =
        Arc::new(LocalFileSystem::new_with_prefix(&folder).context("the file store")?.with_fsync(true));
    let data = config.data.clone();
    let settings = Settings { public_url: config.origin(), sends_mail: config.smtp_url.is_some(), data };
    Ok(World::with_shelves(db, files, settings, shelves::open(config)?))
}

/// A folder for this user alone.
pub(crate) fn make_private(folder: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {}", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .with_context(|| format!("the rights of {}", folder.display()))?;
    }
    Ok(())
}

/// A new file for this user alone.
pub(crate) fn write_private(file: &std::path::Path, text: &str) -> Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut made = options.open(file).with_context(|| format!("{}", file.display()))?;
    made.write_all(text.as_bytes()).with_context(|| format!("{}", file.display()))
}

fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}

/// The app's state with the switch that stops it.
pub fn app(world: World, config: Config) -> (App, watch::Sender<bool>) {
    let (stop, stopping) = watch::channel(false);
    let site = Site::open(config.site.clone().or_else(built_site), config.service_worker);
    let app = App {
        world,
        config: Arc::new(config),
        site: Arc::new(site),
        metrics: Metrics::install(),
        pace: Arc::default(),
        crowd: Arc::default(),
        bells: Arc::default(),
        readers: Arc::default(),
        uploads: Arc::default(),
        stopping,
    };
    (app, stop)
}

/// A debug binary reads the client from the folder it is built into.
fn built_site() -> Option<std::path::PathBuf> {
    cfg!(debug_assertions).then(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site"))
}

/// Serves until a signal says stop; then lets what runs end.
///
/// # Errors
/// When the address is in use or a setting is wrong.
pub async fn serve(config: Config) -> Result<()> {
    open_files();
    let mailer = config.smtp_url.as_deref().map(|url| Mailer::new(url, &config.mail_from)).transpose()?;
    let world = open(&config).await?;
    // Here and not where it is opened: the command line opens it beside a server whose restore goes on.
    if let Err(error) = restore::end_unfinished(&System::new(&world, "start")).await {
        tracing::warn!(?error, "what a stopped server was restoring could not be ended");
    }
    if let Err(error) = clear::end_unfinished(&System::new(&world, "start")).await {
        tracing::warn!(?error, "what a stopped server was clearing could not be ended");
    }
    let listener = TcpListener::bind(config.addr).await.with_context(|| format!("the address {}", config.addr))?;
    let nodes = match &config.redis_url {
        Some(Secret(url)) => {
            let joined = Nodes::join(&world, url).await;
            Some(joined.with_context(|| format!("redis_url ({})", without_password(url)))?)
        }
        None => None,
    };
    let address = listener.local_addr()?;
    let (app, stop) = app(world.clone(), config);
    tracing::info!(%address, database = app.world.db.kind(), nodes = nodes.is_some(), "serving");
    let runner = tokio::spawn(jobs::run(app.clone(), mailer));
    let listener = listener.tap_io(|stream| {
        // Pages come in two parts; without this the second waits for the first's acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    let service = build(app).into_make_service_with_connect_info::<SocketAddr>();
    let mut stopped = stop.subscribe();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        signal().await;
        tracing::info!("stopping");
        let _ = stop.send(true);
    });
    tokio::select! {
        served = async { server.await } => served?,
        () = async { let _ = stopped.wait_for(|stop| *stop).await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("requests still ran after {GRACE:?}");
        }
    }
    // A job in the middle of something slow is taken up again after the restart.
    let _ = tokio::time::timeout(GRACE, runner).await;
    if let Some(nodes) = nodes {
        nodes.leave().await;
    }
    world.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Lets this process hold as many connections as it is allowed to: what it begins with is often 1,024, and each page that is
/// open holds one or two.
fn open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        if limit.current == limit.maximum {
            return;
        }
        if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
            tracing::warn!(%error, now = ?limit.current, "no more files and connections may be open");
        }
    }
}

/// Waits until somebody says stop.
pub async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
