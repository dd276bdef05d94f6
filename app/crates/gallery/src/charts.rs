use leptos::prelude::*;
use ui::*;

use crate::Part;

const WEEKS: [&str; 8] = ["Week 1", "Week 2", "Week 3", "Week 4", "Week 5", "Week 6", "Week 7", "Week 8"];

fn words() -> ChartWords {
    ChartWords { table: "The figures as a table".into(), missing: "–".into(), empty: "Nothing has been marked yet.".into() }
}

/// Whole numbers with commas, as a server would write them in English.
pub fn written(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|it| std::str::from_utf8(it).ok()).collect();
    format!("{}{}", if value < 0.0 { "−" } else { "" }, groups.join(","))
}

fn column(values: &[f64]) -> Vec<Option<Figure>> {
    values.iter().map(|value| value.is_finite().then(|| Figure::new(*value, written(*value)))).collect()
}

fn percent() -> Axis {
    Axis::new(|value| format!("{value} %")).between(0.0, 100.0)
}

fn counted() -> Axis {
    Axis::new(written).whole()
}

#[component]
pub fn Charts() -> impl IntoView {
    view! {
        <Part name="Charts">
            <div class="panels">
                <Lines/>
                <Bars/>
                <Donuts/>
                <Heat/>
            </div>
        </Part>
    }
}

#[component]
fn Lines() -> impl IntoView {
    const NONE: f64 = f64::NAN;
    let classes = Figures::new("Week", WEEKS.to_vec())
        .series("3B", column(&[62.0, 66.0, 64.0, 71.0, NONE, 74.0, 79.0, 82.0]))
        .series("3C", column(&[54.0, 58.0, 63.0, NONE, 52.0, NONE, 60.0, 68.0]))
        .series("4A, evening", column(&[81.0, 79.0, 84.0, 88.0, 86.0, 90.0, 89.0, 93.0]))
        .series("4B", column(&[40.0, 43.0, 39.0, 45.0, 47.0, 44.0, 51.0, 49.0]))
        .series("5A", column(&[71.0, 70.0, 73.0, 69.0, 75.0, 77.0, 72.0, 78.0]))
        .series("5B", column(&[30.0, 34.0, 33.0, 38.0, 36.0, 41.0, 40.0, 44.0]));
    let days: Vec<String> = (1..=60).map(|day| format!("{day} Oct")).collect();
    let active = (0..60).map(|day| 6200.0 + 2900.0 * (f64::from(day) / 4.5).sin() + 40.0 * f64::from(day)).collect::<Vec<_>>();
    let active = Figures::new("Day", days).series("Active", column(&active));
    let change = Figures::new("Week", WEEKS.to_vec()).series("Change", column(&[-30.0, -12.0, 4.0, 18.0, 45.0, 21.0, 0.0, -9.0]));
    let missing = Figures::new("Week", WEEKS.to_vec()).series("3B", vec![None; 8]);
    view! {
        <LineChart id="lines-classes" caption="Average marks by class" figures=classes axis=percent() words=words()/>
        <LineChart id="lines-active" caption="People active each day, of 10,000" figures=active axis=counted() words=words()/>
        <LineChart id="lines-change" caption="More or less than the week before" figures=change axis=counted() words=words()/>
        <LineChart id="lines-empty" caption="A chart without a figure" figures=missing axis=percent() words=words()/>
    }
}

#[component]
fn Bars() -> impl IntoView {
    let one =
        Figures::new("Day", vec!["Mon", "Tue", "Wed", "Thu", "Fri"]).series("Handed in", column(&[12.0, 31.0, 8.0, 0.0, 24.0]));
    let groups = Figures::new("Term", vec!["First term", "Second term", "Third term, with the examinations"])
        .series("Boys", column(&[48.0, 52.0, 61.0]))
        .series("Girls", column(&[55.0, 50.0, 66.0]))
        .series("Not told", column(&[12.0, f64::NAN, 9.0]));
    let change = Figures::new("Class", vec!["3B", "3C", "4A"]).series("Change", column(&[14.0, -6.0, 3.0]));
    let long = Figures::new(
        "Course",
        vec![
            "Mathematics",
            "English language and literature of the nineteenth century",
            "Agriculture, forestry and the keeping of bees on small farms",
            "Art",
        ],
    )
    .series("This year", column(&[10_000.0, 4210.0, 187.0, 0.0]))
    .series("Last year", column(&[9120.0, 5300.0, f64::NAN, 12.0]));
    view! {
        <BarChart id="bars-one" caption="Handed in this week" figures=one axis=counted() words=words()/>
        <BarChart id="bars-groups" caption="Present, in percent" figures=groups axis=percent() words=words()/>
        <BarChart id="bars-change" caption="Marks against last term" figures=change axis=counted() words=words()/>
        <BarChart id="bars-long" caption="Students by course, with names as long as people make them" figures=long axis=counted() words=words() lying=true/>
    }
}

#[component]
fn Donuts() -> impl IntoView {
    let part =
        |label: &'static str, value: f64, share: &'static str| Slice::new(label, Figure::new(value, written(value))).share(share);
    let present = vec![
        part("Present", 8204.0, "82 %"),
        part("Late", 911.0, "9 %"),
        part("Excused, with a letter of the parents or the doctor", 502.0, "5 %"),
        part("Absent", 383.0, "4 %"),
    ];
    let six = vec![
        part("A", 4.0, "13 %"),
        part("B", 9.0, "29 %"),
        part("C", 8.0, "26 %"),
        part("D", 5.0, "16 %"),
        part("E", 3.0, "10 %"),
        part("F", 2.0, "6 %"),
    ];
    let whole = vec![part("Handed in", 31.0, "100 %"), part("Missing", 0.0, "0 %")];
    view! {
        <Donut
            id="donut-present"
            caption="Attendance this term"
            parts=present
            head="State"
            counted="Lessons"
            centre="82 %"
            under="present"
            words=words()
        />
        <Donut id="donut-six" caption="Grades" parts=six head="Grade" counted="Students" centre="31" under="students" words=words()/>
        <Donut id="donut-whole" caption="One part is the whole" parts=whole head="State" counted="Students" centre="31" words=words()/>
        <Donut id="donut-empty" caption="A whole of nothing" parts=vec![part("Present", 0.0, "")] head="State" counted="Lessons" centre="0" words=words()/>
    }
}

#[component]
fn Heat() -> impl IntoView {
    let days = || vec!["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let hours = (0..24).fold(Figures::new("Day", days()), |figures, hour| {
        let at = |day: i32| 60.0 * (1.0 - (f64::from(hour) - 13.0).abs() / 13.0) * (1.0 - f64::from(day) / 9.0);
        figures.series(format!("{hour}:00"), column(&[0, 1, 2, 3, 4, 5, 6].map(|day| at(day).round())))
    });
    let absences = Figures::new("Student", vec!["Aline Uwase", "Chantal Ingabire-Mukamana", "Eric Ndayisaba"])
        .series("Mon", column(&[0.0, 2.0, 1.0]))
        .series("Tue", column(&[1.0, f64::NAN, 3.0]))
        .series("Wed", column(&[0.0, 0.0, f64::NAN]));
    view! {
        <HeatMap id="heat-hours" caption="When pages are opened" figures=hours axis=counted() words=words()/>
        <HeatMap id="heat-few" caption="Lessons missed" figures=absences axis=counted() words=words()/>
    }
}
