use model::limits;
use model::settings::calendar::{Span, SpanForm};
use model::text::settings as s;

use crate::prelude::*;

/// What stands in a field: what was typed before the form came back, else what is kept.
pub fn kept(form: FormState, field: &str, stored: impl Into<String>) -> String {
    if form.refused().get_untracked() { form.typed(field) } else { stored.into() }
}

/// Fields that only name what a form is about.
#[component]
pub fn Hidden(fields: Vec<(&'static str, String)>) -> impl IntoView {
    fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// A name, a first and a last day. `of` parts the ids of forms that stand on one page.
#[component]
pub fn SpanFields(form: FormState, of: &'static str, hint: Key, #[prop(optional_no_strip)] span: Option<Span>) -> impl IntoView {
    let drawn = span.as_ref().map(|it| SpanForm::drawn_from(&it.name, it.starts_on, it.ends_on));
    let (name, from, until) =
        span.map_or_else(Default::default, |it| (it.name, it.starts_on.to_string(), it.ends_on.to_string()));
    view! {
        {drawn.map(|from| view! { <Drawn form from/> })}
        <Field
            label=t(s::NAME)
            id=format!("{of}-name")
            name=form.name("name")
            value=kept(form, "name", name)
            error=form.problem("name")
            hint=t(hint)
            maxlength=limits::NAME
            required=true
        />
        <div class="columns">
            <DateField
                label=t(s::FIRST_DAY)
                id=format!("{of}-from")
                name=form.name("starts_on")
                value=kept(form, "starts_on", from)
                error=form.problem("starts_on")
                required=true
            />
            <DateField
                label=t(s::LAST_DAY)
                id=format!("{of}-until")
                name=form.name("ends_on")
                value=kept(form, "ends_on", until)
                error=form.problem("ends_on")
                required=true
            />
        </div>
    }
}

/// Removes a thing, after it was asked.
#[component]
pub fn Remove(
    path: &'static str,
    fields: Vec<(&'static str, String)>,
    label: Key,
    question: Key,
    #[prop(default = s::REMOVE)] act: Key,
) -> impl IntoView {
    let form = FormState::plain(path);
    view! {
        <Ask label=t(label) question=t(question)>
            <form method="post" action=path>
                <Hidden fields/>
                <Button variant=Variant::Danger>{t(act)}</Button>
            </form>
        </Ask>
        <FormProblem form alone=true/>
    }
}
