use model::classes::{CodeCard, CodeKind};
use model::ids::ClassId;
use model::text::classes as c;
use server_fn::ServerFn;

use super::api::{CloseCode, RotateCode};
use crate::prelude::*;

/// The codes that let people in, for those who may hand them out.
#[component]
pub fn Codes(school: String, class: ClassId, codes: Vec<CodeCard>) -> impl IntoView {
    view! {
        <section class="panel" id="codes">
            <h2>{t(c::CODES)}</h2>
            <p class="muted">{t(c::CODES_HINT)}</p>
            {codes.into_iter().map(|code| view! { <Code school=school.clone() class code/> }).collect_view()}
        </section>
    }
}

#[component]
fn Code(school: String, class: ClassId, code: CodeCard) -> impl IntoView {
    let label = match code.kind {
        CodeKind::Student => c::STUDENT_CODE,
        CodeKind::Lecturer => c::LECTURER_CODE,
    };
    let hidden = move |school: String| {
        view! {
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="class" value=class.to_string()/>
            <input type="hidden" name="kind" value=code.kind.text()/>
        }
    };
    let which = hidden(school.clone());
    view! {
        <div class="code-card" class:closed=code.closed>
            <h3>{t(label)}</h3>
            <p data-code=code.kind.text()>{code.code.clone()}</p>
            {code.closed.then(|| view! { <Badge tone=Tone::Warn>{t(c::CLOSED)}</Badge> })}
            <div class="actions">
                <Ask label=t(c::ROTATE) question=t(c::ROTATE_ASK)>
                    <form method="post" action=RotateCode::PATH>
                        {which} <input type="hidden" name="code" value=code.code/>
                        <Button variant=Variant::Danger>{t(c::ROTATE_NOW)}</Button>
                    </form>
                </Ask>
                <form method="post" action=CloseCode::PATH>
                    {hidden(school)} <input type="hidden" name="closed" value=(!code.closed).to_string()/>
                    <Button variant=Variant::Quiet>{t(if code.closed { c::OPEN } else { c::CLOSE })}</Button>
                </form>
            </div>
        </div>
    }
}
