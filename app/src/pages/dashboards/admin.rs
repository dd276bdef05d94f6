use model::dashboards::SchoolBoard;
use model::text::dashboards as d;
use model::{Permission, Role};

use super::lists::Newest;
use crate::prelude::*;
use crate::text::{number, size};

/// The school's figures, for those who run it.
#[component]
pub fn AdminBoard(base: String, role: Role, board: SchoolBoard) -> impl IntoView {
    let SchoolBoard { figures: f, newest } = board;
    let storage = tf(d::STORAGE_OF, &[("used", &size(f.storage_bytes)), ("quota", &size(f.quota_bytes))]);
    let classes = format!("{base}/classes");
    let links = [
        (d::ALL_CLASSES, classes.clone(), "users", Permission::ClassesRead),
        (d::NEW_CLASS, format!("{classes}/new"), "plus", Permission::ClassesCreate),
        (d::BACKUP, format!("{base}/backup"), "database", Permission::BackupRead),
    ];
    view! {
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(f.students) tone=Tone::Info/>
            <Stat label=t(d::TEACHERS) value=number(f.teachers)/>
            <Stat label=t(d::CLASS_COUNT) value=number(f.classes) href=classes/>
            <Stat label=t(d::COURSES) value=number(f.courses)/>
            <Stat label=t(d::SIGN_UPS) value=number(f.sign_ups) tone=Tone::Good/>
            <Stat label=t(d::PEOPLE) value=number(f.people)/>
        </Stats>
        <div class="split">
            <div><Newest people=newest/></div>
            <aside>
                <section class="panel" id="shortcuts">
                    <header><h2>{t(d::SHORTCUTS)}</h2></header>
                    <ul class="list">
                        {links
                            .into_iter()
                            .filter(|(.., permission)| role.can(*permission))
                            .map(|(label, href, icon, _)| {
                                view! {
                                    <li>
                                        <Icon name=icon/>
                                        <div><A href=href attr:class="title">{t(label)}</A></div>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </section>
                <section class="panel" id="storage">
                    <header><h2>{t(d::STORAGE)}</h2></header>
                    <Meter label=storage value=f.storage_bytes as f64 max=f.quota_bytes as f64/>
                </section>
            </aside>
        </div>
    }
}
