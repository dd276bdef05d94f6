//! The forums of classes and courses: what was asked and answered there, what was found helpful, and who has read it.

use std::collections::BTreeSet;

use model::At;
use model::ids::{ClassId, CourseId, ForumId, PostId, SchoolId, ThreadId, TopicId, UserId};
use serde_json::json;
use store::{Tx, sql};

use super::dice::Dice;
use super::fill;
use super::hours::{HOMEWORK, SCHOOL};
use super::people::Human;
use super::questions::{CLASS_TOPICS, COURSE_TOPICS, HIDDEN, OF_CLASS, OF_COURSE, Question, Voice, WELCOME};
use super::teaching::{Class, Course, Teaching};
use crate::{Result, search};

pub(super) struct Forum {
    id: ForumId,
    class: Option<ClassId>,
    course: Option<CourseId>,
    /// Whether one may write without a name.
    anonymous: bool,
    made: At,
    topics: Vec<(TopicId, &'static str)>,
    pub threads: Vec<Thread>,
}

pub(super) struct Thread {
    id: ThreadId,
    topic: TopicId,
    question: &'static Question,
    title: String,
    pub posts: Vec<Post>,
    /// Reader, number of the last post read, and whether they write in it.
    visits: Vec<(UserId, i64, bool)>,
}

pub(super) struct Post {
    id: PostId,
    author: UserId,
    body: String,
    at: At,
    votes: Vec<(UserId, At)>,
}

/// Days ago on which threads begin, the newest last: that one is new to most.
const CLASS_DAYS: [i64; 4] = [66, 24, 8, 1];
const COURSE_DAYS: [i64; 3] = [38, 12, 2];

/// Where somebody asks.
struct Place<'a> {
    class: &'a Class<'a>,
    course: &'a Course<'a>,
    teacher: &'a Human,
    zone: &'static str,
    /// Whoever logs in to look around finds something new.
    guests: [UserId; 2],
    now: At,
}

pub(super) fn invent(dice: &mut Dice, teaching: &Teaching<'_>, now: At) -> Vec<Forum> {
    let (school, mut forums) = (teaching.school, Vec::new());
    let guests = [school.students[0].id, school.teachers[0].id];
    for (index, class) in teaching.classes.iter().enumerate() {
        let courses = &teaching.courses[2 * index..2 * index + 2];
        let place = Place { class, course: &courses[0], teacher: class.teachers[0], zone: school.plan.zone, guests, now };
        let mut asked: Vec<&'static Question> = vec![&WELCOME];
        asked.extend((0..3).map(|turn| &OF_CLASS[(index + turn) % OF_CLASS.len()]));
        let anonymous = index.is_multiple_of(3);
        if anonymous {
            asked[2] = &HIDDEN;
        }
        let forum = place.forum(dice, &CLASS_TOPICS, &asked, &CLASS_DAYS);
        forums.push(Forum { class: Some(class.id), anonymous, ..forum });
        for (offset, course) in courses.iter().enumerate() {
            let place = Place { course, teacher: course.teacher, ..place };
            let asked: Vec<&'static Question> =
                (0..3).map(|turn| &OF_COURSE[(2 * index + offset + turn) % OF_COURSE.len()]).collect();
            let forum = place.forum(dice, &COURSE_TOPICS, &asked, &COURSE_DAYS);
            forums.push(Forum { course: Some(course.id), ..forum });
        }
    }
    forums
}

impl Place<'_> {
    fn forum(&self, dice: &mut Dice, topics: &[&'static str], asked: &[&'static Question], days: &[i64]) -> Forum {
        let made = SCHOOL.up_to(dice, self.zone, self.now.plus_days(-70));
        let topics: Vec<(TopicId, &str)> = topics.iter().map(|name| (dice.id(made), *name)).collect();
        let mut threads = Vec::new();
        for (turn, (question, days)) in asked.iter().copied().zip(days).enumerate() {
            let is_newest = turn + 1 == asked.len();
            let begun = SCHOOL.up_to(dice, self.zone, self.now.plus_days(-days).plus_minutes(-80));
            threads.push(self.thread(dice, question, topics[question.topic].0, begun, is_newest));
        }
        Forum { id: dice.id(made), class: None, course: None, anonymous: false, made, topics, threads }
    }

    fn thread(&self, dice: &mut Dice, question: &'static Question, topic: TopicId, begun: At, is_newest: bool) -> Thread {
        let here: Vec<&Human> =
            self.class.students.iter().copied().filter(|human| human.joined < self.now.plus_days(-76)).collect();
        let first = dice.below(here.len());
        let speakers: [&Human; 3] = std::array::from_fn(|shift| here[(first + shift) % here.len()]);
        let work = self.course.subject.work[dice.below(5)].0;
        let fill_in = |text: &str| {
            text.replace("{work}", work)
                .replace("{course}", self.course.subject.title)
                .replace("{a}", &speakers[0].username)
                .replace("{b}", &speakers[1].username)
                .replace("{c}", &speakers[2].username)
                .replace("{t}", &self.teacher.username)
        };
        let (mut posts, mut at) = (Vec::new(), begun);
        for (number, (voice, text)) in (1..).zip(question.posts) {
            if number > 1 {
                at = at.plus_seconds(dice.between(60, 900));
            }
            let author = match voice {
                Voice::T => self.teacher,
                Voice::A => speakers[0],
                Voice::B => speakers[1],
                Voice::C => speakers[2],
            };
            let votes = self.votes(dice, &here, author.id, at, question.answer == Some(number));
            posts.push(Post { id: dice.id(at), author: author.id, body: fill_in(text), at, votes });
        }
        let id = dice.id(begun);
        let visits = self.visits(dice, &posts, is_newest);
        Thread { id, topic, question, title: fill_in(question.title), posts, visits }
    }

    /// Who found a post helpful, each once and nobody their own.
    fn votes(&self, dice: &mut Dice, here: &[&Human], author: UserId, at: At, is_answer: bool) -> Vec<(UserId, At)> {
        let count = match is_answer {
            true => dice.between(2, 6),
            false if dice.chance(35) => dice.between(1, 3),
            false => 0,
        };
        let first = dice.below(here.len());
        let voters = here.iter().cycle().skip(first).take((count as usize).min(here.len())).filter(|human| human.id != author);
        let until = At(self.now.0.min(at.plus_days(3).0));
        voters.filter_map(|human| Some((human.id, HOMEWORK.between(dice, self.zone, at, until)?))).collect()
    }

    /// Who writes has read all of it; of the others more than half, nearly. The newest is new to who looks around.
    fn visits(&self, dice: &mut Dice, posts: &[Post], is_newest: bool) -> Vec<(UserId, i64, bool)> {
        let last = posts.len() as i64;
        let writers: BTreeSet<UserId> = posts.iter().map(|post| post.author).collect();
        let mut visits: Vec<(UserId, i64, bool)> = writers.iter().map(|user| (*user, last, true)).collect();
        for human in self.class.teachers.iter().chain(&self.class.students) {
            let looks_around = is_newest && self.guests.contains(&human.id);
            if dice.chance(60) && !looks_around && !writers.contains(&human.id) {
                let behind = i64::from(dice.chance(20));
                visits.push((human.id, (last - behind).max(1), false));
            }
        }
        visits
    }
}

