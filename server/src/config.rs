//! Settings: `lyceum.toml`, then the environment (`LYCEUM_*`). Nothing needs to be set.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use domain::backup::Passphrase;
use model::limits;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// What no log shows.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Every setting with its default. An unknown name is an error, so that a typing mistake is seen at the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// The folder of the SQLite file and the uploads.
    pub data: PathBuf,
    /// The folder of kept backups; `backups` in `data` without it.
    pub backups: Option<PathBuf>,
    /// `s3://bucket/prefix` for a copy of every kept backup off this machine.
    pub backups_s3: Option<String>,
    /// The address of a store that is not Amazon's.
    pub backups_s3_endpoint: Option<String>,
    pub backups_s3_region: Option<String>,
    pub backups_s3_key: Option<String>,
    pub backups_s3_secret: Option<Secret>,
    /// What kept backups are encrypted with; without it they are not.
    pub backups_passphrase: Option<Secret>,
    /// What `backup-key --change` puts in its place.
    pub backups_passphrase_new: Option<Secret>,
    /// `postgres://...` to use PostgreSQL instead of the SQLite file in `data`.
    pub database_url: Option<String>,
    /// PostgreSQL only: a schema to work in instead of `public`.
    pub database_schema: Option<String>,
    /// Connections to PostgreSQL, or readers of SQLite.
    pub database_connections: u32,
    /// The address people reach the platform at; links in mails start with it.
    pub public_url: Option<String>,
    /// `smtp://user:password@host:port` or `smtps://...`. Without it mails wait in the outbox of the platform's admin.
    pub smtp_url: Option<String>,
    pub mail_from: String,
    /// For tests: push messages may go to this machine, over plain HTTP.
    pub push_local: bool,
    /// A `tracing` filter such as `info` or `info,sqlx=warn`.
    pub log: String,
    /// Addresses of proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[serde(deserialize_with = "addresses")]
    pub trusted_proxies: Vec<IpAddr>,
    /// What `/metrics` asks for as a bearer token; without it only this machine reads them.
    pub metrics_token: Option<String>,
    /// The built client, where it is not embedded in this binary.
    pub site: Option<PathBuf>,
    /// Whether browsers keep files and pages for when there is no network. Turned off, what they have kept goes with the
    /// next page, should it ever stand in the way.
    pub service_worker: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            data: PathBuf::from("data"),
            backups: None,
            backups_s3: None,
            backups_s3_endpoint: None,
            backups_s3_region: None,
            backups_s3_key: None,
            backups_s3_secret: None,
            backups_passphrase: None,
            backups_passphrase_new: None,
            database_url: None,
            database_schema: None,
            database_connections: 8,
            public_url: None,
            smtp_url: None,
            mail_from: "Lyceum <lyceum@localhost>".to_owned(),
            push_local: false,
            log: "info".to_owned(),
            trusted_proxies: Vec::new(),
            metrics_token: None,
            site: None,
            service_worker: true,
        }
    }
}

