//! Where backups are kept: a folder of this machine, and, where it is set, a bucket elsewhere.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use domain::backup::kept::Shelf;
use model::backup::kept::ShelfKind;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};

use crate::{Config, run};

/// What a store is told where no region is set: others than Amazon's take any.
const REGION: &str = "us-east-1";

/// How long a store may be silent, also while a piece of eight megabytes goes to it over whatever line a school has. What
/// is asked again after a quarter of an hour it refuses: it was signed too long ago.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// The shelves, the nearest first.
///
/// # Errors
/// With the folder that cannot be made, or the setting that is wrong. Whether a bucket answers is seen when it is used.
pub fn open(config: &Config) -> Result<Vec<Shelf>> {
    let folder = config.backups();
    run::make_private(&folder)?;
    let disk: Arc<dyn ObjectStore> =
        Arc::new(LocalFileSystem::new_with_prefix(&folder).context("the folder of backups")?.with_fsync(true));
    let whole = std::path::absolute(&folder).unwrap_or(folder);
    let mut shelves = vec![Shelf::new(ShelfKind::Disk, whole.display().to_string(), disk)];
    if let Some(place) = &config.backups_s3 {
        shelves.push(Shelf::new(ShelfKind::S3, place.clone(), bucket(config, place).context("backups_s3")?));
    }
    Ok(match config.passphrase() {
        Some(passphrase) => shelves.into_iter().map(|shelf| shelf.locked(passphrase.clone())).collect(),
        None => shelves,
    })
}

fn bucket(config: &Config, place: &str) -> Result<Arc<dyn ObjectStore>> {
    // Only the first has an effect.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let rest = place.strip_prefix("s3://").unwrap_or(place);
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        // Before what changes one of the options. What comes may take as long as it likes.
        .with_client_options(ClientOptions::new().with_timeout_disabled().with_read_timeout(SILENCE))
        .with_retry(RetryConfig { retry_timeout: SILENCE, ..RetryConfig::default() })
        // Some that speak S3 know no other way, and nothing here removes many at once.
        .with_disable_bulk_delete(true)
        .with_region(config.backups_s3_region.as_deref().unwrap_or(REGION))
        .with_access_key_id(config.backups_s3_key.as_deref().unwrap_or_default())
        .with_secret_access_key(config.backups_s3_secret.as_ref().map_or("", |secret| secret.0.as_str()));
    if let Some(endpoint) = &config.backups_s3_endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    let store = builder.build()?;
    if prefix.is_empty() {
        return Ok(Arc::new(store));
    }
    Ok(Arc::new(PrefixStore::new(store, Path::from(prefix))))
}
