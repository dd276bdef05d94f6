//! The pages, a folder a feature. Each feature is one lazily loaded chunk of the client.

pub mod accounts;
pub mod assignments;
pub mod backup;
pub mod chat;
pub mod classes;
pub mod courses;
pub mod dashboards;
pub mod people;
