//! How the kept backups of each school stand, for the platform's admin.

use model::backup::kept::{NewestKept, SchoolKept};
use model::text::backup as b;

use super::list::RestoreForm;
use super::status::tone;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::facts;

/// `covered`: the platform's own backups come as they should, and hold each school.
#[component]
pub fn BySchool(schools: Vec<SchoolKept>, covered: bool) -> impl IntoView {
    let columns = vec![
        Column::text(t(b::SCHOOL)),
        Column::text(t(b::NEWEST_GOOD)),
        Column::text(t(b::STATE)),
        Column::actions(t(b::ACTIONS)),
    ];
    let lines = schools.into_iter().map(|it| view! { <Line it covered/> }).collect_view();
    view! {
        <section class="panel" id="by-school">
            <header><h2>{t(b::BY_SCHOOL)}</h2></header>
            <p class="muted">{t(b::BY_SCHOOL_ABOUT)}</p>
            <Table caption=t(b::BY_SCHOOL) caption_hidden=true columns>{lines}</Table>
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
    view! {
        <tr>
            <RowHead><A href>{name.clone()}</A></RowHead>
            <Cell label=t(b::NEWEST_GOOD)>{when}</Cell>
            <Cell label=t(b::STATE)><Badge tone=tone(standing, covered)>{t(standing.label())}</Badge></Cell>
            <Cell actions=true>{restore}</Cell>
        </tr>
    }
}
