use model::accounts::Me;
use model::classes::{CodeKind, CodeSight, Door, Joining};
use model::text::{accounts as a, guardians as g, joining as j};
use server_fn::ServerFn;

use super::api::{self, JoinByCode, RegisterByCode};
use super::fields::{AccountFields, AsWhom};
use crate::params::encode;
use crate::prelude::*;

/// Joining a class: first the code, then, knowing where it leads, a new account or the one that is logged in.
#[component]
pub fn JoinPage() -> impl IntoView {
    let given = use_query_value("code");
    // What a form without script was refused with comes back to an address that may not name the code.
    let typed = [RegisterByCode::PATH, JoinByCode::PATH].map(|path| FormState::plain(path).typed("code")).concat();
    let code = Memo::new(move |_| given.get().filter(|code| !code.trim().is_empty()).unwrap_or_else(|| typed.clone()));
    let data = Resource::new(
        move || code.get(),
        |code| async move {
            let me = api::my_account().await.ok();
            let sight = if code.is_empty() { None } else { Some(api::look_at_code(code.clone()).await?) };
            Ok((me, code, sight))
        },
    );
    view! {
        <Title text=t(a::JOIN_TITLE)/>
        <section class="sheet">
            <h1>{t(a::JOIN_TITLE)}</h1>
            <Loaded of=data view=|(me, code, sight): (Option<Me>, String, Option<CodeSight>)| {
                match sight {
                    Some(CodeSight { answer, door: Some(door) }) => view! { <Lead me code answer door/> }.into_any(),
                    Some(CodeSight { answer, door: None }) => view! { <AskForCode me code answer=Some(answer)/> }.into_any(),
                    None => view! { <AskForCode me code answer=None/> }.into_any(),
                }
            }/>
        </section>
    }
}

/// The code alone; with why the last one does not let in.
#[component]
fn AskForCode(me: Option<Me>, code: String, #[prop(optional_no_strip)] answer: Option<Joining>) -> impl IntoView {
    let why = answer.and_then(|answer| match &me {
        Some(me) => answer.to_person().map(|key| tf(key, &[("email", &me.email)])),
        None => answer.to_visitor().map(|key| t(key).to_owned()),
    });
    let form = FormState::plain(if me.is_some() { JoinByCode::PATH } else { RegisterByCode::PATH });
    let visitor = me.is_none();
    view! {
        <p class="muted">{t(j::CODE_INTRO)}</p>
        {why.map(|why| view! { <Notice tone=Tone::Warn live=true>{why}</Notice> })}
        <form method="get" action="/join" class="form">
            <FormProblem form/>
            <Field
                label=t(a::CODE)
                name="code"
                value=code
                hint=t(a::CODE_HINT)
                autocomplete="off"
                maxlength=20usize
                required=true
            />
            <Button>{t(j::CONTINUE)}</Button>
        </form>
        <p class="sheet-more">{t(a::FAMILY_INSTEAD)} " " <A href="/family">{t(g::FAMILY_TITLE)}</A></p>
        {visitor.then(|| view! { <p class="sheet-more">{t(a::HAVE_ACCOUNT)} " " <A href="/login?next=/join">{t(a::LOG_IN)}</A></p> })}
    }
}

/// Where the code leads, and the way in.
#[component]
fn Lead(me: Option<Me>, code: String, answer: Joining, door: Door) -> impl IntoView {
    let lecturer = door.kind == CodeKind::Lecturer;
    let domain = door.mail_domain.clone().filter(|_| me.is_none());
    let asks = (answer == Joining::Waiting && !door.asked).then_some(if door.ask_first { j::ASKS_FIRST } else { j::PROVE_FIRST });
    let way = match (me, answer) {
        (_, Joining::AlreadyMember) => view! { <There path=door.path/> }.into_any(),
        (Some(_), _) if door.asked => view! { <Notice tone=Tone::Info>{t(j::ASKED)}</Notice> }.into_any(),
        (Some(me), _) => view! { <JoinAs me code answer/> }.into_any(),
        (None, _) => view! { <JoinNew code lecturer answer/> }.into_any(),
    };
    view! {
        <div class="door">
            <p class="door-class">{door.class}</p>
            <p class="muted">{door.school}</p>
            <p>{t(if lecturer { j::AS_TEACHER } else { j::AS_STUDENT })}</p>
            {domain.map(|domain| view! { <p>{tf(j::DOMAIN_ONLY, &[("domain", &domain)])}</p> })}
            {asks.map(|asks| view! { <p>{t(asks)}</p> })}
        </div>
        {way}
        <p class="sheet-more"><a href="/join" rel="external">{t(j::OTHER_CODE)}</a></p>
    }
}

#[component]
fn There(path: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Good>{t(j::PERSON_ALREADY)}</Notice>
        <LinkButton href=path variant=Variant::Primary>{t(j::TO_CLASS)}</LinkButton>
    }
}

#[component]
fn JoinNew(code: String, lecturer: bool, answer: Joining) -> impl IntoView {
    let form = FormState::plain(RegisterByCode::PATH);
    let log_in = format!("/login?next={}", encode(&format!("/join?code={}", encode(&code))));
    view! {
        {lecturer.then(|| view! { <Notice tone=Tone::Warn>{t(j::TEACHERS_ONLY)}</Notice> })}
        <form method="post" action=RegisterByCode::PATH class="form">
            <FormProblem form/>
            <CodeProblem form/>
            <input type="hidden" name=form.name("code") value=code/>
            <AccountFields form/>
            <Button>{label(answer)}</Button>
        </form>
        <p class="sheet-more">{t(a::HAVE_ACCOUNT)} " " <A href=log_in>{t(a::LOG_IN)}</A></p>
    }
}

#[component]
fn JoinAs(me: Me, code: String, answer: Joining) -> impl IntoView {
    let form = FormState::plain(JoinByCode::PATH);
    view! {
        <AsWhom me/>
        <form method="post" action=JoinByCode::PATH class="form">
            <FormProblem form/>
            <CodeProblem form/>
            <input type="hidden" name=form.name("code") value=code/>
            <Button>{label(answer)}</Button>
        </form>
    }
}

/// What is wrong with the code, which no field shows any more.
#[component]
fn CodeProblem(form: FormState) -> impl IntoView {
    let problem = form.problem("code");
    view! { <FormError message=problem/> }
}

fn label(answer: Joining) -> &'static str {
    t(if answer == Joining::Waiting { j::ASK } else { a::JOIN })
}