impl Config {
    /// Reads `lyceum.toml` in the working folder, if there is one, and the environment.
    ///
    /// # Errors
    /// With the name of the setting that is unknown or wrong.
    pub fn read() -> Result<Config> {
        let config: Config = config::Config::builder()
            .add_source(config::File::new("lyceum.toml", config::FileFormat::Toml).required(false))
            .add_source(config::Environment::with_prefix("LYCEUM").try_parsing(false))
            .build()
            .context("lyceum.toml")?
            .try_deserialize()
            .context("the settings (lyceum.toml, LYCEUM_*)")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        ensure!(self.database_connections > 0, "database_connections must be at least 1");
        if let Some(url) = &self.database_url {
            ensure!(
                ["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| url.starts_with(scheme)),
                "database_url must start with postgres:// or sqlite:"
            );
        }
        if let Some(url) = &self.smtp_url {
            ensure!(
                !url.starts_with("smtp://") || !url.contains('@') || url.contains("tls="),
                "smtp_url would send its password in clear text: use smtps:// or add ?tls=required"
            );
        }
        if let Some(place) = &self.backups_s3 {
            ensure!(
                place.strip_prefix("s3://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')),
                "backups_s3 must be s3://bucket or s3://bucket/prefix"
            );
            ensure!(
                self.backups_s3_key.is_some() && self.backups_s3_secret.is_some(),
                "backups_s3 needs backups_s3_key and backups_s3_secret"
            );
        }
        ensure!(
            self.backups_passphrase.is_none() || self.passphrase().is_some(),
            "backups_passphrase must have {} characters or more, and {} at most",
            limits::PASSPHRASE.start(),
            limits::PASSPHRASE.end()
        );
        if let Some(url) = &self.backups_s3_endpoint {
            ensure!(
                url.starts_with("https://") || url.starts_with("http://"),
                "backups_s3_endpoint must start with https:// or http://"
            );
        }
        if let Some(url) = &self.public_url {
            ensure!(url.starts_with("http://") || url.starts_with("https://"), "public_url must start with http:// or https://");
        }
        Ok(())
    }

    pub fn database(&self) -> store::Options {
        let file = || format!("sqlite:{}", self.data.join("lyceum.db").display());
        store::Options {
            url: self.database_url.clone().unwrap_or_else(file),
            connections: self.database_connections,
            schema: self.database_schema.clone(),
        }
    }

    /// Where backups are kept on this machine.
    pub fn backups(&self) -> PathBuf {
        self.backups.clone().unwrap_or_else(|| self.data.join("backups"))
    }

    /// What backups that are kept are locked with.
    pub fn passphrase(&self) -> Option<Passphrase> {
        self.backups_passphrase.as_ref().and_then(|secret| Passphrase::new(&secret.0))
    }

    /// The public address without its final slash.
    pub fn origin(&self) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.addr));
        url.trim_end_matches('/').to_owned()
    }
}

/// Addresses separated by commas.
fn addresses<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpAddr>, D::Error> {
    let text = String::deserialize(from)?;
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            part.parse()
                .map(|address: IpAddr| address.to_canonical())
                .map_err(|_| D::Error::custom(format!("trusted_proxies: {part} is no address")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_settings_are_named() {
        let proxies = |text: &str| serde_json::from_value::<Config>(serde_json::json!({ "trusted_proxies": text }));
        assert!(proxies("10.0.0.1, nonsense").unwrap_err().to_string().contains("nonsense"));
        assert_eq!(proxies("10.0.0.1, ::1").unwrap().trusted_proxies.len(), 2);
        let wrong = Config { database_url: Some("mysql://x".into()), ..Config::default() };
        assert!(wrong.check().unwrap_err().to_string().contains("database_url"));
        let bucket = |place: &str| Config { backups_s3: Some(place.into()), ..Config::default() };
        assert!(bucket("https://x").check().unwrap_err().to_string().contains("s3://bucket"));
        assert!(bucket("s3://x/y").check().unwrap_err().to_string().contains("backups_s3_secret"));
        let (key, secret) = (Some("k".to_owned()), Some(Secret("hidden".into())));
        let whole = Config { backups_s3_key: key, backups_s3_secret: secret, ..bucket("s3://x/y") };
        assert!(whole.check().is_ok() && !format!("{whole:?}").contains("hidden"));
        assert!(Config::default().check().is_ok());
        let locked = |words: &str| Config { backups_passphrase: Some(Secret(words.into())), ..Config::default() };
        let refused = locked("eleven let.").check().unwrap_err().to_string();
        assert!(refused.contains("backups_passphrase") && !refused.contains("eleven"), "{refused}");
        let whole = locked("twelve letters");
        assert!(whole.check().is_ok() && !format!("{whole:?}").contains("twelve"));
    }
}
