//! Making a further code for one student, and the code that was made a moment ago.

use model::guardians::{CodePlace, FamilyCode, FamilySearch, FamilySide};
use model::ids::{FamilyCodeId, UserId};
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::MakeFamilyCode;
use super::codes::ToGive;
use crate::form::Typed;
use crate::prelude::*;

/// Whoever made a code is led to this part of the page.
pub const ID: &str = "made-code";

/// What the page that follows shows of a code.
pub fn shown(place: CodePlace, code: FamilyCode) -> Typed {
    let fields = [
        ("at", place.to_string()),
        ("of", code.child_id.to_string()),
        ("name", code.child),
        ("made", code.id.to_string()),
        ("code", code.code),
        ("until", code.expires.to_string()),
    ];
    fields.into_iter().map(|(name, value)| (format!("form[{name}]"), value)).collect()
}

/// The code that was made in this place a moment ago, on the one page that follows.
#[component]
pub fn MadeCode(
    school: String,
    place: CodePlace,
    /// Whose codes are made in this place, where they are one student's.
    #[prop(optional)]
    of: Option<UserId>,
) -> impl IntoView {
    let form = FormState::plain(MakeFamilyCode::PATH);
    let is_here = form.typed("at") == place.text() && of.is_none_or(|child| form.typed("of") == child.to_string());
    is_here.then(|| {
        view! {
            <div class="made-code" id=ID role="group" tabindex="-1" aria-labelledby="made-code-words">
                <Notice tone=Tone::Good live=true>
                    <p id="made-code-words">{tf(g::CODE_MADE, &[("child", &form.typed("name"))])}</p>
                    <ToGive school id=form.typed("made") code=form.typed("code") until=form.typed("until")/>
                </Notice>
            </div>
        }
    })
}

/// Makes a further code for one student, where they stand.
#[component]
pub fn NewCode(
    school: String,
    child: UserId,
    name: String,
    /// The id of the code that is made next.
    next: FamilyCodeId,
    place: CodePlace,
    /// The list of families that is looked at.
    #[prop(optional)]
    list: FamilySearch,
) -> impl IntoView {
    let label = tf(g::CODE_FOR, &[("child", &name)]);
    let of = FormState::plain(MakeFamilyCode::PATH).name(FamilySide::Child.text());
    view! {
        <form method="post" action=MakeFamilyCode::PATH>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=next.to_string()/>
            <input type="hidden" name=of value=child.to_string()/>
            <input type="hidden" name="place" value=place.text()/>
            <input type="hidden" name="list[q]" value=list.q/>
            <input type="hidden" name="list[page]" value=list.page.to_string()/>
            <Button variant=Variant::Quiet icon="key" label small=true>{t(g::NEW_CODE)}</Button>
        </form>
    }
}
