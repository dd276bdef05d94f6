//! The HTTP server: from a request's bytes to the domain and back. It owns the routes, the session cookie, the
//! security headers, uploads and sockets, the job runner and the settings; the business is in `domain`.

pub mod address;
pub mod answer;
pub mod archive;
pub mod assets;
mod audit;
pub mod backup;
pub mod caller;
mod chat;
pub mod config;
pub mod files;
pub mod flash;
mod forum;
pub mod functions;
mod headers;
pub mod health;
pub mod jobs;
pub mod live;
mod mailer;
pub mod notifications;
pub mod observe;
mod pace;
pub mod people;
pub mod push;
pub mod router;
pub mod run;
pub mod seed;
pub mod session;
mod shelves;
mod shortcuts;
pub mod state;
mod whose;

pub use config::Config;
pub use router::{Endpoint, build, endpoints};
pub use state::App;
