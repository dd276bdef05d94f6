use model::classes::CodeCard;
use model::ids::ClassId;
use model::text::{classes as c, joining as j};
use server_fn::ServerFn;

use super::api::{CloseCode, RotateCode};
use crate::prelude::*;

/// The codes that let people in, for those who may hand them out.
#[component]
pub fn Codes(school: String, class: ClassId, codes: Vec<CodeCard>) -> impl IntoView {
    view! {
        <section class="panel" id="codes">
            <h2>{t(c::CODES)}</h2>
            {codes.into_iter().map(|code| view! { <Code school=school.clone() class code/> }).collect_view()}
        </section>
    }
}

#[component]
fn Code(school: String, class: ClassId, code: CodeCard) -> impl IntoView {
    let hidden = move |school: String| {
        view! {
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="class" value=class.to_string()/>
            <input type="hidden" name="kind" value=code.kind.text()/>
        }
    };
    let which = hidden(school.clone());
    // What lets nobody in is not for handing on.
    let open = code.lets_in();
    let hand_on = open.then(|| {
        let hint = if code.ask_first { c::CODE_ASKS } else { c::CODE_JOINS };
        view! {
            <p class="muted">{t(hint)}</p>
            <CopyLink link=code.link.clone()/>
        }
    });
    view! {
        <div class="code-card" class:closed=!open>
            <h3>{t(code.kind.label())}</h3>
            <p data-code=code.kind.text()>{code.code.clone()}</p>
            <CodeState code=code.clone()/>
            {hand_on}
            <LinkButton href=format!("/s/{school}/classes/{class}/codes/{}", code.kind) icon="settings">{t(j::SET_UP)}</LinkButton>
            <div class="actions">
                <Ask label=t(c::ROTATE) question=t(c::ROTATE_ASK)>
                    <form method="post" action=RotateCode::PATH>
                        {which} <input type="hidden" name="code" value=code.code/>
                        <Button variant=Variant::Danger>{t(c::ROTATE_NOW)}</Button>
                    </form>
                </Ask>
                <form method="post" action=CloseCode::PATH>
                    {hidden(school.clone())} <input type="hidden" name="closed" value=(!code.closed).to_string()/>
                    <Button variant=Variant::Quiet>{t(if code.closed { c::OPEN } else { c::CLOSE })}</Button>
                </form>
            </div>
        </div>
    }
}

/// How a code lets in, in a word each.
#[component]
pub fn CodeState(code: CodeCard) -> impl IntoView {
    let until = code.expires.filter(|_| !code.expired).map(|at| tf(j::UNTIL, &[("when", &at)]));
    let domain = code.mail_domain.map(|domain| tf(j::ONLY_DOMAIN, &[("domain", &domain)]));
    view! {
        <p class="row code-state">
            {code.closed.then(|| view! { <Badge tone=Tone::Warn>{t(c::CLOSED)}</Badge> })}
            {code.expired.then(|| view! { <Badge tone=Tone::Warn>{t(j::EXPIRED)}</Badge> })}
            {code.ask_first.then(|| view! { <Badge tone=Tone::Info>{t(j::ASK_FIRST)}</Badge> })}
            {domain.map(|domain| view! { <Badge>{domain}</Badge> })}
            {until.map(|until| view! { <Badge>{until}</Badge> })}
        </p>
    }
}

/// The address that joins with a code, and the button that copies it.
#[component]
pub fn CopyLink(link: String) -> impl IntoView {
    view! {
        <div class="copy-link"><CopyText text=link label=t(j::LINK) done=t(j::COPIED) failed=t(text::common::NOT_COPIED)/></div>
    }
}
