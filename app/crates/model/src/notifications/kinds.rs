//! The table of kinds: what each is called, what it says, and how people are told who have chosen nothing.

use super::MailHow;
use crate::accounts::Me;
use crate::text::notifications as t;
use crate::{Key, Permission, Plural, Role};

crate::text_enum! {
    /// What people are told of. A further one is a line here and one in [`Kind::line`].
    pub enum Kind {
        Announcement = "announcement",
        AnnouncementReminder = "announcement_reminder",
        FamilyLinked = "family_linked",
        AssignmentSet = "assignment_set",
        Marked = "marked",
        ClassAdmitted = "class_admitted",
        ClassDeclined = "class_declined",
        HandedIn = "handed_in",
        ClassAsked = "class_asked",
        InvitationAccepted = "invitation_accepted",
        ChatMention = "chat_mention",
        ChatReply = "chat_reply",
        ChatDirect = "chat_direct",
        ChatMessage = "chat_message",
        ChatReport = "chat_report",
        ForumThread = "forum_thread",
        ForumReply = "forum_reply",
        ForumAnswer = "forum_answer",
        ForumMention = "forum_mention",
        ForumReport = "forum_report",
        BackupLost = "backup_lost",
        ArchiveHanded = "archive_handed",
        DeadJobs = "dead_jobs",
    }
}

crate::text_enum! {
    /// Kinds that belong together.
    pub enum Group {
        School = "school",
        Learning = "learning",
        Teaching = "teaching",
        Talk = "talk",
        Keeping = "keeping",
    }
}

impl Group {
    pub const fn label(self) -> Key {
        match self {
            Group::School => t::GROUP_SCHOOL,
            Group::Learning => t::GROUP_LEARNING,
            Group::Teaching => t::GROUP_TEACHING,
            Group::Talk => t::GROUP_TALK,
            Group::Keeping => t::GROUP_KEEPING,
        }
    }
}

/// How somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub bell: bool,
    pub mail: MailHow,
    pub push: bool,
}

/// Who writes the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailing {
    /// It is written from what the bell says, as its reader chose.
    Chosen,
    /// Whatever does it writes a mail of its own, always: an answer to what somebody asked, or a warning.
    Own,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub group: Group,
    /// What it is called in the settings.
    pub label: Key,
    /// What it says.
    pub title: Key,
    /// What it says where more people than the one it names are in it, as many as `others` are.
    pub gathered: Option<Plural>,
    pub body: Option<Key>,
    /// For those who have chosen nothing.
    pub way: Way,
    pub mailing: Mailing,
    /// Seconds that its readers have to see it by themselves: only then a mail or a device tells of it.
    pub grace: i64,
}

/// Who has the chat before their eyes has read it by then.
const GLANCE: i64 = 5;

const fn line(group: Group, label: Key, title: Key, mail: MailHow, push: bool) -> Line {
    let way = Way { bell: true, mail, push };
    Line { group, label, title, gathered: None, body: None, way, mailing: Mailing::Chosen, grace: 0 }
}

impl Line {
    const fn says(self, body: Key) -> Line {
        Line { body: Some(body), ..self }
    }

    const fn gathered(self, gathered: Plural) -> Line {
        Line { gathered: Some(gathered), ..self }
    }

    const fn with_own_mail(self) -> Line {
        Line { mailing: Mailing::Own, ..self }
    }

    const fn after_a_glance(self) -> Line {
        Line { grace: GLANCE, ..self }
    }
}

