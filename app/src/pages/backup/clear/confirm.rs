//! The second step of a clear, before it begins.

use model::backup::Table as File;
use model::backup::clear::{Plan, SchoolClear, What};
use model::limits;
use model::text::{backup as b, clear as c};

use super::CLEAR;
use crate::pages::backup::downloads::Take;
use crate::pages::backup::head::address;
use crate::pages::backup::locked::Locked;
use crate::prelude::*;
use crate::text::number;

/// The second step: what goes, a copy to take home first, and the form.
#[component]
pub fn Confirm(page: SchoolClear, plan: Plan) -> impl IntoView {
    let (slug, name) = page.school.clone();
    let form = FormState::plain(CLEAR);
    let what = plan.what;
    let nothing = plan.total() == 0;
    let rows = plan.counts.clone().into_iter().map(|(going, rows)| {
        let own = what.own() == Some(going);
        let label = if own { t(what.label()) } else { t(going.label()) };
        view! {
            <tr>
                <RowHead>{label}</RowHead>
                <Cell number=true>{number(rows)}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let total = number(plan.total());
    let seal = plan.seal();
    let now = tf(c::NOW, &[("what", &t(what.label())), ("school", &name)]);
    let name_hint = tf(c::NAME_HINT, &[("school", &name)]);
    let exact = tf(c::NAME_EXACT, &[("school", &name)]);
    // What was to be typed stands beside what is wrong with it.
    let wrong_name = form.problem("name");
    let wrong_name = Signal::derive(move || wrong_name.get().map(|wrong| format!("{wrong} {exact}")));
    let downloads = page.can_download.then(|| view! { <Downloads slug=slug.clone() what archive=page.can_archive/> });
    let back = address(&slug, "/clear");
    let confirm = move || {
        view! {
            <section class="danger-zone" id="confirm">
                <h2>{t(c::CONFIRM)}</h2>
                <FormProblem form/>
                <form method="post" action=CLEAR class="form">
                    <input type="hidden" name="school" value=slug/>
                    <input type="hidden" name=form.name("what") value=what.text()/>
                    <Drawn form from=seal/>
                    <Field
                        label=t(c::REASON)
                        id="reason"
                        name=form.name("reason")
                        value=form.typed("reason")
                        error=form.problem("reason")
                        hint=t(c::REASON_HINT)
                        maxlength=limits::NOTE
                        required=true
                    />
                    <Field
                        label=t(c::NAME)
                        id="school-name"
                        name=form.name("name")
                        value=form.typed("name")
                        error=wrong_name
                        hint=name_hint
                        maxlength=limits::SCHOOL_NAME
                        autocomplete="off"
                        required=true
                    />
                    <p class="muted">{t(c::UNDO_HINT)}</p>
                    <Button variant=Variant::Danger>{now}</Button>
                </form>
            </section>
        }
    };
    view! {
        <section class="panel" id="plan">
            <header>
                <h2>{t(c::WHAT_GOES)}</h2>
                <LinkButton href=back icon="undo" small=true>{t(c::BACK)}</LinkButton>
            </header>
            <p>{t(what.about())}</p>
            {if nothing {
                view! { <p class="muted">{t(c::NOTHING)}</p> }.into_any()
            } else {
                view! {
                    <div class="compared">
                        <Table
                            caption=t(c::WHAT_GOES)
                            caption_hidden=true
                            grid=true
                            columns=vec![Column::text(t(b::TABLE)), Column::number(t(b::ROWS))]
                        >
                            <tr>
                                <RowHead>{t(c::ROWS_IN_ALL)}</RowHead>
                                <Cell number=true>{total}</Cell>
                            </tr>
                            {rows}
                        </Table>
                    </div>
                }
                .into_any()
            }}
        </section>
        {downloads}
        {(!nothing).then(confirm)}
    }
}

/// A copy of the school to take home, before anything goes.
#[component]
fn Downloads(slug: String, what: What, archive: bool) -> impl IntoView {
    let take = |name: &str, label: String, about: Key, format: Key| {
        view! { <Take href=format!("/backup/download/{name}?school={slug}") label about format/> }
    };
    let file = what.text().parse::<File>().ok().and_then(|file| Some((file, file.about()?)));
    let file = file.map(|(file, about)| take(file.text(), tf(b::AS_CSV, &[("table", &t(file.label()))]), about, b::FORMAT_CSV));
    let zip = archive.then(|| take("archive", t(b::ARCHIVE_ZIP).to_owned(), b::ARCHIVE_SCHOOL_ABOUT, b::FORMAT_ZIP));
    let all = take("all", t(b::EVERYTHING_JSON).to_owned(), b::EVERYTHING_ABOUT, b::FORMAT_JSON);
    view! {
        <section class="panel" id="first">
            <h2>{t(c::FIRST)}</h2>
            <p>{t(c::FIRST_HINT)}</p>
            <ul class="list">
                {file}
                {all}
                {zip}
            </ul>
            {archive.then(|| view! { <Locked slug/> })}
        </section>
    }
}
