//! The HTTP tests: one binary, a file an area, every test on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used)]

mod access;
mod accounts;
mod announcements;
mod app;
mod chat;
mod classes;
mod faults;
mod files;
mod house;
mod isolation;
mod languages;
mod marking;
mod scene;
mod talk;
mod twice;
