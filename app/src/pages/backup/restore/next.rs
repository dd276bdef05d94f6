//! What follows the check of an archive: trying it out, reading what would change, confirming it, and what came of it.

use model::backup::restore::{Next as Following, RunCard, RunState, Shown};
use model::backup::upload::UploadPage;
use model::ids::UploadId;
use model::limits;
use model::text::restore as r;
use server_fn::ServerFn;

use super::plan::Planned;
use super::runs::{Log, cause};
use crate::pages::backup::api::{PutBack, TryOut};
use crate::pages::backup::going::Going;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::number;

#[component]
pub fn Next(slug: String, id: UploadId, next: Following, page: Resource<UploadPage>) -> impl IntoView {
    let Following { may, running, last, shown } = next;
    if let Some(first) = running {
        let here = address(&slug, &format!("/restore/{id}"));
        let ended = Callback::new(move |()| page.refetch());
        return view! { <Going slug of=Some(id) first here ended/> }.into_any();
    }
    let last = last.map(|it| view! { <Outcome slug=slug.clone() it/> });
    let follows = match shown {
        _ if !may => view! { <MayNot slug/> }.into_any(),
        Some(shown) => view! {
            <Planned plan=shown.plan.clone()/>
            <Confirm slug=slug.clone() id shown/>
            <TryOutForm slug id again=true/>
        }
        .into_any(),
        None => view! { <TryOutForm slug id again=false/> }.into_any(),
    };
    view! {
        {last}
        {follows}
    }
    .into_any()
}

#[component]
fn MayNot(slug: String) -> impl IntoView {
    view! {
        <section class="panel" id="next">
            <h2>{t(r::NEXT)}</h2>
            <p>{t(r::MAY_NOT)}</p>
            <LinkButton href=address(&slug, "/kept")>{t(r::TO_KEPT)}</LinkButton>
        </section>
    }
}

/// The first step; below a plan, the same once more.
#[component]
fn TryOutForm(slug: String, id: UploadId, again: bool) -> impl IntoView {
    let form = FormState::plain(TryOut::PATH);
    let button = || {
        let (label, variant) = if again { (r::TRY_AGAIN, Variant::Quiet) } else { (r::TRY_OUT, Variant::default()) };
        view! { <Button variant>{t(label)}</Button> }
    };
    let fields = view! {
        <form method="post" action=TryOut::PATH>
            <input type="hidden" name="school" value=slug/>
            <input type="hidden" name="id" value=id.to_string()/>
            {button()}
        </form>
    };
    if again {
        return view! { <FormProblem form alone=true/> {fields} }.into_any();
    }
    view! {
        <section class="panel" id="next">
            <h2>{t(r::NEXT)}</h2>
            <p>{t(r::TRY_OUT_TEXT)}</p>
            <FormProblem form alone=true/>
            <FormProblem form=FormState::plain(PutBack::PATH) alone=true/>
            {fields}
            <p class="muted">{t(r::NEXT_TEXT)}</p>
        </section>
    }
    .into_any()
}

/// The last step before it is done.
#[component]
fn Confirm(slug: String, id: UploadId, shown: Shown) -> impl IntoView {
    let form = FormState::plain(PutBack::PATH);
    let Shown { plan, seal, word } = shown;
    let name = if plan.school.is_some() { r::TYPE_SCHOOL } else { r::TYPE_PLATFORM };
    view! {
        <section class="danger-zone" id="confirm">
            <h2>{t(r::CONFIRM)}</h2>
            <FormProblem form/>
            <form method="post" action=PutBack::PATH>
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
                    error=form.problem("name")
                    hint=tf(r::TYPE_HINT, &[("word", &word)])
                    maxlength=limits::SCHOOL_NAME
                    autocomplete="off"
                    required=true
                />
                <Button variant=Variant::Danger>{tf(r::RESTORE_NOW, &[("word", &word)])}</Button>
            </form>
        </section>
    }
}

/// What came of the last one.
#[component]
fn Outcome(slug: String, it: RunCard) -> impl IntoView {
    if it.state == RunState::Done {
        return view! { <Report slug it/> }.into_any();
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
fn Report(slug: String, it: RunCard) -> impl IntoView {
    let people = (it.matched + it.new > 0).then(|| {
        view! {
            <Pair term=t(r::MATCHED)>{number(it.matched as i64)}</Pair>
            <Pair term=t(r::NEW_PEOPLE)>{number(it.new as i64)}</Pair>
        }
    });
    let safety = (!it.safety.is_empty()).then(|| {
        let name = it.safety.clone();
        view! {
            <Pair term=t(r::SAFETY)>
                <a href=address(&slug, "/kept")><bdi dir="ltr">{name}</bdi></a>
            </Pair>
        }
    });
    view! {
        <section class="panel" id="outcome">
            <Notice tone=Tone::Good title=t(r::DONE_TITLE) live=true>{t(r::DONE_TEXT)}</Notice>
            <Pairs>
                <Pair term=t(r::ROWS_BACK)>{number(it.rows as i64)}</Pair>
                <Pair term=t(r::FILES_BACK)>{number(it.files as i64)}</Pair>
                {people}
                {safety}
            </Pairs>
            <Log log=it.log/>
        </section>
    }
}
