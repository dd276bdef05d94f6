use model::text::start as s;

use crate::prelude::*;

/// A step, in the order they are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    School,
    Term,
    Class,
    People,
}

impl Step {
    const ALL: [Step; 4] = [Step::School, Step::Term, Step::Class, Step::People];

    fn name(self) -> Key {
        match self {
            Step::School => s::STEP_SCHOOL,
            Step::Term => s::STEP_TERM,
            Step::Class => s::STEP_CLASS,
            Step::People => s::STEP_PEOPLE,
        }
    }

    /// Its page, below the school's address.
    pub fn path(self, school: &str) -> String {
        match self {
            Step::School => format!("/s/{school}/start/school"),
            Step::Term => format!("/s/{school}/start"),
            Step::Class => format!("/s/{school}/start/class"),
            Step::People => format!("/s/{school}/start/people"),
        }
    }
}

/// The head of a step's page: where one is among the steps, all of which can be gone to.
#[component]
pub fn StepHead(school: String, step: Step, title: Key, hint: String) -> impl IntoView {
    let at = Step::ALL.iter().position(|it| *it == step).unwrap_or_default() + 1;
    let said = tf(s::STEP_OF, &[("step", &at), ("n", &Step::ALL.len())]);
    let tabs = Step::ALL.map(|it| Tab::new(it.path(&school), t(it.name()), it == step)).to_vec();
    view! {
        <Title text=t(s::TITLE)/>
        <PageHead title=t(title) subtitle=said/>
        <Tabs label=t(s::STEPS) tabs/>
        <p class="muted">{hint}</p>
    }
}

/// The ways on without doing anything here, and back; `done` where nothing is left to do.
#[component]
pub fn Ways(
    #[prop(optional_no_strip)] back: Option<String>,
    on: String,
    #[prop(optional)] last: bool,
    #[prop(optional)] done: bool,
) -> impl IntoView {
    let label = match (last, done) {
        (true, _) => s::FINISH,
        (false, true) => s::ON,
        (false, false) => s::SKIP,
    };
    view! {
        <p class="row">
            {back.map(|back| view! { <LinkButton href=back icon="arrow-left">{t(s::BACK)}</LinkButton> })}
            // Where something can be done here, that is the first thing to do.
            <LinkButton href=on variant=if done { Variant::Primary } else { Variant::Quiet }>
                {t(label)}
            </LinkButton>
        </p>
    }
}