pub(super) async fn write(tx: &mut Tx, teaching: &Teaching<'_>, forums: &[Forum]) -> Result<()> {
    let school = teaching.school.id;
    fill(
        tx,
        sql!(
            "insert into forums (school_id, id, class_id, course_id, anonymous, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as boolean),
                    cast(value ->> 5 as bigint)
             from {rows $1}"
        ),
        forums.iter().map(|it| json!([school, it.id, it.class, it.course, it.anonymous, it.made])),
    )
    .await?;
    let topics = forums.iter().flat_map(|it| it.topics.iter().map(move |(id, name)| json!([school, id, it.id, name, it.made])));
    fill(
        tx,
        sql!(
            "insert into forum_topics (school_id, id, forum_id, name, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint) from {rows $1}"
        ),
        topics,
    )
    .await?;
    let threads: Vec<(&Forum, &Thread)> =
        forums.iter().flat_map(|it| it.threads.iter().map(move |thread| (it, thread))).collect();
    fill(
        tx,
        sql!(
            "insert into forum_threads (school_id, id, forum_id, topic_id, title, author_id, anonymous, pinned, locked, answer,
                                        last_number, last_at, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, cast(value ->> 6 as boolean),
                    cast(value ->> 7 as boolean), cast(value ->> 8 as boolean), cast(value ->> 9 as bigint),
                    cast(value ->> 10 as bigint), cast(value ->> 11 as bigint), cast(value ->> 12 as bigint)
             from {rows $1}"
        ),
        threads.iter().filter_map(|(forum, it)| {
            let (first, last, of) = (it.posts.first()?, it.posts.last()?, it.question);
            Some(json!([
                school,
                it.id,
                forum.id,
                it.topic,
                it.title,
                first.author,
                of.hidden,
                of.pinned,
                of.locked,
                of.answer,
                it.posts.len(),
                last.at,
                first.at
            ]))
        }),
    )
    .await?;
    let threads: Vec<&Thread> = threads.into_iter().map(|(_, thread)| thread).collect();
    posts(tx, school, &threads).await
}

async fn posts(tx: &mut Tx, school: SchoolId, threads: &[&Thread]) -> Result<()> {
    let posts = || threads.iter().flat_map(|it| (1_i64..).zip(&it.posts).map(move |(number, post)| (*it, number, post)));
    fill(
        tx,
        sql!(
            "insert into forum_posts (school_id, id, thread_id, number, author_id, anonymous, body, words, created_at)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint), value ->> 4,
                    cast(value ->> 5 as boolean), value ->> 6, value ->> 7, cast(value ->> 8 as bigint)
             from {rows $1}"
        ),
        posts().map(|(it, number, post)| {
            let is_first = number == 1;
            let words = if is_first { search::index(&format!("{} {}", it.title, post.body)) } else { search::index(&post.body) };
            let hidden = is_first && it.question.hidden;
            json!([school, post.id, it.id, number, post.author, hidden, post.body, words, post.at])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into forum_votes (school_id, post_id, user_id, voted_at)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        posts()
            .flat_map(|(_, _, post)| post.votes.iter().map(|(user, at)| json!([school, post.id, user, at])).collect::<Vec<_>>()),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into forum_visits (school_id, thread_id, user_id, number, follows)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint), cast(value ->> 4 as boolean)
             from {rows $1}"
        ),
        threads.iter().flat_map(|it| {
            let row = |(user, number, writes): &(UserId, i64, bool)| json!([school, it.id, user, number, writes.then_some(true)]);
            it.visits.iter().map(row).collect::<Vec<_>>()
        }),
    )
    .await
}
