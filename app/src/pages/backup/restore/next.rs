//! What follows the check of an archive: trying it out, reading what would change, confirming it, and what came of it.

use model::backup::restore::{Next as Following, RunCard, RunState, Shown};
use model::backup::upload::{Stands, UploadPage, Whose};
use model::ids::{SchoolId, UploadId};
use model::limits;
use model::text::{backup as b, restore as r};
use server_fn::ServerFn;

use super::FileName;
use super::handing::Hand;
use super::plan::Planned;
use super::runs::{Log, cause};
use crate::pages::backup::api::{PutBack, TryOut};
use crate::pages::backup::going::Going;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::number;

#[component]
pub fn Next(
    slug: String,
    id: UploadId,
    next: Following,
    stands: Stands,
    /// Whether it was handed to those who look after the platform: of a school nobody does more with it then.
    handed: bool,
    page: Resource<UploadPage>,
) -> impl IntoView {
    let Following { may, running, last, shown, restored: _, schools, chosen } = next;
    let of_many = !schools.is_empty();
    let choice = Choice { schools, chosen };
    if let Some(first) = running {
        let here = address(&slug, &format!("/restore/{id}"));
        let ended = Callback::new(move |()| page.refetch());
        return view! { <Going slug of=Some(id) first here ended/> }.into_any();
    }
    let last = last.map(|it| view! { <Outcome slug=slug.clone() id may it choice=choice.clone()/> });
    let follows = match shown {
        // What can be done then stands beside what came of it.
        _ if stands == Stands::Restored => ().into_any(),
        // What they found before stays to be read; the rest is for those to whom it was handed.
        shown if handed && !may => shown.map(|it| view! { <Planned plan=it.plan only=of_many/> }).into_any(),
        Some(shown) if !may => view! {
            <Planned plan=shown.plan only=of_many/>
            <Again slug=slug.clone() id choice/>
            <Hand slug id/>
        }
        .into_any(),
        None if !may => view! {
            <TryFirst slug=slug.clone() id choice/>
            <Hand slug id/>
        }
        .into_any(),
        // What is put back is chosen before it is confirmed.
        Some(shown) => view! {
            <Planned plan=shown.plan.clone() only=of_many/>
            <Again slug=slug.clone() id choice/>
            <Confirm slug id shown/>
        }
        .into_any(),
        None => view! { <TryFirst slug id choice/> }.into_any(),
    };
    view! {
        {last}
        {follows}
    }
    .into_any()
}

/// Of an archive of a whole platform the schools in it, one of which can be put back alone, and the one that was chosen last.
#[derive(Clone)]
struct Choice {
    schools: Vec<Whose>,
    chosen: Option<SchoolId>,
}

/// The first step.
#[component]
fn TryFirst(slug: String, id: UploadId, choice: Choice) -> impl IntoView {
    view! {
        <section class="panel" id="next">
            <h2>{t(r::NEXT)}</h2>
            <p>{t(r::TRY_OUT_TEXT)}</p>
            <FormProblem form=FormState::plain(TryOut::PATH) alone=true/>
            <FormProblem form=FormState::plain(PutBack::PATH) alone=true/>
            <TryOutForm slug id again=false choice/>
        </section>
    }
}

/// The same once more, beside the plan.
#[component]
fn Again(slug: String, id: UploadId, choice: Choice) -> impl IntoView {
    view! {
        <section class="panel">
            <FormProblem form=FormState::plain(TryOut::PATH) alone=true/>
            <div class="actions"><TryOutForm slug id again=true choice/></div>
        </section>
    }
}

/// Tries it out; beside a plan or an outcome, once more.
#[component]
fn TryOutForm(slug: String, id: UploadId, again: bool, choice: Choice) -> impl IntoView {
    let (label, variant) = if again { (r::TRY_AGAIN, Variant::Quiet) } else { (r::TRY_OUT, Variant::default()) };
    let Choice { schools, chosen } = choice;
    let chooses = !schools.is_empty();
    let only = chooses.then(|| {
        let all = (String::new(), t(r::ALL_OF_IT).to_owned());
        let each = schools.into_iter().map(|it| (it.id.to_string(), tf(r::ONLY_SCHOOL, &[("school", &it.name)])));
        let options: Vec<(String, String)> = std::iter::once(all).chain(each).collect();
        let selected = chosen.map(|id| id.to_string()).unwrap_or_default();
        view! { <Select label=t(r::WHAT_BACK) name="only" options selected hint=t(r::WHAT_BACK_HINT)/> }
    });
    view! {
        <form method="post" action=TryOut::PATH class:form=chooses>
            <input type="hidden" name="school" value=slug/>
            <input type="hidden" name="id" value=id.to_string()/>
            {only}
            <Button variant>{t(label)}</Button>
        </form>
    }
}

