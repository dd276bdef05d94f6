//! The business and all of its SQL: one module per area, the verbs in `area.rs`, cut by ability in `area/`.
//!
//! Every function takes who asks: a [`Visitor`] before log-in, a [`Person`] over all their memberships, a [`Scope`] in
//! one school, or the [`System`] for jobs and the command line. It checks the input, then the policy, then works in
//! one transaction that also holds the audit row and the events.

pub mod accounts;
pub mod announcements;
pub mod assignments;
pub mod audit;
pub mod backup;
mod bounds;
mod cache;
pub mod calendar;
pub mod chat;
pub mod classes;
pub mod courses;
pub mod dashboards;
pub mod demo;
mod drawn;
mod error;
pub mod faults;
pub mod files;
pub mod finding;
pub mod flashes;
pub mod forum;
pub mod guardians;
pub mod hub;
pub mod invitations;
pub mod jobs;
pub mod mail;
mod markdown;
pub mod meanwhile;
pub mod names;
pub mod notifications;
mod pages;
pub mod people;
pub mod push;
mod reach;
pub mod schools;
mod scope;
mod search;
mod secrets;
pub mod settings;
pub mod sharing;
pub mod texts;
mod twice;
pub mod viewing;
mod work;
mod world;

#[cfg(test)]
mod rules;
#[cfg(test)]
mod testing;

pub use error::{Error, Result};
pub use reach::Reach;
pub use scope::{Person, Request, Scope, System, Visitor};
pub use secrets::{derive, hash as secret_hash, hex};
pub use work::Work;
pub use world::{Settings, World};