impl Kind {
    /// The line of the table. What the texts hold in braces is what the arguments are called; one whose name ends with
    /// `_at` is an instant, and stands in the text without that ending.
    pub const fn line(self) -> Line {
        use Group as G;
        use MailHow::{Daily, Off, Once};
        match self {
            Kind::Announcement => line(G::School, t::ANNOUNCEMENT, t::ANNOUNCEMENT_TITLE, Once, true).says(t::BY_AUTHOR),
            Kind::AnnouncementReminder => line(G::School, t::REMINDER, t::REMINDER_TITLE, Once, true).says(t::BY_AUTHOR),
            Kind::FamilyLinked => line(G::School, t::FAMILY_LINKED, t::FAMILY_LINKED_TITLE, Once, false),
            Kind::AssignmentSet => line(G::Learning, t::ASSIGNMENT_SET, t::ASSIGNMENT_SET_TITLE, Daily, true).says(t::DUE),
            Kind::Marked => line(G::Learning, t::MARKED, t::MARKED_TITLE, Once, true).says(t::IN_COURSE),
            Kind::ClassAdmitted => line(G::Learning, t::CLASS_ADMITTED, t::CLASS_ADMITTED_TITLE, Once, true).with_own_mail(),
            Kind::ClassDeclined => line(G::Learning, t::CLASS_DECLINED, t::CLASS_DECLINED_TITLE, Once, true).with_own_mail(),
            Kind::HandedIn => line(G::Teaching, t::HANDED_IN, t::HANDED_IN_TITLE, Daily, false).says(t::IN_COURSE),
            Kind::ClassAsked => line(G::Teaching, t::CLASS_ASKED, t::CLASS_ASKED_TITLE, Once, true),
            Kind::InvitationAccepted => line(G::Teaching, t::INVITATION_ACCEPTED, t::INVITATION_ACCEPTED_TITLE, Off, false),
            Kind::ChatMention => line(G::Talk, t::CHAT_MENTION, t::CHAT_MENTION_TITLE, Off, true).after_a_glance(),
            Kind::ChatReply => line(G::Talk, t::CHAT_REPLY, t::CHAT_REPLY_TITLE, Off, true).after_a_glance(),
            Kind::ChatDirect => line(G::Talk, t::CHAT_DIRECT, t::CHAT_DIRECT_TITLE, Daily, true).after_a_glance(),
            Kind::ChatMessage => line(G::Talk, t::CHAT_MESSAGE, t::CHAT_MESSAGE_TITLE, Off, true).after_a_glance(),
            Kind::ChatReport => line(G::Teaching, t::CHAT_REPORT, t::CHAT_REPORT_TITLE, Once, true),
            Kind::ForumThread => line(G::Talk, t::FORUM_THREAD, t::FORUM_THREAD_TITLE, Daily, false).says(t::IN_FORUM),
            Kind::ForumReply => {
                line(G::Talk, t::FORUM_REPLY, t::FORUM_REPLY_TITLE, Daily, false).gathered(t::FORUM_REPLIES_TITLE)
            }
            Kind::ForumAnswer => line(G::Talk, t::FORUM_ANSWER, t::FORUM_ANSWER_TITLE, Daily, false),
            Kind::ForumMention => line(G::Talk, t::FORUM_MENTION, t::FORUM_MENTION_TITLE, Once, true),
            Kind::ForumReport => line(G::Teaching, t::FORUM_REPORT, t::FORUM_REPORT_TITLE, Once, true),
            Kind::BackupLost => line(G::Keeping, t::BACKUP_LOST, t::BACKUP_LOST_TITLE, Once, true).with_own_mail(),
            Kind::ArchiveHanded => line(G::Keeping, t::ARCHIVE_HANDED, t::ARCHIVE_HANDED_TITLE, Once, true).says(t::BECAUSE),
            Kind::DeadJobs => line(G::Keeping, t::DEAD_JOBS, t::DEAD_JOBS_TITLE, Once, true).says(t::TRIED),
        }
    }

    /// Whether it can come to this person, as they stand now: others are not asked about it.
    pub fn concerns(self, me: &Me) -> bool {
        match self.line().group {
            Group::School | Group::Learning | Group::Talk => true,
            Group::Teaching => me.places.iter().any(|place| !matches!(place.role, Role::Student | Role::Parent)),
            Group::Keeping if me.is_platform_admin() => true,
            Group::Keeping => self == Kind::BackupLost && me.places.iter().any(|place| place.can(Permission::BackupRead)),
        }
    }
}
