use model::dashboards::MemberBoard;
use model::help::tasks;
use model::schools::TeacherLabel;
use model::text::{dashboards as d, desks as k};
use model::{Features, Permission, Permissions};

use super::lists::{ClassesPanel, ListPanel, Newest};
use super::people::FindPeople;
use crate::prelude::*;

/// Tasks in sight; the help has them all.
const FIRST: usize = 5;

/// For those from whom a part of their role was taken: what they can do here all the same.
#[component]
pub fn MemberView(base: String, by: Permissions, teacher_label: TeacherLabel, board: MemberBoard) -> impl IntoView {
    let MemberBoard { classes, newest } = board;
    let people = by.can(Permission::MembersRead);
    let own = by.can(Permission::ClassesRead).then(|| {
        let join = Some((d::JOIN, "/join".to_owned()));
        view! { <ClassesPanel base=base.clone() classes none=(d::NO_CLASSES, k::NO_CLASS_OF_MEMBER) more=join/> }
    });
    view! {
        <Notice tone=Tone::Info>{t(k::PART_TAKEN)}</Notice>
        {people.then(|| view! { <FindPeople base=base.clone()/> })}
        <div class="split">
            <div>
                {people.then(|| view! { <Newest base=base.clone() people=newest teacher_label/> })}
                {own}
            </div>
            <aside><Today base by/></aside>
        </div>
    }
}

/// The first tasks of the role, as the help has them.
#[component]
pub fn Today(base: String, by: Permissions) -> impl IntoView {
    let more = Some((k::YOUR_HELP, format!("{base}/help")));
    let lines = tasks(by, Features::default())
        .take(FIRST)
        .map(|task| {
            view! {
                <li>
                    <Icon name="check"/>
                    <div>
                        <A href=format!("{base}/help#{}", task.id) attr:class="title">{t(task.title)}</A>
                        <span class="meta muted">{t(task.text)}</span>
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ListPanel id="today" title=k::WHAT_YOU_CAN more empty=().into_any() lines/> }
}
