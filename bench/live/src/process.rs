//! The server's process as Linux tells of it, and what this one may open.

use std::fs;

use anyhow::{Context, Result, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are open beside the sockets.
pub const BESIDE: usize = 100;
/// Of a second, as `/proc` counts.
const TICKS: f64 = 100.0;

pub struct Process(pub u32);

impl Process {
    /// What is in memory now, in MB.
    pub fn memory(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most that ever was.
    pub fn peak(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.0)).context("the server's process")?;
        let line = text.lines().find_map(|line| line.strip_prefix(name)).context("a figure of the process")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Seconds of a core so far.
    pub fn cpu(&self) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.0)).context("the server's process")?;
        let (_, after) = text.rsplit_once(") ").context("its figures")?;
        let ticks = |place: usize| after.split(' ').nth(place).and_then(|it| it.parse::<f64>().ok()).context("its time");
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }
}

/// Lets this process open so many sockets.
pub fn make_room_for(sockets: usize) -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = (sockets + BESIDE) as u64;
    ensure!(
        limit.maximum.is_none_or(|most| most >= wanted),
        "{sockets} sockets need {wanted} open files, and {} are allowed: a higher `ulimit -Hn`, or fewer in BENCH_GATHERED",
        limit.maximum.unwrap_or_default()
    );
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).context("the limit of open files")
}
