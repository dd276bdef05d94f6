//! Lists that several dashboards show.

use model::chat::news::COUNTED;
use model::dashboards::{ClassLine, Newcomer, OWN_CLASSES};
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::{classes, dashboards as d, desks as k};

use crate::pages::chat::news::figure;
use crate::pages::people::PersonName;
use crate::prelude::*;

/// A part of a dashboard: a head, and a list or what stands in the place of one without lines.
#[component]
pub fn ListPanel(
    id: &'static str,
    title: Key,
    /// Where its head leads.
    #[prop(optional_no_strip)]
    more: Option<(Key, String)>,
    /// In the place of no lines.
    empty: AnyView,
    lines: Vec<AnyView>,
) -> impl IntoView {
    view! {
        <section class="panel" id=id>
            <header>
                <h2>{t(title)}</h2>
                {more.map(|(label, href)| view! { <A href=href>{t(label)}</A> })}
            </header>
            {if lines.is_empty() { empty } else { view! { <ul class="list">{lines}</ul> }.into_any() }}
        </section>
    }
}

/// How many of all the lines are shown, where they are not all.
pub fn rest(shown: usize, all: i64) -> impl IntoView + use<> {
    (all > shown as i64).then(|| view! { <p class="muted">{tf(k::SHOWN_OF, &[("shown", &shown), ("n", &all)])}</p> })
}

/// One thing of a list: where it leads, if anywhere, what is to know of it, and at the end what there is to do.
#[component]
pub fn Line(
    icon: &'static str,
    #[prop(into)] href: Option<String>,
    title: String,
    meta: String,
    /// What the reader's own clock shows at the time that `meta` tells.
    #[prop(optional_no_strip)]
    own: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li>
            <Icon name=icon/>
            <div>
                <LineTitle href title/>
                <span class="meta muted"><InBrief said=meta own/></span>
            </div>
            {children.map(|children| children())}
        </li>
    }
}

/// The title of a line: the way to what it names, where there is one.
#[component]
pub fn LineTitle(href: Option<String>, #[prop(into)] title: String) -> impl IntoView {
    match href {
        Some(href) => view! { <A href=href attr:class="title">{title}</A> }.into_any(),
        None => view! { <span class="title">{title}</span> }.into_any(),
    }
}

/// The first of the own classes, each with the way to its unread messages, and the ways to all and to a further one.
#[component]
pub fn ClassesPanel(
    base: String,
    classes: Vec<ClassLine>,
    /// What is said when there are none.
    none: (Key, Key),
    /// The way to a further one.
    #[prop(optional_no_strip)]
    more: Option<(Key, String)>,
) -> impl IntoView {
    let begin = more.clone().map(|(label, href)| view! { <LinkButton href=href>{t(label)}</LinkButton> });
    let empty = view! { <EmptyState icon="users" title=t(none.0) text=t(none.1)>{begin}</EmptyState> }.into_any();
    let all = (classes.len() >= OWN_CLASSES)
        .then(|| view! { <li><A href=format!("{base}/classes")>{t(d::ALL_CLASSES)}</A></li> }.into_any());
    let lines = classes.into_iter().map(|class| view! { <Class base=base.clone() class/> }.into_any()).chain(all).collect();
    view! { <ListPanel id="classes" title=d::CLASSES more empty lines/> }
}

#[component]
fn Class(base: String, class: ClassLine) -> impl IntoView {
    let href = format!("{base}/classes/{}", class.id);
    let unread = unread(&href, &class.name, class.unread, true);
    let students = tn(classes::COUNT_STUDENTS, class.students);
    view! { <Line icon="users" href title=class.name meta=students>{unread}</Line> }
}

/// What is new in the chat of a class, as the way to it; nothing while there is nothing.
pub fn unread(class_href: &str, class: &str, unread: i64, trailing: bool) -> Option<impl IntoView + use<>> {
    let label = match unread < COUNTED {
        true => tnf(d::CHAT_OF, unread, &[("class", &class)]),
        false => tf(d::MANY_IN_CHAT_OF, &[("class", &class)]),
    };
    let (sign, _) = figure(unread);
    let href = format!("{class_href}/chat");
    (unread > 0).then(|| {
        view! {
            <a class:trailing=trailing href=href aria-label=label>
                <Badge tone=Tone::Info>{tf(d::UNREAD, &[("n", &sign)])}</Badge>
            </a>
        }
    })
}

/// People who came lately, for those who may open their pages.
#[component]
pub fn Newest(base: String, people: Vec<Newcomer>, teacher_label: TeacherLabel) -> impl IntoView {
    let empty = view! { <p class="muted">{t(d::NOBODY)}</p> }.into_any();
    let line = move |person: Newcomer| {
        let joined = tf(d::JOINED, &[("when", &person.joined.local)]);
        view! {
            <li>
                <Avatar name=person.name.clone() photo=photo_address(&person.photo)/>
                <div>
                    <PersonName base=base.clone() id=person.user_id name=person.name opens=true/>
                    <span class="meta muted">{person.username} " · " <InBrief said=joined own=person.joined.own/></span>
                </div>
                <Badge>{t(person.role.label_in(teacher_label))}</Badge>
            </li>
        }
        .into_any()
    };
    let lines = people.into_iter().map(line).collect();
    view! { <ListPanel id="newest" title=d::NEWEST empty lines/> }
}
