use model::dashboards::MemberBoard;
use model::help::{about, tasks};
use model::schools::TeacherLabel;
use model::text::{dashboards as d, desks as k};
use model::{Features, Permission, Permissions, Role};

use super::lists::{ClassesPanel, ListPanel, Newest};
use super::people::FindPeople;
use crate::prelude::*;

/// Tasks in sight; the help has them all.
const FIRST: usize = 5;

/// For roles whose own work comes with later features: what they can do here today.
#[component]
pub fn MemberView(base: String, role: Role, by: Permissions, teacher_label: TeacherLabel, board: MemberBoard) -> impl IntoView {
    let MemberBoard { classes, newest } = board;
    let people = by.can(Permission::MembersRead);
    let join = Some((d::JOIN, "/join".to_owned()));
    view! {
        <Notice tone=Tone::Info>{t(about(role))}</Notice>
        {people.then(|| view! { <FindPeople base=base.clone()/> })}
        <div class="split">
            <div>
                {people.then(|| view! { <Newest base=base.clone() people=newest teacher_label/> })}
                <ClassesPanel base=base.clone() classes none=(d::NO_CLASSES, d::NO_CLASSES_HINT) more=join/>
            </div>
            <aside><Today base by/></aside>
        </div>
    }
}

/// The first tasks of the role, as the help has them.
#[component]
fn Today(base: String, by: Permissions) -> impl IntoView {
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
