use leptos::prelude::*;
use ui::*;

use crate::Part;
use crate::charts::written;

const PEOPLE: [(&str, &str, &str, &str); 4] = [
    ("aline", "Aline Uwase", "Student", "today"),
    ("bosco", "Bosco Jean-Baptiste Mugisha-Nshimiyimana wa Rwamagana", "Teacher", "9 January"),
    ("chantal", "Chantal Ingabire", "Student", "never"),
    ("dora", "Dora", "Parent", "3 May"),
];

#[component]
pub fn Lists() -> impl IntoView {
    view! {
        <Part name="Lists">
            <Filters/>
            <Chosen/>
            <Pages/>
            <Nobody/>
        </Part>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::select("Select"),
        Column::text("Name").sorted("#lists", Some(Sort::Descending)),
        Column::text("Role"),
        Column::text("Last seen").sorted("#lists", None),
    ]
}

#[component]
fn Filters() -> impl IntoView {
    let roles = || vec![("", "Everyone"), ("student", "Students"), ("teacher", "Teachers")];
    view! {
        <FilterBar action="#lists" label="Search members" submit="Search" clear="Show all">
            <Select label="Role" name="role" id="role-all" options=roles()/>
        </FilterBar>
        <FilterBar action="#lists" label="Search what is found" name="found" value="uwase" submit="Search" clear="Show all" active=true>
            <Select label="Role" name="role" id="role-found" options=roles() selected="student"/>
            <Select label="Status" name="status" options=vec![("", "Any status"), ("active", "Active")]/>
        </FilterBar>
    }
}

#[component]
fn Chosen() -> impl IntoView {
    let rows = PEOPLE.into_iter().enumerate().map(|(at, (id, name, role, seen))| {
        view! {
            <tr>
                <SelectCell value=id label=format!("Select {name}") checked=at < 2 disabled=id == "dora"/>
                <RowHead><a href="#lists">{name}</a></RowHead>
                <Cell label="Role">{role}</Cell>
                <Cell label="Last seen">{seen}</Cell>
            </tr>
        }
    });
    let actions = || {
        view! {
            <Button variant=Variant::Quiet small=true name="do" value="message" icon="mail">"Write to them"</Button>
            <Button variant=Variant::Danger small=true name="do" value="suspend">"Suspend"</Button>
        }
    };
    view! {
        <Selection
            action="#lists"
            name="ids[]"
            all="Select all on this page"
            label="Selected:"
            counted=|count| format!("{count} selected")
            clear="Clear"
            actions=actions
        >
            <Table caption="Members, by name" columns=columns() sticky=true>{rows.collect_view()}</Table>
        </Selection>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let words = || PagerWords {
        label: "Pages".into(),
        previous: "Previous".into(),
        next: "Next".into(),
        first: "First page".into(),
        last: "Last page".into(),
    };
    [
        ("1–20 of 10,000", 1, 500),
        ("21–40 of 10,000", 2, 500),
        ("4,981–5,000 of 10,000", 250, 500),
        ("9,981–10,000 of 10,000", 500, 500),
        ("21–31 of 31", 2, 2),
        ("18 members", 1, 1),
    ]
    .map(|(range, page, pages)| {
        let write = |page: usize| written(page as f64);
        view! { <Pager range page pages href=|page| format!("#page-{page}") write words=PagerWords { label: range.into(), ..words() }/> }
    })
    .collect_view()
}

#[component]
fn Nobody() -> impl IntoView {
    let columns = vec![Column::text("Name"), Column::text("Role"), Column::text("Last seen")];
    view! {
        <Table caption="Members called “Zyx”" columns>
            <EmptyRow columns=3 text="Nobody is called “Zyx”."><a href="#lists">"Show all"</a></EmptyRow>
        </Table>
    }
}
