use leptos::prelude::*;
use ui::*;

use crate::Part;

const PEOPLE: [(&str, &str, &str, Tone, &str); 4] = [
    ("Aline Uwase", "S3-0112", "active", Tone::Good, "81.5"),
    ("Chantal Ingabire", "S3-0131", "waiting", Tone::Warn, "–"),
    ("Eric Ndayisaba", "S3-0109", "suspended", Tone::Bad, "38.5"),
    ("Fatima Hassan", "S3-0127", "left", Tone::Neutral, "92.0"),
];

#[component]
pub fn Tables() -> impl IntoView {
    let columns = || {
        vec![
            Column::text("Name").sorted("#tables", Some(Sort::Ascending)),
            Column::text("Number"),
            Column::text("Status"),
            Column::number("Average").sorted("#tables", None),
            Column::actions("Actions"),
        ]
    };
    let rows = PEOPLE.map(|(name, number, status, tone, average)| {
        view! {
            <tr>
                <RowHead><span class="row"><Avatar name size=Size::Small/> <a href="#tables">{name}</a></span></RowHead>
                <TextCell label="Number" text=number/>
                <Cell label="Status"><Badge tone>{status}</Badge></Cell>
                <Cell label="Average" number=true>{average}</Cell>
                <Cell actions=true><LinkButton href="#tables" small=true>"Open"</LinkButton></Cell>
            </tr>
        }
    });
    view! {
        <Part name="Tables">
            <Tabs
                label="Parts of the class"
                tabs=vec![
                    Tab::new("#tables", "People", true),
                    Tab::new("#tables", "Assignments", false).count("4"),
                    Tab::new("#tables", "Settings", false),
                ]
            />
            <Table caption="31 students, by name" columns=columns()>{rows.collect_view()}</Table>
            <Table caption="Stays a grid on phones" columns=vec![Column::text("Table"), Column::number("Rows")] grid=true>
                <tr><RowHead>"Students"</RowHead><Cell number=true>"1,204"</Cell></tr>
                <tr><RowHead>"Attendance"</RowHead><Cell number=true>"184,310"</Cell></tr>
            </Table>
            <Pairs>
                <Pair term="Founded">"9 January 2026"</Pair>
                <Pair term="Plan">"Silver, to July"</Pair>
                <Pair term="Code"><CopyText text="K7PM2X" label="Copy" done="Copied" failed="Not copied"/></Pair>
            </Pairs>
        </Part>
        <Groups/>
    }
}

#[component]
fn Groups() -> impl IntoView {
    let columns = vec![Column::text("Class"), Column::text("Status"), Column::number("Students")];
    let row = |name: &'static str, students: &'static str| {
        view! {
            <tr>
                <RowHead>{name}</RowHead>
                <Cell label="Status"><Badge tone=Tone::Good>"active"</Badge></Cell>
                <Cell label="Students" number=true>{students}</Cell>
            </tr>
        }
    };
    view! {
        <Part name="Groups of rows">
            <Table caption="Classes, by year" columns grouped=true>
                <RowGroup columns=3 label="Senior 2">{row("Senior 2 A", "34")} {row("Senior 2 B", "31")}</RowGroup>
                <RowGroup columns=3 label="Senior 3">{row("Senior 3 A", "29")}</RowGroup>
            </Table>
        </Part>
    }
}
