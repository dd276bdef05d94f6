//! The load of `script/bench live`: very many people in the chat of one server, each with a socket and a session of their own,
//! from many addresses of this machine. They connect, enter their rooms, hear each other and talk; what it was like is printed
//! as tables, and for the marks as a last line `RESULT {...}`. It ends by itself.

mod client;
mod figures;
mod hall;
mod people;
mod process;

use std::net::SocketAddrV4;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Parser;
use figures::grouped;
use hall::Hall;
use process::Process;
use serde_json::json;

#[derive(Parser)]
#[command(about = "Puts the chat of a server on this machine under load.")]
struct Cli {
    /// Where the server listens.
    #[arg(long)]
    server: SocketAddrV4,
    /// Its process, whose memory is looked at.
    #[arg(long)]
    pid: u32,
    /// What `lyceum seed --demo --gathered ... --sessions FILE` has written.
    #[arg(long)]
    sessions: PathBuf,
    /// How long people talk as much as they may.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
    /// How many of them do.
    #[arg(long, default_value_t = 1500)]
    senders: usize,
}

/// Sockets of a server that is far larger than what is measured here.
const FAR: usize = 50_000;
/// Rooms that are listened to, and the messages in each kind.
const ROOMS: [(usize, usize); 3] = [(10, 200), (100, 100), (1000, 40)];
/// All there is must be over by then.
const END: Duration = Duration::from_secs(600);

fn main() -> Result<()> {
    let cli = Cli::parse();
    ensure!(cli.server.ip().is_loopback(), "only a server on this machine is put under load");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async { tokio::time::timeout(END, measure(&cli)).await? })
}

async fn measure(cli: &Cli) -> Result<()> {
    let people = people::read(&cli.sessions)?;
    process::make_room_for(people.len())?;
    let server = Process(cli.pid);
    let count = people.len();
    let hall = Arc::new(Hall::new(cli.server));

    let mut table = vec![(0, server.memory()?)];
    let begun = Instant::now();
    let mut connected = 0;
    for part in people.chunks(count.div_ceil(4)) {
        connected += hall.connect(part).await?;
        table.push((connected, server.memory()?));
    }
    let connecting = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    hall.join().await?;
    let joining = begun.elapsed().as_secs_f64();
    // What large rooms are told from time to time.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let joined = server.memory()?;
    let idle = table[0].1;
    let each = (joined - idle) * 1024.0 / connected as f64;

    println!("| sockets | memory of the server MB | KB each |\n|---:|---:|---:|");
    for (sockets, memory) in &table {
        let each = if *sockets == 0 { String::new() } else { format!("{:.1}", (memory - idle) * 1024.0 / *sockets as f64) };
        println!("| {} | {memory:.0} | {each} |", grouped(*sockets));
    }
    println!("| {}, in their rooms | {joined:.0} | {each:.1} |", grouped(connected));
    let far = idle + each * FAR as f64 / 1024.0;
    println!(
        "\n{} sockets a second connected, {} a second entered their room. {} on one node are {far:.0} MB at this rate, {} open \
         files for each program, and {} source addresses of 28,000 ports.\n",
        grouped((connected as f64 / connecting) as usize),
        grouped((connected as f64 / joining) as usize),
        grouped(FAR),
        grouped(FAR + process::BESIDE),
        FAR.div_ceil(28_000),
    );

    println!("| people in the room | messages | delivered to each: p50 ms | p95 ms | p99 ms | to all: p95 ms | slowest ms |");
    println!("|---:|---:|---:|---:|---:|---:|---:|");
    let mut slowest = json!({});
    for (size, messages) in ROOMS {
        let Some((each, all)) = hall.listen(size, messages).await? else { continue };
        println!(
            "| {} | {messages} | {} | {} | {} | {} | {} |",
            grouped(size),
            each.ms(0.5),
            each.ms(0.95),
            each.ms(0.99),
            all.ms(0.95),
            all.ms(1.0)
        );
        slowest[size.to_string()] = json!(all.at(1.0) / 1000.0);
    }

    let cpu = server.cpu()?;
    let storm = hall.storm(cli.senders, Duration::from_secs(cli.seconds)).await?;
    println!(
        "\n{} people talked as much as they may for {} s: {} messages a second stored and answered, {} refused; a receipt after \
         p50 {} ms, p95 {} ms, p99 {} ms; {:.2} cores of the server. {:.0} MB in the end, {:.0} MB at the most; {} sockets lost.",
        grouped(storm.senders),
        cli.seconds,
        grouped(storm.rate as usize),
        grouped(storm.refused),
        storm.receipts.ms(0.5),
        storm.receipts.ms(0.95),
        storm.receipts.ms(0.99),
        (server.cpu()? - cpu) / storm.seconds,
        server.memory()?,
        server.peak()?,
        hall.lost(),
    );
    let result = json!({
        "sockets": connected,
        "for10000": idle + each * 10_000.0 / 1024.0,
        "for50000": far,
        "connected": connected as f64 / connecting,
        "slowest": slowest,
        "stored": storm.rate,
        "refused": storm.refused,
        "lost": hall.lost(),
    });
    println!("RESULT {result}");
    Ok(())
}
