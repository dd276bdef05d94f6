//! The HTTP tests: one binary, a file an area, every test on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used)]

mod access;
mod accounts;
mod announcements;
mod app;
mod backup;
mod backup_tabs;
mod chat;
mod classes;
mod clear;
mod clear_killed;
mod families;
mod device;
mod faults;
mod files;
mod gate;
mod house;
mod isolation;
mod joining;
mod keeping;
mod languages;
mod leaks;
mod live_backup;
mod marking;
mod me;
mod mixed;
mod pacing;
mod people;
mod permissions;
mod photos;
mod registering;
mod renewal;
mod restore_command;
mod restoring;
mod roles;
mod s3;
mod scene;
mod schools;
mod settings;
mod tables;
mod talk;
mod twice;
mod viewing;
