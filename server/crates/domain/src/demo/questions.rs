//! What is asked and answered in the forums of the demo. `{work}` is an assignment and `{course}` a course; `{a}`, `{b}`,
//! `{c}` and `{t}` are the usernames of who speaks.

/// Who writes: the teacher, or one of three students.
#[derive(Clone, Copy)]
pub(super) enum Voice {
    T,
    A,
    B,
    C,
}

use Voice::{A, B, C, T};

/// A thread.
pub(super) struct Question {
    pub title: &'static str,
    /// Its place among the topics of its forum.
    pub topic: usize,
    pub posts: &'static [(Voice, &'static str)],
    /// The number of the post that answers it.
    pub answer: Option<i64>,
    pub pinned: bool,
    pub locked: bool,
    /// Who asks does so without a name.
    pub hidden: bool,
}

const fn question(title: &'static str, topic: usize, answer: Option<i64>, posts: &'static [(Voice, &'static str)]) -> Question {
    Question { title, topic, posts, answer, pinned: false, locked: false, hidden: false }
}

pub(super) const CLASS_TOPICS: [&str; 2] = ["Organisation", "Learning together"];
pub(super) const COURSE_TOPICS: [&str; 2] = ["Assignments", "Exams"];

/// The first thread of a class.
pub(super) static WELCOME: Question = Question {
    pinned: true,
    ..question(
        "How we use this forum",
        0,
        None,
        &[
            (
                T,
                "Welcome. **Ask here** what others may want to know as well:\n\n- one question a thread, with a title that says \
                 it\n- say what you have tried\n- mark the reply that helped as the answer\n\nWhat is short and for today belongs \
                 in the chat.",
            ),
            (A, "May we answer each other, too?"),
            (T, "Please do. That is what it is for."),
        ],
    )
};

/// Asked without a name, where that is allowed.
pub(super) static HIDDEN: Question = Question {
    hidden: true,
    ..question(
        "What if I have fallen behind?",
        1,
        Some(2),
        &[
            (A, "I was away for two weeks and do not know where to begin. I did not want to ask in class."),
            (
                T,
                "Begin with the summary at the end of each chapter, then do the first exercise of each sheet. Come and see me on \
                 Thursday if that is not enough.\n\nYou are *not* the only one who asks.",
            ),
            (B, "The summaries helped me, too."),
        ],
    )
};

pub(super) static OF_CLASS: [Question; 4] = [
    question(
        "Which calculator may we bring?",
        0,
        Some(2),
        &[
            (A, "Mine draws graphs. Is that allowed in the exam?"),
            (T, "One **without** a network and without a memory for texts. Graphs are fine."),
            (B, "> Graphs are fine.\n\nGood to know, I nearly bought another one."),
        ],
    ),
    question(
        "Who studies together on Wednesdays?",
        1,
        None,
        &[
            (B, "Who would like to study together on Wednesdays at three? We could begin with *{work}*."),
            (A, "I am in."),
            (C, "Me too, @{b}. Shall we take the library?"),
            (B, "The library, second floor. Bring your notes on {course}."),
        ],
    ),
    Question {
        locked: true,
        ..question(
            "Found: a blue folder",
            0,
            Some(2),
            &[
                (C, "It lay in the front row after the last lesson, with notes in it. Whose is it?"),
                (A, "Mine! I have looked for it everywhere."),
                (C, "It waits for you in the office, @{a}."),
                (T, "Thank you both. I close this."),
            ],
        )
    },
    question(
        "Where do I see when something is due?",
        0,
        Some(2),
        &[
            (A, "Is there one place for all of it? I nearly missed *{work}*."),
            (B, "Your first page after the log-in lists what is due soon, and the calendar has the rest of the term."),
            (A, "There it is. Thanks!"),
        ],
    ),
];

pub(super) static OF_COURSE: [Question; 5] = [
    question(
        "How to begin with “{work}”?",
        0,
        Some(2),
        &[
            (
                A,
                "I have read the brief twice and do not know where to begin. What I have tried:\n\n1. read the chapter again\n2. \
                 drawn what is given\n\nIs that the right way?",
            ),
            (B, "Start from what is asked and go back from there, not from what is given."),
            (T, "What @{b} says. A sketch is half of the work."),
            (A, "It worked, thank you!"),
        ],
    ),
    question(
        "Is there a mistake in the second sheet?",
        0,
        Some(2),
        &[
            (B, "The numbers of question three do not add up, whatever I do. I get `21` on the left and `12` on the right."),
            (T, "Well spotted: it must be `12` on both sides. I have corrected it."),
            (C, "Oh good, I thought it was me."),
        ],
    ),
    question(
        "Good explanations of {course}",
        1,
        None,
        &[
            (C, "What explains it well? I find the second chapter hard."),
            (
                A,
                "What helped me:\n\n| What | When |\n|---|---|\n| the summary of the book | the evening before |\n| last year's \
                 exercises | the week before |\n| explaining it to somebody | always |",
            ),
            (B, "The last line of @{a}'s table is true."),
        ],
    ),
    question(
        "What will the exam be about?",
        1,
        None,
        &[(A, "Will it be about all chapters, or only about those since the break?")],
    ),
    question(
        "How exact do the results have to be?",
        0,
        Some(3),
        &[
            (C, "Two digits, or as many as the calculator shows?"),
            (A, "I always write two."),
            (T, "As many as what you were given. What nobody measured cannot come out of a calculation."),
        ],
    ),
];
