//! Lists that several dashboards show.

use model::dashboards::{ClassLine, Newcomer};
use model::text::dashboards as d;

use crate::prelude::*;
use crate::text::number;

/// "1 student", "12 students".
pub fn students(count: i64) -> String {
    if count == 1 { t(d::ONE_STUDENT).to_owned() } else { tf(d::STUDENT_COUNT, &[("n", &number(count))]) }
}

/// The own classes, each with the way to its unread messages.
#[component]
pub fn Classes(base: String, classes: Vec<ClassLine>) -> impl IntoView {
    view! {
        <ul class="list">
            {classes
                .into_iter()
                .map(|class| {
                    let href = format!("{base}/classes/{}", class.id);
                    let chat = format!("{href}/chat");
                    let unread = tf(d::CHAT_OF, &[("n", &class.unread), ("class", &class.name)]);
                    view! {
                        <li>
                            <Icon name="users"/>
                            <div>
                                <A href=href attr:class="title">{class.name}</A>
                                <span class="meta muted">{students(class.students)}</span>
                            </div>
                            {(class.unread > 0)
                                .then(|| {
                                    view! {
                                        <a class="trailing" href=chat aria-label=unread>
                                            <Badge tone=Tone::Info>{tf(d::UNREAD, &[("n", &number(class.unread))])}</Badge>
                                        </a>
                                    }
                                })}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// People who came lately.
#[component]
pub fn Newest(people: Vec<Newcomer>) -> impl IntoView {
    view! {
        <section class="panel" id="newest">
            <header><h2>{t(d::NEWEST)}</h2></header>
            {people.is_empty().then(|| view! { <p class="muted">{t(d::NOBODY)}</p> })}
            <ul class="list">
                {people
                    .into_iter()
                    .map(|person| {
                        view! {
                            <li>
                                <Avatar name=person.name.clone()/>
                                <div>
                                    <span class="title">{person.name}</span>
                                    <span class="meta muted">
                                        {person.username} " · " {tf(d::JOINED, &[("when", &person.joined.local)])}
                                    </span>
                                </div>
                                <Badge>{t(person.role.label())}</Badge>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
