use model::limits;
use model::settings::grades::{BANDS, Band, LETTER, Scale, ScaleForm};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, RemoveScale, SaveScale};
use super::fields::{Hidden, Remove, kept};
use super::head::{InnerHead, Part};
use crate::prelude::*;

/// Empty lines after those that are filled; when they are saved there are as many more.
const FREE: usize = 3;

#[component]
pub fn ScaleShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let scale = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_scale(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! { <Loaded of=scale view=move |scale: Scale| view! { <ScaleEdit school=school.get_untracked() scale/> }.into_any()/> }
}

#[component]
fn ScaleEdit(school: String, scale: Scale) -> impl IntoView {
    let form = FormState::plain(SaveScale::PATH);
    let named = vec![("school", school.clone()), ("id", scale.id.to_string())];
    let problem = form.problem("bands");
    let described = move || if problem.read().is_some() { "bands-problem bands-hint" } else { "bands-hint" };
    let wrong = move || {
        let line = |problem: String| view! { <p class="error" id="bands-problem"><Icon name="alert-triangle"/><span>{problem}</span></p> };
        problem.get().map(line)
    };
    let drawn = ScaleForm::drawn_from(&scale.name, &scale.bands);
    let filled = scale.bands.len().max(typed_lines(form));
    let lines = (0..(filled + FREE).min(BANDS))
        .map(|line| view! { <Line form line band=scale.bands.get(line).cloned()/> })
        .collect_view();
    view! {
        <InnerHead school part=Part::Grades title=scale.name.clone()/>
        <section class="panel">
            <form method="post" action=SaveScale::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <Hidden fields=named.clone()/>
                <Field
                    label=t(s::NAME)
                    name=form.name("name")
                    value=kept(form, "name", scale.name)
                    error=form.problem("name")
                    maxlength=limits::NAME
                    required=true
                />
                <fieldset class="field" id="bands" aria-describedby=described>
                    <legend>{t(s::BANDS)}</legend>
                    {wrong}
                    <p class="hint" id="bands-hint">{t(s::BANDS_HINT)}</p>
                    <Table
                        caption=t(s::BANDS)
                        caption_hidden=true
                        grid=true
                        columns=vec![Column::text("#"), Column::text(t(s::LETTER)), Column::text(t(s::LEAST)), Column::text(t(s::POINTS))]
                    >
                        {lines}
                    </Table>
                </fieldset>
                <Button>{t(s::SAVE)}</Button>
            </form>
        </section>
        <Remove path=RemoveScale::PATH fields=named label=s::REMOVE_SCALE question=s::REMOVE_SCALE_ASK/>
    }
}

/// The lines up to the last one in which something was typed before the page came back.
fn typed_lines(form: FormState) -> usize {
    let typed = |line: &usize| {
        ["letter", "least", "points"].iter().any(|field| !form.typed(&format!("bands[{line}][{field}]")).is_empty())
    };
    (0..BANDS).rev().find(typed).map_or(0, |line| line + 1)
}

/// One grade.
#[component]
fn Line(form: FormState, line: usize, band: Option<Band>) -> impl IntoView {
    let (letter, least, points) = band.map_or_else(Default::default, |band| {
        (band.letter, band.least.to_string(), band.points.map(|points| points.to_string()).unwrap_or_default())
    });
    let of = tf(s::LINE, &[("n", &(line + 1))]);
    let cell = move |field: &str, label: Key, stored: String, most: usize, mode: &'static str| {
        let field = format!("bands[{line}][{field}]");
        view! {
            <Cell>
                <input
                    class="input input-short"
                    name=form.name(&field)
                    value=kept(form, &field, stored)
                    aria-label=format!("{of}: {}", t(label))
                    maxlength=most
                    inputmode=mode
                    autocomplete="off"
                />
            </Cell>
        }
    };
    view! {
        <tr>
            <RowHead>{line + 1}</RowHead>
            {cell.clone()("letter", s::LETTER, letter, LETTER, "text")}
            {cell.clone()("least", s::LEAST, least, 8, "decimal")}
            {cell("points", s::POINTS, points, 8, "decimal")}
        </tr>
    }
}
