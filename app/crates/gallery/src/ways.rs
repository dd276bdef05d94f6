use leptos::prelude::*;
use ui::*;

use crate::Part;

#[component]
pub fn Ways() -> impl IntoView {
    let tab = |(at, name): (usize, &'static str)| Tab::new("#ways", name, at == 4);
    let parts = ["People", "Courses", "Assignments", "Attendance", "Marks", "Chat", "Files", "Settings"];
    view! {
        <Part name="Ways">
            <Tabs label="Parts of a term" tabs=parts.into_iter().enumerate().map(tab).collect()/>
            <Steps
                label="Bringing people in from a file"
                done="done"
                stages=vec![
                    Stage::done("File").href("#ways"),
                    Stage::done("Columns").href("#ways"),
                    Stage::current("Check"),
                    Stage::coming("Bring in"),
                ]
            />
            <Pills
                label="Which work"
                pills=vec![
                    Pill::new("#ways", "All", false).count("31"),
                    Pill::new("#ways", "To mark", true).count("12"),
                    Pill::new("#ways", "Marked", false).count("17"),
                    Pill::new("#ways", "Missing", false).count("2"),
                ]
            />
            <Disclosure label="More settings">
                <Checkbox label="Late work is taken" name="more[late]" switch=true/>
            </Disclosure>
            <Disclosure label="Lies open, since something in it is wrong" open=true>
                <Field label="Points" name="more[points]" kind="number" value="-1" error="At least 0."/>
            </Disclosure>
        </Part>
    }
}

#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <Part name="Waiting">
            <Skeleton label="Loading a text" lines=3/>
            <Skeleton label="Loading people" shape=Shape::List lines=3/>
            <Skeleton label="Loading a table" shape=Shape::Table lines=3/>
            <Skeleton label="Loading classes" shape=Shape::Cards lines=3/>
        </Part>
    }
}