/// The last step before it is done.
#[component]
fn Confirm(slug: String, id: UploadId, shown: Shown) -> impl IntoView {
    let form = FormState::plain(PutBack::PATH);
    let Shown { plan, seal, word } = shown;
    let name = if plan.school.is_some() { r::TYPE_SCHOOL } else { r::TYPE_PLATFORM };
    // What was to be typed stands beside what is wrong with it.
    let (wrong, exact) = (form.problem("name"), tf(r::NAME_EXACT, &[("word", &word)]));
    let wrong = Signal::derive(move || wrong.get().map(|wrong| format!("{wrong} {exact}")));
    view! {
        <section class="danger-zone" id="confirm">
            <h2>{t(r::CONFIRM)}</h2>
            <form method="post" action=PutBack::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=slug/>
                <input type="hidden" name="id" value=id.to_string()/>
                <Drawn form from=seal/>
                <Field
                    label=t(r::REASON)
                    id="reason"
                    name=form.name("reason")
                    value=form.typed("reason")
                    error=form.problem("reason")
                    hint=t(r::REASON_HINT)
                    maxlength=limits::NOTE
                    required=true
                />
                <Field
                    label=t(name)
                    id="typed-name"
                    name=form.name("name")
                    value=form.typed("name")
                    error=wrong
                    hint=tf(r::TYPE_HINT, &[("word", &word)])
                    maxlength=limits::SCHOOL_NAME
                    autocomplete="off"
                    required=true
                />
                <div class="form-actions">
                    <Button variant=Variant::Danger>{tf(r::RESTORE_NOW, &[("word", &word)])}</Button>
                </div>
            </form>
        </section>
    }
}

/// What came of the last one.
#[component]
fn Outcome(slug: String, id: UploadId, may: bool, it: RunCard, choice: Choice) -> impl IntoView {
    if it.state == RunState::Done {
        return view! { <Report slug id may it choice/> }.into_any();
    }
    let step = tf(r::ENDED_AT, &[("step", &t(it.step.label()))]);
    let why = cause(&it);
    view! {
        <section class="panel" id="outcome">
            <Notice tone=Tone::Bad title=t(it.kind.failed()) live=true>
                <p>{why}</p>
                <p>{step}</p>
            </Notice>
            <Log log=it.log/>
        </section>
    }
    .into_any()
}

#[component]
fn Report(slug: String, id: UploadId, may: bool, it: RunCard, choice: Choice) -> impl IntoView {
    let logged = it.logged.filter(|entries| *entries > 0);
    let logged = logged.map(|entries| view! { <Pair term=t(r::LOGGED)>{number(entries as i64)}</Pair> });
    let sum = it.archived().map(|rows| view! { <p class="muted">{tf(r::ROWS_SUM, &[("rows", &number(rows as i64))])}</p> });
    // Folded: what it chooses of reads as if it were the result.
    let of = slug.clone();
    let again = may.then(|| {
        view! { <Disclosure label=t(r::TRY_AGAIN)><TryOutForm slug=of id again=true choice/></Disclosure> }
    });
    let people = (it.matched + it.new > 0).then(|| {
        view! {
            <Pair term=t(r::MATCHED)>{number(it.matched as i64)}</Pair>
            <Pair term=t(r::NEW_PEOPLE)>{number(it.new as i64)}</Pair>
        }
    });
    let files = files(&it);
    let whose = it.school.clone().unwrap_or_else(|| t(r::WHOLE_PLATFORM).to_owned());
    let safety = (!it.safety.is_empty()).then(|| {
        let name = it.safety.clone();
        let known = it.safety_made.as_ref().map_or_else(|| name.clone(), |made| tf(b::KEPT_OF, &[("when", &made.local)]));
        let whose = it.safety_of.clone().unwrap_or_else(|| slug.clone());
        view! {
            <Pair term=t(r::SAFETY)>
                <a href=address(&whose, "/kept")>{known}</a>
                " "
                <FileName file=name/>
            </Pair>
        }
    });
    view! {
        <section class="panel" id="outcome">
            <Notice tone=Tone::Good title=t(r::DONE_TITLE) live=true>{t(r::DONE_TEXT)}</Notice>
            <FormProblem form=FormState::plain(PutBack::PATH) alone=true/>
            <FormProblem form=FormState::plain(TryOut::PATH) alone=true/>
            <div class="actions">
                <LinkButton href=address(&slug, "") variant=Variant::Primary>{t(r::SEE_NOW)}</LinkButton>
            </div>
            <Pairs>
                <Pair term=t(r::WHOSE)>{whose}</Pair>
                <Pair term=t(r::ROWS_BACK)>{number(it.rows as i64)}</Pair>
                {people}
                {logged}
                {files}
                {safety}
            </Pairs>
            {sum}
            <Log log=it.log/>
            {again}
        </section>
    }
}

/// How many files are where they belong. That none had to be stored is no loss: all of them were there.
fn files(it: &RunCard) -> AnyView {
    let (new, lacking) = (number(it.files as i64), it.lacking);
    let Some(all) = it.all_files else { return view! { <Pair term=t(r::FILES_BACK)>{new}</Pair> }.into_any() };
    let n = number(all as i64);
    let said = match (all, lacking) {
        (0, 0) => n,
        (_, 0) => tf(r::FILES_IN_PLACE, &[("n", &n), ("new", &new)]),
        _ => tf(r::FILES_IN_PART, &[("n", &n), ("new", &new)]),
    };
    let lacking = (lacking > 0).then(|| view! { <Pair term=t(r::LACKING)>{number(lacking as i64)}</Pair> });
    view! {
        <Pair term=t(r::FILES)>{said}</Pair>
        {lacking}
    }
    .into_any()
}
