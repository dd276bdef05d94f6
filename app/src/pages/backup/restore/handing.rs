//! An archive that may have been written by anybody: a school's people hand it to those who put it back.

use model::backup::upload::HandedCard;
use model::ids::UploadId;
use model::limits;
use model::text::restore as r;
use server_fn::ServerFn;

use crate::pages::backup::api::HandUpload;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::facts;

/// Where what can be done with it ends, and the way on.
#[component]
pub fn Hand(slug: String, id: UploadId) -> impl IntoView {
    let form = FormState::plain(HandUpload::PATH);
    let kept = address(&slug, "/kept");
    view! {
        <section class="panel panel-form" id="hand">
            <h2>{t(r::HAND)}</h2>
            <p>{t(r::MAY_NOT)}</p>
            <form method="post" action=HandUpload::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=slug/>
                <input type="hidden" name="id" value=id.to_string()/>
                <Field
                    label=t(r::REASON)
                    id="hand-reason"
                    name=form.name("reason")
                    value=form.typed("reason")
                    error=form.problem("reason")
                    hint=t(r::HAND_HINT)
                    maxlength=limits::NOTE
                    required=true
                />
                <div class="form-actions">
                    <Button>{t(r::HAND_IT)}</Button>
                    <LinkButton href=kept>{t(r::TO_KEPT)}</LinkButton>
                </div>
            </form>
        </section>
    }
}

/// That it was handed over, by whom and why.
#[component]
pub fn HandedOver(
    it: HandedCard,
    /// Whether the reader looks after the platform, and got it.
    got: bool,
) -> impl IntoView {
    let text = tf(if got { r::GOT_TEXT } else { r::HANDED_TEXT }, &[("when", &it.when.local), ("school", &it.school)]);
    let title = who(&it, got);
    view! {
        <Notice tone=Tone::Info title>
            <p>{it.reason}</p>
            <p class="muted">{text}</p>
        </Notice>
    }
}

/// That archives were handed over, wherever those look who put them back.
#[component]
pub fn HandedToYou(handed: i64) -> impl IntoView {
    (handed > 0).then(|| {
        let href = address("", "/restore#brought");
        view! { <Notice tone=Tone::Warn>{tn(r::GOT_WAITING, handed)} " " <A href>{t(r::GOT_SHOW)}</A></Notice> }
    })
}

fn who(it: &HandedCard, got: bool) -> String {
    if got { tf(r::GOT, &[("name", &it.name), ("school", &it.school)]) } else { t(r::HANDED).to_owned() }
}

/// The same in the list.
pub fn line(it: &HandedCard, got: bool) -> String {
    facts([who(it, got), it.reason.clone()])
}
