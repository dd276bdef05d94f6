use model::people::{HistoryLine, Standing};
use model::schools::TeacherLabel;
use model::text::people as p;
use model::{Permission, Role};

use crate::prelude::*;

/// What was done to somebody, by whom and when.
#[component]
pub fn History(lines: Vec<HistoryLine>, teacher_label: TeacherLabel) -> impl IntoView {
    let empty = lines.is_empty().then(|| view! { <p class="muted">{t(p::NO_HISTORY)}</p> });
    view! {
        <section class="panel" id="history">
            <header><h2>{t(p::HISTORY)}</h2></header>
            {empty}
            <ul class="list">{lines.into_iter().map(|line| view! { <Line line teacher_label/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Line(line: HistoryLine, teacher_label: TeacherLabel) -> impl IntoView {
    let by = line.by.unwrap_or_else(|| t(p::BY_PLATFORM).to_owned());
    let change = change(&words(&line.before, teacher_label), &words(&line.after, teacher_label));
    let place = (!line.place.is_empty()).then(|| view! { <span class="meta"><bdi>{line.place}</bdi></span> });
    let reason =
        (!line.reason.is_empty()).then(|| view! { <span class="meta">{tf(p::H_REASON, &[("reason", &line.reason)])}</span> });
    view! {
        <li>
            <Icon name="clock"/>
            <div>
                <span class="title">{action(&line.action)}</span>
                {place}
                <span class="meta muted">{change}</span>
                {reason}
                <span class="meta muted">{by} " · " <InBrief said=line.when.local own=line.when.own/></span>
            </div>
        </li>
    }
}

/// From what to what, where either is said.
fn change(before: &str, after: &str) -> String {
    if before.is_empty() && after.is_empty() {
        return String::new();
    }
    let said = |text: &str| if text.is_empty() { t(p::H_NOTHING).to_owned() } else { text.to_owned() };
    tf(p::FROM_TO, &[("before", &said(before)), ("after", &said(after))])
}

fn action(action: &str) -> String {
    let key = match action {
        "member.role_changed" => p::H_ROLE,
        "member.suspended" => p::H_SUSPENDED,
        "member.reinstated" => p::H_REINSTATED,
        "member.emptied" => p::H_EMPTIED,
        "member.ended" => p::H_ENDED,
        "member.class_added" | "class.member_added" => p::H_CLASS_ADDED,
        "member.class_removed" | "class.member_removed" => p::H_CLASS_REMOVED,
        "class.member_changed" => p::H_CLASS_ROLE,
        "class.left" => p::H_CLASS_LEFT,
        "department.member_added" => p::H_DEPARTMENT_ADDED,
        "department.member_removed" => p::H_DEPARTMENT_REMOVED,
        "member.details_changed" => p::H_DETAILS,
        "member.renamed" => p::H_RENAMED,
        "member.name_suggested" => p::H_NAME_SUGGESTED,
        "member.name_accepted" => p::H_NAME_ACCEPTED,
        "member.name_declined" => p::H_NAME_DECLINED,
        "member.name_withdrawn" => p::H_NAME_WITHDRAWN,
        "member.link_made" => p::H_LINK_MADE,
        "member.link_sent" => p::H_LINK_SENT,
        "member.logged_out" => p::H_LOGGED_OUT,
        "member.wait_ended" => p::H_WAIT_ENDED,
        "member.photo_removed" => p::H_PHOTO_REMOVED,
        "member.bio_removed" => p::H_BIO_REMOVED,
        "member.permissions_changed" => p::H_PERMISSIONS,
        "member.undone" => p::H_UNDONE,
        "account.joined" => p::H_JOINED,
        other => return tf(p::H_OTHER, &[("action", &other)]),
    };
    t(key).to_owned()
}

/// The words of the product in those of the reader: a role, a standing, permissions with their sign.
fn words(said: &str, teacher_label: TeacherLabel) -> String {
    said.split(' ').map(|said| word(said, teacher_label)).collect::<Vec<_>>().join(" ")
}

fn word(said: &str, teacher_label: TeacherLabel) -> String {
    let (sign, name) = match said.chars().next() {
        Some(sign @ ('+' | '-')) => (sign.to_string(), &said[1..]),
        _ => (String::new(), said),
    };
    let label = (name.parse::<Role>().map(|role| role.label_in(teacher_label)))
        .or_else(|_| name.parse::<Standing>().map(Standing::label))
        .or_else(|_| name.parse::<Permission>().map(Permission::label));
    label.map_or_else(|_| said.to_owned(), |label| format!("{sign}{}", t(label)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_product_are_said_as_people_say_them() {
        let said = |text| words(text, TeacherLabel::Lecturer);
        assert_eq!(said("school_admin"), "School admin");
        assert_eq!(said("teacher"), "Lecturer", "as the school says it");
        assert_eq!(said("suspended"), "Suspended");
        assert_eq!(said("+audit.read -chat.write"), "+Read the audit log -Write in chats");
        assert_eq!(said("AK-7, 2026-09-01"), "AK-7, 2026-09-01");
        assert_eq!(change(&said("student"), &said("parent")), "Student \u{2192} Parent");
        assert_eq!(change("S-77", ""), "S-77 \u{2192} none");
        assert_eq!(change("", "S-77"), "none \u{2192} S-77");
        assert_eq!(change("", ""), "");
        assert_eq!(action("guardian.linked"), "Other: guardian.linked");
        assert_eq!(action("class.member_added"), "Added to a class");
    }
}
