//! Coming into a class by a code: what codes answer, how they are set and handed out, the queue of those who asked.

use super::Key;
use crate::classes::Joining;

texts! { "joining":
    CONTINUE = "Continue";
    CODE_INTRO = "Type the code you were given. You see where it leads before you sign up.";
    OTHER_CODE = "Use another code";
    AS_STUDENT = "You join as a student.";
    AS_TEACHER = "You join as a teacher.";
    TEACHERS_ONLY = "This code is for teachers. If you are a student, ask for the code for students.";
    DOMAIN_ONLY = "It is for addresses at {domain}.";
    ASKS_FIRST = "The teachers of the class let you in: until then you wait.";
    PROVE_FIRST = "Once you have confirmed your e-mail address you are in: until then you wait.";
    ASK = "Ask to join";
    ASKED = "You have asked already. The teachers of the class answer soon.";
    TO_CLASS = "To the class";
    VISITOR_CLOSED = "This code takes no one new at the moment. Ask whoever gave it to you.";
    VISITOR_EXPIRED = "This code has expired. Ask whoever gave it to you for a new one.";
    VISITOR_UNKNOWN = "No class uses this code. Check each letter, or ask whoever gave it to you.";
    PERSON_ALREADY = "You are in this class already.";
    PERSON_CLOSED = "Nobody can join with this code at the moment. Ask a teacher of the class; your account stays as it is.";
    PERSON_EXPIRED = "This code has expired. Ask a teacher of the class for a new one; your account stays as it is.";
    PERSON_DOMAIN = "This class is for other e-mail addresses than {email}. Use the account of your school, or ask a teacher of the class.";
    PERSON_UNKNOWN = "No class uses this code. Check each letter, or ask a teacher of the class.";
    ASKED_FOR = "Classes you asked for";
    WAITING_FOR = "Waiting for {class} to let you in";
    ASKED_WHEN = "Asked {when}";
    DECLINED_BY = "{class} could not let you in";
    DECLINED_HINT = "Perhaps it was the wrong class, or nobody knew your name. Talk to your teacher, then use the code again.";
    LOOK_AGAIN = "Look again";
    REQUESTS = "Waiting to be let in";
    REQUESTS_HINT = "They have an account and see nothing of the school until you let them in.";
    REQUEST_AS_TEACHER = "as a teacher";
    UNFIT_STUDENT = "Cannot be let in as a student: their role at the school is not a student's. The school's office can change it first.";
    UNFIT_TEACHER = "Cannot be let in as a teacher: with their role at the school they do not teach. The school's office can change it first.";
    ADMIT = "Let in";
    ADMIT_NAMED = "Let {name} in";
    DECLINE = "Decline";
    DECLINE_NAMED = "Decline {name}";
    DECLINE_ASK = "{name} is told kindly that they cannot join. They may ask again.";
    ADMIT_ALL = "Let all in";
    DECLINE_ALL = "Decline all";
    DECLINE_ALL_ASK = "All {n} of them are told kindly that they cannot join. They may ask again.";
    DECLINE_ALL_NOW = "Decline all of them";
    ASKING = "{n} person waits" | "{n} people wait";
    ASKING_OF = "{n} person waits to be let into {class}" | "{n} people wait to be let into {class}";
    LINK = "Copy the link";
    COPIED = "Copied";
    SET_UP = "Settings and hand-out";
    ASK_FIRST = "asks first";
    ONLY_DOMAIN = "only {domain}";
    UNTIL = "until {when}";
    EXPIRED = "expired";
    SETTINGS = "Settings";
    OWN_CODE = "Code";
    OWN_CODE_HINT = "4 to 10 letters and digits, such as CS100. Small letters and spaces make no difference.";
    EXPIRES = "Expires";
    EXPIRES_HINT = "Left empty, the code does not expire.";
    MAIL_DOMAIN = "Only for addresses at";
    MAIL_DOMAIN_HINT = "Such as school.example. Left empty, every address can join.";
    SCHOOL_DOMAIN_HINT = "The school's own, as its settings say; it counts once it is saved here. Left empty, every address can join.";
    ASK_FIRST_LABEL = "Ask first";
    ASK_FIRST_HINT = "Whoever uses the code waits until somebody of the class lets them in.";
    SAVE = "Save";
    HAND_OUT_HINT = "Print this page: it shows the code alone.";
    HAND_OUT_CLOSED = "Nobody can join with this code at the moment.";
    HAND_OUT_STUDENT = "Join {class} as a student";
    HAND_OUT_LECTURER = "Join {class} as a teacher";
    HAND_OUT_STEPS = "Point your camera at the square, or open the address and type the code.";
    QR_LABEL = "QR code that opens {link}";
}

impl Joining {
    /// Why a code does not let a visitor in; nothing when it does.
    pub const fn to_visitor(self) -> Option<Key> {
        match self {
            Joining::Closed => Some(VISITOR_CLOSED),
            Joining::Expired => Some(VISITOR_EXPIRED),
            Joining::Unknown => Some(VISITOR_UNKNOWN),
            Joining::Joined | Joining::Waiting | Joining::AlreadyMember | Joining::DomainMismatch => None,
        }
    }

    /// Why a code does not let in somebody who is logged in, whose address is `{email}`; nothing when it does.
    pub const fn to_person(self) -> Option<Key> {
        match self {
            Joining::Closed => Some(PERSON_CLOSED),
            Joining::Expired => Some(PERSON_EXPIRED),
            Joining::Unknown => Some(PERSON_UNKNOWN),
            Joining::DomainMismatch => Some(PERSON_DOMAIN),
            Joining::AlreadyMember => Some(PERSON_ALREADY),
            Joining::Joined | Joining::Waiting => None,
        }
    }
}
