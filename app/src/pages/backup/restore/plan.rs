//! What a restore would change: the figures that matter, what it means for people, and every table.

use model::backup::Table as Counted;
use model::backup::restore::{Plan, PlanTable};
use model::text::{backup as b, restore as r};

use super::called;
use crate::prelude::*;
use crate::text::number;

/// What is told in words, before all tables are.
const FIGURES: &[Counted] = &[
    Counted::Schools,
    Counted::Students,
    Counted::Classes,
    Counted::Courses,
    Counted::Assignments,
    Counted::Submissions,
    Counted::Messages,
];

#[component]
pub fn Planned(
    plan: Plan,
    /// Whether a school was chosen out of an archive that holds others.
    only: bool,
) -> impl IntoView {
    let when = plan.made.local.clone();
    let about = match &plan.school {
        Some((_, school)) => tf(r::PLAN_OF, &[("school", school), ("when", &when)]),
        None => tf(r::PLAN_OF_ALL, &[("when", &when)]),
    };
    let of_school = plan.school.is_some();
    let figure = |of: &Counted| {
        let it = plan.tables.iter().find(|it| it.table() == Some(*of))?;
        let said = tf(r::NOW_THEN, &[("now", &number(it.now as i64)), ("then", &number(it.then as i64))]);
        Some(view! { <Pair term=called(*of, of_school)>{said}</Pair> })
    };
    // A school is one.
    let figures = FIGURES.iter().filter(|of| !of_school || **of != Counted::Schools).filter_map(figure).collect_view();
    let people = of_school.then(|| {
        view! {
            <Pair term=t(r::MATCHED)>{number(plan.matched as i64)}</Pair>
            <Pair term=t(r::NEW_PEOPLE)>{number(plan.new as i64)}</Pair>
        }
    });
    let lacking = (plan.lacking > 0).then(|| view! { <Pair term=t(r::LACKING)>{number(plan.lacking as i64)}</Pair> });
    view! {
        <section class="panel" id="plan">
            <h2>{t(r::PLAN)}</h2>
            <p>{about}</p>
            {(only && of_school).then(|| view! { <p>{t(r::ONLY_THIS)}</p> })}
            {plan.upgraded.then(|| view! { <Notice tone=Tone::Info>{t(r::OLDER)}</Notice> })}
            <Pairs>
                {figures}
                {people}
                <Pair term=t(r::FILES)>{number(plan.files as i64)}</Pair>
                {lacking}
            </Pairs>
            {plan.within.then(|| view! { <p class="muted">{t(r::WITHIN)}</p> })}
            <Warnings of_school when/>
            <Tables tables=plan.tables of_school/>
        </section>
    }
}

#[component]
fn Warnings(of_school: bool, when: String) -> impl IntoView {
    let people = if of_school {
        view! { <li>{t(r::WARN_ACCOUNTS)}</li> }.into_any()
    } else {
        view! {
            <li>{t(r::WARN_LOG_OUT)}</li>
            <li>{t(r::WARN_PASSWORDS)}</li>
        }
        .into_any()
    };
    view! {
        <ul class="tips" id="warnings">
            <li>{tf(r::WARN_LOST, &[("when", &when)])}</li>
            <li>{t(r::WARN_READ_ONLY)}</li>
            {people}
        </ul>
    }
}

/// In words: not by a colour or a sign alone.
fn difference(it: &PlanTable) -> String {
    match it.then as i64 - it.now as i64 {
        _ if it.grows() => t(r::GROWS).to_owned(),
        0 => t(r::AS_MANY).to_owned(),
        more if more > 0 => tf(r::MORE_ROWS, &[("n", &number(more))]),
        fewer => tf(r::FEWER_ROWS, &[("n", &number(-fewer))]),
    }
}

/// Those first that have another number of rows, and the log, which has more in the end.
#[component]
fn Tables(tables: Vec<PlanTable>, of_school: bool) -> impl IntoView {
    let (named, others): (Vec<PlanTable>, Vec<PlanTable>) = tables.into_iter().partition(|it| it.label().is_some());
    let name = |it: &PlanTable| it.table().map(|table| called(table, of_school)).or_else(|| it.label().map(t));
    let mut lines: Vec<(String, PlanTable)> = named.into_iter().filter_map(|it| Some((name(&it)?.to_owned(), it))).collect();
    if !others.is_empty() {
        let sum = |rows: fn(&PlanTable) -> u64| others.iter().map(rows).sum::<u64>();
        let all = PlanTable { name: String::new(), now: sum(|it| it.now), then: sum(|it| it.then) };
        lines.push((tn(r::OTHERS, others.len()), all));
    }
    let (moving, same): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(_, it)| it.differs() || it.grows());
    let differing = moving.iter().filter(|(_, it)| it.differs()).count();
    let title = if differing == 0 { t(r::NONE_DIFFERS).to_owned() } else { tn(r::DIFFERING, differing) };
    let rest = (!same.is_empty()).then(|| {
        let title = tn(r::SAME, same.len());
        view! { <Disclosure label=title.clone()><Compared caption=title lines=same/></Disclosure> }
    });
    view! {
        <Disclosure label=title.clone()>
            {(!moving.is_empty()).then(|| view! { <Compared caption=title lines=moving/> })}
            {rest}
        </Disclosure>
    }
}

#[component]
fn Compared(caption: String, lines: Vec<(String, PlanTable)>) -> impl IntoView {
    let line = |(label, it): (String, PlanTable)| {
        let then = number(it.then as i64);
        let then = if it.grows() { tf(r::OR_MORE, &[("n", &then)]) } else { then };
        view! {
            <tr>
                <RowHead>{label}</RowHead>
                <Cell number=true>{number(it.now as i64)}</Cell>
                <Cell number=true>{then}</Cell>
                <Cell number=true>{difference(&it)}</Cell>
            </tr>
        }
    };
    let columns =
        vec![Column::text(t(b::TABLE)), Column::number(t(r::NOW)), Column::number(t(r::THEN)), Column::number(t(r::DIFFERENCE))];
    view! {
        <div class="compared">
            <Table caption caption_hidden=true grid=true columns>
                {lines.into_iter().map(line).collect_view()}
            </Table>
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_log_loses_nothing_and_what_goes_is_said_in_words() {
        let said = |name: &str, now, then| difference(&PlanTable { name: name.into(), now, then });
        assert_eq!(said("audit", 5, 5), "stays, and grows");
        assert_eq!(said("courses", 5, 1), "4 fewer");
        assert_eq!(said("courses", 1, 5), "4 more");
        assert_eq!(said("courses", 5, 5), "as many");
    }
}
