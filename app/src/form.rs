//! The state of a form: what was typed, what is wrong with it, whether it is on its way. The same for a form sent by
//! script and for one sent by the browser alone, whose answer comes back as a [`Flash`].

use std::collections::BTreeSet;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::text::{common, errors as e};
use model::{Error, Problem};
use serde::{Deserialize, Serialize};
use server_fn::ServerFn;

use crate::layout::Closing;
use crate::screen::{is_typing, lead_to_first_wrong};
use crate::text::t;

/// Fields by name, as they were typed.
pub type Typed = Vec<(String, String)>;

/// What a form sent without JavaScript was answered with, for the page that shows it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    /// The address the form was sent to.
    pub path: String,
    /// Why it was refused; nothing where it was done, and shows something once.
    pub error: Option<Error>,
    /// The fields as they were typed, without secrets; of what was done, what is shown.
    pub typed: Typed,
}

/// The cookie that fetches a flash.
pub const FLASH: &str = "__Host-flash";

/// The line that sets it.
pub fn flash_line(secret: &str) -> String {
    format!("{FLASH}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
}

/// A form's state. Cheap to copy.
#[derive(Clone, Copy)]
pub struct FormState {
    error: Signal<Option<Error>>,
    typed: StoredValue<Typed>,
    busy: Signal<bool>,
    /// The part of the form whose fields are meant; empty for the form itself.
    part: &'static str,
}

impl FormState {
    /// The state of an `<ActionForm>`.
    pub fn of<S>(action: ServerAction<S>) -> FormState
    where
        S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let (value, pending) = (action.value(), action.pending());
        let (first, typed) = follow(S::PATH);
        let error = Signal::derive(move || match value.get() {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error),
            None => first.get_value(),
        });
        Closing::look_when_refused(error);
        FormState { error, typed, busy: pending.into(), part: "" }
    }

    /// The state of a form the browser sends itself, to the address given.
    pub fn plain(path: &str) -> FormState {
        let (first, typed) = follow(path);
        FormState { error: Signal::derive(move || first.get_value()), typed, busy: Signal::derive(|| false), part: "" }
    }

    /// The same for the fields of a part: those of `year` are called `year[name]`.
    pub fn inner(self, part: &'static str) -> FormState {
        FormState { part, ..self }
    }

    /// The name of a field in HTML: `account[email]` becomes `form[account][email]`.
    pub fn name(self, field: &str) -> String {
        match self.whole_name(field).split_once('[') {
            Some((outer, inner)) => format!("form[{outer}][{inner}"),
            None => format!("form[{field}]"),
        }
    }

    /// A field of the part by its name in the form.
    fn whole_name(self, field: &str) -> String {
        if self.part.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.part) }
    }

    /// What was typed into a field before the page came back.
    pub fn typed(self, field: &str) -> String {
        let name = self.name(field);
        self.typed
            .with_value(|typed| typed.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()))
            .unwrap_or_default()
    }

    /// The sentence under a field; of a list, one for each entry.
    pub fn problem(self, field: &'static str) -> Signal<Option<String>> {
        let (error, name) = (self.error, self.whole_name(field));
        Signal::derive(move || {
            let said = |error: &Error| error.field_problems(&name).map(crate::text::field_problem).collect::<Vec<_>>().join(" ");
            error.read().as_ref().map(said).filter(|said| !said.is_empty())
        })
    }

    /// The sentence over the form: what is wrong with it as a whole, or that some of its fields are.
    pub fn said(self) -> Signal<Option<String>> {
        let (error, whole) = (self.error, self.whole());
        Signal::derive(move || {
            whole.get().or_else(|| match error.read().as_ref() {
                Some(Error::Invalid(fields)) => {
                    let wrong: BTreeSet<_> = fields.iter().map(|it| &it.field).collect();
                    (!wrong.is_empty()).then(|| crate::text::tn(e::WRONG_FIELDS, wrong.len()))
                }
                _ => None,
            })
        })
    }

    /// What is wrong with it, where its fields do not say it: as a whole, else with the first of them.
    fn reason(self) -> Signal<Option<String>> {
        let (error, whole) = (self.error, self.whole());
        Signal::derive(move || {
            whole.get().or_else(|| match error.read().as_ref() {
                Some(Error::Invalid(fields)) => fields.first().map(crate::text::field_problem),
                _ => None,
            })
        })
    }

    /// What is wrong with it as a whole.
    pub fn whole(self) -> Signal<Option<String>> {
        let error = self.error;
        Signal::derive(move || {
            error.read().as_ref().and_then(|error| match error {
                Error::Invalid(fields) => fields.iter().find(|it| it.field.is_empty()).map(crate::text::field_problem),
                other => Some(crate::text::error(other).1),
            })
        })
    }

    /// Whether it was refused.
    pub fn refused(self) -> Signal<bool> {
        let error = self.error;
        Signal::derive(move || error.read().is_some())
    }

    /// Whether it was refused because somebody changed meanwhile what it was drawn from.
    fn is_stale(self) -> bool {
        self.error.with_untracked(|error| matches!(error, Some(Error::Conflict(Problem::ChangedMeanwhile))))
    }

    /// Whether it is on its way: its buttons wait.
    pub fn busy(self) -> Signal<bool> {
        self.busy
    }
}

/// The flash of the page one is on.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    flash: StoredValue<Option<Flash>>,
    /// Somebody has been led to what is wrong.
    led: StoredValue<bool>,
}

