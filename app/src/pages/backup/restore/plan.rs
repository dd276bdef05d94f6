//! What a restore would change, table by table, and what it means for people.

use model::backup::restore::{Plan, PlanTable};
use model::text::{backup as b, restore as r};

use crate::prelude::*;
use crate::text::number;

#[component]
pub fn Planned(plan: Plan) -> impl IntoView {
    let when = plan.made.local.clone();
    let about = match &plan.school {
        Some((_, school)) => tf(r::PLAN_OF, &[("school", school), ("when", &when)]),
        None => tf(r::PLAN_OF_ALL, &[("when", &when)]),
    };
    let of_school = plan.school.is_some();
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
            {plan.upgraded.then(|| view! { <Notice tone=Tone::Info>{t(r::OLDER)}</Notice> })}
            <Tables tables=plan.tables/>
            <Pairs>
                {people}
                <Pair term=t(r::FILES)>{number(plan.files as i64)}</Pair>
                {lacking}
            </Pairs>
            <Warnings of_school when/>
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

/// In words and with its sign: not by a colour alone.
fn difference(now: u64, then: u64) -> String {
    let (now, then) = (now as i64, then as i64);
    match then - now {
        0 => t(r::AS_MANY).to_owned(),
        more if more > 0 => format!("+ {}", tf(r::MORE_ROWS, &[("n", &number(more))])),
        fewer => format!("\u{2212} {}", tf(r::FEWER_ROWS, &[("n", &number(-fewer))])),
    }
}

#[component]
fn Tables(tables: Vec<PlanTable>) -> impl IntoView {
    let (named, others): (Vec<PlanTable>, Vec<PlanTable>) = tables.into_iter().partition(|it| it.label().is_some());
    let line = |label: String, now: u64, then: u64| {
        view! {
            <tr>
                <RowHead>{label}</RowHead>
                <Cell label=t(r::NOW) number=true>{number(now as i64)}</Cell>
                <Cell label=t(r::THEN) number=true>{number(then as i64)}</Cell>
                <Cell label=t(r::DIFFERENCE) number=true>{difference(now, then)}</Cell>
            </tr>
        }
    };
    let rows = named.iter().filter_map(|it| Some(line(t(it.label()?).to_owned(), it.now, it.then))).collect_view();
    let others = (!others.is_empty()).then(|| {
        let sum = |rows: fn(&PlanTable) -> u64| others.iter().map(rows).sum::<u64>();
        line(tn(r::OTHERS, others.len()), sum(|it| it.now), sum(|it| it.then))
    });
    let columns =
        vec![Column::text(t(b::TABLE)), Column::number(t(r::NOW)), Column::number(t(r::THEN)), Column::number(t(r::DIFFERENCE))];
    view! {
        <Table caption=t(r::PLAN) caption_hidden=true columns>
            {rows}
            {others}
        </Table>
    }
}
