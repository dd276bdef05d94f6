//! How the kept backups of each school stand, for the platform's admin.

use model::backup::Schools;
use model::backup::kept::{NewestKept, SchoolKept, Standing};
use model::text::{backup as b, schools as s};

use super::list::RestoreForm;
use super::status::tone;
use crate::pages::backup::head::address;
use crate::pages::backup::schools::{FindSchool, SchoolPages};
use crate::prelude::*;
use crate::text::facts;

/// `covered`: the platform's own backups come as they should, and hold each school.
#[component]
pub fn BySchool(listed: Schools<SchoolKept>, covered: bool) -> impl IntoView {
    let Schools { schools, total, page, q } = listed;
    let here = format!("{}#by-school", address("", "/kept"));
    let columns = vec![
        Column::text(t(b::SCHOOL)),
        Column::text(t(b::NEWEST_GOOD)),
        Column::text(t(b::STATE)),
        Column::actions(t(b::ACTIONS)),
    ];
    let lines = if schools.is_empty() && !q.trim().is_empty() {
        view! { <EmptyRow columns=columns.len() text=t(s::NO_MATCH)/> }.into_any()
    } else {
        schools.into_iter().map(|it| view! { <Line it covered/> }).collect_view().into_any()
    };
    view! {
        <section class="panel" id="by-school">
            <header><h2>{t(b::BY_SCHOOL)}</h2></header>
            <p class="muted">{t(b::BY_SCHOOL_ABOUT)}</p>
            <FindSchool here=here.clone() q=q.clone() total/>
            <Table caption=t(b::BY_SCHOOL) caption_hidden=true columns>{lines}</Table>
            <SchoolPages here q total page/>
        </section>
    }
}

#[component]
fn Line(it: SchoolKept, covered: bool) -> impl IntoView {
    let SchoolKept { slug, name, standing, newest, can_restore } = it;
    let href = address(&slug, "/kept");
    let restore = newest.as_ref().filter(|_| can_restore).map(|it| {
        let when = format!("{name}, {}", it.made.local);
        view! { <RestoreForm slug id=it.id.to_string() when/> }
    });
    let when = match newest {
        Some(NewestKept { made, why, before, rows, files, .. }) => {
            let about = facts([t(why.told(before)).to_owned(), tn(b::ROWS_TEXT, rows), tn(b::FILES_COUNT, files)]);
            view! {
                <InBrief said=made.local own=made.own/>
                <span class="meta muted">{about}</span>
            }
            .into_any()
        }
        None => t(b::NONE_YET).into_any(),
    };
    let state = match standing {
        Standing::None if covered => b::HELD,
        Standing::Unplanned if covered => b::HELD_BESIDE_OWN,
        _ => standing.label(),
    };
    view! {
        <tr>
            <RowHead><A href>{name.clone()}</A></RowHead>
            <Cell label=t(b::NEWEST_GOOD)>{when}</Cell>
            <Cell label=t(b::STATE)><Badge tone=tone(standing, covered)>{t(state)}</Badge></Cell>
            <Cell actions=true>{restore}</Cell>
        </tr>
    }
}