/// Keeps the flash for the forms of the page. The frame does it, before anything waits: what the server hands to the
/// client is found again by the order in which it was made, and what waits is made in any order.
pub fn provide_flash() {
    let kept = keep_flash();
    let path = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        path.with(|_| ());
        if before.is_some() {
            kept.flash.set_value(None);
        }
    });
}

pub(crate) fn keep_flash() -> Kept {
    let flash = SharedValue::new(|| crate::caller::flash().map(|flash| Flash::clone(&flash))).into_inner();
    let kept = Kept { flash: StoredValue::new(flash), led: StoredValue::new(false) };
    provide_context(kept);
    kept
}

/// The flash of a form's address.
fn follow(path: &str) -> (StoredValue<Option<Error>>, StoredValue<Typed>) {
    let flash = use_context::<Kept>().and_then(|kept| kept.flash.get_value()).filter(|flash| flash.path == path);
    let (error, typed) = flash.map(|flash| (flash.error, flash.typed)).unzip();
    (StoredValue::new(error.flatten()), StoredValue::new(typed.unwrap_or_default()))
}

/// The problem of a form as a whole. Whoever sent it goes on at the first field that is wrong, which says why, unless they
/// went on by themselves before the page lived.
#[component]
pub fn FormProblem(
    form: FormState,
    /// It stands outside of its form, where no field says what is wrong with it.
    #[prop(optional)]
    alone: bool,
    /// The form has one field, which says by itself what is wrong with it.
    #[prop(optional)]
    single: bool,
) -> impl IntoView {
    let said = match (alone, single) {
        (true, _) => form.reason(),
        (false, true) => form.whole(),
        (false, false) => form.said(),
    };
    let refused = form.refused();
    let place = NodeRef::<html::Div>::new();
    let kept = use_context::<Kept>();
    Effect::new(move |before: Option<bool>| {
        let Some(place) = place.get() else { return false };
        let first = before != Some(true);
        // A form that is only drawn again takes the focus from nobody.
        let again = first && kept.is_some_and(|kept| kept.led.get_value());
        if refused.get() && !again {
            // The fields say what is wrong with them in the next frame.
            request_animation_frame(move || {
                if ((first && is_typing()) || lead_to_first_wrong(&place))
                    && let Some(kept) = kept
                {
                    kept.led.try_set_value(true);
                }
            });
        }
        true
    });
    view! { <ui::FormError message=said node_ref=place/> }
}

/// What a form the browser sends itself was drawn from, for the server to see whether it still stands. One that comes
/// back still says what it was drawn from first; only who was told that this has changed saves over what stands now, and
/// can look at it beside what was typed.
#[component]
pub fn Drawn(form: FormState, from: String) -> impl IntoView {
    let stale = form.is_stale();
    let drawn = if form.refused().get_untracked() && !stale { form.typed("drawn") } else { from };
    let here = use_location().pathname.get_untracked();
    view! {
        <input type="hidden" name=form.name("drawn") value=drawn/>
        {stale.then(|| view! {
            <p class="hint">
                {t(common::STALE)} " " <a href=here target="_blank" rel="noopener">{t(common::STALE_LOOK)}</a>
            </p>
        })}
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::sync::Arc;

    use model::{FieldProblem, Problem};

    use super::*;

    /// What stands over a form that was refused with these problems, or by itself in its place.
    fn over_the_form(problems: &[(&str, Problem)], alone: bool) -> String {
        over(problems, alone, false)
    }

    fn over(problems: &[(&str, Problem)], alone: bool, single: bool) -> String {
        let owner = Owner::new();
        owner.set();
        let fields =
            problems.iter().map(|(field, problem)| FieldProblem { field: (*field).to_owned(), problem: *problem, file: None });
        let (mut parts, ()) = axum::http::Request::new(()).into_parts();
        let flash = Flash { path: "/fn/sent".to_owned(), error: Some(Error::Invalid(fields.collect())), typed: Vec::new() };
        parts.extensions.insert(Arc::new(flash));
        provide_context(parts);
        keep_flash();
        view! { <FormProblem form=FormState::plain("/fn/sent") alone single/> }.to_html()
    }

    #[test]
    fn a_form_says_how_many_of_its_fields_are_wrong() {
        let html =
            over_the_form(&[("name", Problem::Required), ("email", Problem::NotAnEmail), ("email", Problem::Taken)], false);
        assert!(html.contains("2 fields need another look before this can be sent."), "{html}");
        let html = over_the_form(&[("form[name]", Problem::Required)], false);
        assert!(html.contains("1 field needs another look before this can be sent."), "{html}");
    }

    #[test]
    fn a_problem_of_the_whole_form_is_said_in_its_own_words() {
        let html = over_the_form(&[("name", Problem::Required), ("", Problem::EndsTooEarly)], false);
        assert!(!html.contains("another look"), "{html}");
        assert!(html.contains("notice"), "{html}");
    }

    #[test]
    fn a_form_of_one_field_leaves_it_to_the_field() {
        let html = over(&[("passphrase", Problem::WrongPassphrase)], false, true);
        assert!(!html.contains("notice"), "{html}");
        let html = over(&[("", Problem::EndsTooEarly)], false, true);
        assert!(html.contains("notice"), "{html}");
    }

    #[test]
    fn a_problem_that_stands_by_itself_says_what_is_wrong_with_the_first_field() {
        let html = over_the_form(&[("name", Problem::Required), ("email", Problem::Taken)], true);
        assert!(!html.contains("another look"), "{html}");
        assert!(html.contains(&crate::text::problem(Problem::Required)), "{html}");
    }
}
