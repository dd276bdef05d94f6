//! A pause in which nobody disturbs: for a while, or until a time.

use model::When;
use model::notifications::Pause;
use model::text::notifications as n;
use server_fn::ServerFn;

use crate::pages::notifications::api::PauseNotifications;
use crate::prelude::*;

#[component]
pub fn PausePanel(
    /// When the one ends that there is.
    paused: Option<When>,
    zone: String,
) -> impl IntoView {
    let form = FormState::plain(PauseNotifications::PATH);
    let options: Vec<_> = Pause::OFFERED.iter().map(|it| (it.text(), t(it.label()))).collect();
    let pauses = paused.is_some();
    let ending = paused.map(|when| {
        view! {
            <Notice tone=Tone::Info>{tf(n::PAUSED, &[("when", &when)])}</Notice>
            <form method="post" action=PauseNotifications::PATH class="form">
                <input type="hidden" name="form[how]" value=Pause::Off.text()/>
                <div class="form-actions">
                    <Button>{t(n::PAUSE_END)}</Button>
                </div>
            </form>
        }
    });
    let begin = view! {
        <form method="post" action=PauseNotifications::PATH class="form">
            <FormProblem form/>
            <div class="row told-quiet pause-how">
                <Select
                    label=t(n::PAUSE_HOW)
                    name=form.name("how")
                    options
                    selected=form.typed("how")
                    error=form.problem("how")
                />
                <div class="of-until">
                    <DateTimeField
                        label=t(n::PAUSE_UNTIL)
                        name=form.name("until")
                        value=form.typed("until")
                        error=form.problem("until")
                        zone
                    />
                </div>
            </div>
            <div class="form-actions">
                <Button variant=Variant::Quiet icon="clock">{t(n::PAUSE_DO)}</Button>
            </div>
        </form>
    };
    // As long as one runs, another is the exception.
    let begin = if pauses {
        let open = form.refused().get_untracked();
        view! { <Disclosure label=t(n::PAUSE_OTHERWISE) open>{begin}</Disclosure> }.into_any()
    } else {
        begin.into_any()
    };
    view! {
        <section class="panel" id="pause">
            <header><h2>{t(n::PAUSE)}</h2></header>
            <p class="muted">{t(n::PAUSE_HINT)}</p>
            {ending}
            {begin}
        </section>
    }
}
