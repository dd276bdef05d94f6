//! What no download and no archive holds.

/// A table that is never exported, and why.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub name: &'static str,
    pub why: &'static str,
}

/// All of them.
pub static KEPT: &[Kept] = &[
    Kept { name: "sessions", why: "who holds one is logged in; people log in again after a restore" },
    Kept { name: "tokens", why: "links and codes that open an account, all of them gone within a day" },
    Kept { name: "email_changes", why: "codes that give an account another address, all of them gone within an hour" },
    Kept { name: "registrations", why: "what waits for its mail, all of it gone within an hour" },
    Kept { name: "push_subscriptions", why: "devices that know this platform by a key no archive holds" },
    Kept { name: "secrets", why: "what this platform alone knows: who has it seals archives in its name" },
    Kept { name: "flashes", why: "what a form typed, kept for ten minutes" },
    Kept { name: "log_in_failures", why: "the lock-out's memory, gone within a week" },
    Kept { name: "code_guesses", why: "wrong codes counted for an hour" },
    Kept { name: "notifications", why: "word of what an archive holds itself; put back, it would tell of what has gone" },
    Kept { name: "jobs", why: "work of this installation; done twice it would send mails twice" },
    Kept { name: "kept_backups", why: "what lies in the store says itself what it is" },
    Kept { name: "backup_schedules", why: "when this installation makes backups; another one has its own hours" },
    Kept { name: "undos", why: "what the last ten minutes replaced; of no use after a restore" },
    Kept { name: "restores", why: "what this installation put back, and how that went" },
    Kept { name: "audit_aside", why: "empty but within the transaction of a restore" },
    Kept { name: "clears", why: "what was cleared in the last seven days; an archive holds what is there" },
    Kept { name: "cleared_rows", why: "what archives of before hold already, hashes and codes too, gone within seven days" },
    Kept { name: "archive_uploads", why: "archives on their way to this machine, in files that no archive has" },
    Kept { name: "mails", why: "their bodies hold the links and codes of accounts" },
    Kept { name: "closures", why: "what is being put back just now; of no use in another place or at another time" },
];
