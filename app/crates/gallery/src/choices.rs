use leptos::prelude::*;
use ui::*;

use crate::Part;

/// Who can be found in the sample of a search among people.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("7", "Aline Uwase", "S3-0112"),
    ("8", "Chantal Ingabire", "S3-0131"),
    ("9", "Élodie Mukamana", "S3-0109"),
    ("10", "Eric Ndayisaba", "S3-0127"),
    ("11", "Fatima Hassan", "S3-0140"),
];

fn zones() -> Vec<Choice> {
    vec![
        Choice::new("Africa/Accra", "Africa/Accra").hint("UTC+0"),
        Choice::new("Africa/Cairo", "Africa/Cairo").hint("UTC+2"),
        Choice::new("Africa/Kigali", "Africa/Kigali").hint("UTC+2"),
        Choice::new("America/Sao_Paulo", "America/São Paulo").hint("UTC−3"),
        Choice::new("Asia/Tokyo", "Asia/Tokyo").hint("UTC+9"),
        Choice::new("Europe/Zurich", "Europe/Zurich").hint("UTC+1"),
    ]
}

#[component]
pub fn Choices() -> impl IntoView {
    let ways = || {
        vec![
            Choice::new("points", "Points").hint("A figure, out of as many as you say."),
            Choice::new("letters", "Letters").hint("A to F."),
            Choice::new("none", "Not marked"),
        ]
    };
    let views = || vec![("day", "Day"), ("week", "Week"), ("month", "Month")];
    view! {
        <Part name="Choices">
            <form class="form form-wide" method="dialog">
                <div class="columns">
                    <fieldset>
                        <legend>"As they come"</legend>
                        <Radios label="How it is marked" name="choice[way]" options=ways() selected="points" hint="It can be changed."/>
                        <Radios label="Shown by" name="choice[view]" options=views() selected="week" segmented=true/>
                        <Checkbox label="Late work is taken" name="choice[late]" switch=true checked=true hint="It is told apart."/>
                        <Checkbox label="Names are hidden while marking" name="choice[blind]" switch=true/>
                        <Combobox
                            label="Time zone"
                            name="choice[zone]"
                            options=zones()
                            none="No such zone."
                            unclear="Choose one from the list."
                            placeholder="Type a city"
                            hint="The city nearest to the school."
                        />
                        <People/>
                    </fieldset>
                    <fieldset>
                        <legend>"With something wrong"</legend>
                        <Radios label="How it is marked" name="wrong[way]" options=ways() error="Choose one." required=true/>
                        <Radios label="Shown by" name="wrong[view]" options=views() segmented=true error="Choose one."/>
                        <Checkbox label="Late work is taken" name="wrong[late]" switch=true error="The school does not allow it."/>
                        <Combobox
                            label="Zone of the exam"
                            name="wrong[zone]"
                            options=zones()
                            selected="Asia/Tokyo"
                            none="No such zone."
                            unclear="Choose one from the list."
                            error="The school is not there."
                            required=true
                        />
                    </fieldset>
                </div>
            </form>
        </Part>
    }
}

/// Answers as a server would, at once.
#[component]
fn People() -> impl IntoView {
    let found = RwSignal::new(Vec::<Choice>::new());
    let look_up = move |words: String| {
        let words = words.to_lowercase();
        let people = PEOPLE.into_iter().filter(|(_, name, _)| !words.is_empty() && name.to_lowercase().contains(&words));
        found.set(people.map(|(id, name, number)| Choice::new(id, name).hint(number)).collect());
    };
    view! {
        <SuggestField
            label="Student"
            name="choice[student]"
            words="choice[student_words]"
            options=found
            on_query=Callback::new(look_up)
            none="Nobody has this name."
            unclear="Choose one from the list."
            waiting="Looking"
            note="optional"
        />
    }
}

#[component]
pub fn Times() -> impl IntoView {
    let size = Callback::new(|bytes: u64| format!("{} KB", bytes.div_ceil(1024)));
    view! {
        <Part name="Times and files">
            <form class="form form-wide" method="dialog">
                <div class="columns">
                    <fieldset>
                        <legend>"As they come"</legend>
                        <DateField label="Day of the exam" name="time[day]" value="2026-03-09" min="2026-01-01"/>
                        <TimeField label="First bell" name="time[bell]" value="07:45" zone="Africa/Accra, UTC+0"/>
                        <DateTimeField
                            label="Due at"
                            name="time[due]"
                            value="2026-03-09T18:00"
                            zone="America/Argentina/Buenos_Aires, UTC−3"
                            hint="Work that comes later is told apart."
                        />
                        <NumberField label="Out of" name="time[points]" value="20" min="1" max="1000" unit="points"/>
                        <NumberField label="Share of the course" name="time[share]" value="12.5" min="0" step="0.5" unit="%"/>
                        <PasswordField label="Password" name="time[password]" show="Show the password" hide="Hide the password"/>
                        <FileDrop
                            label="Your work"
                            name="time[files]"
                            invite="Drop files here, or press to choose them"
                            remove="Remove"
                            size
                            multiple=true
                            hint="pdf, docx, odt; 50 MB at most."
                        />
                    </fieldset>
                    <fieldset>
                        <legend>"With something wrong"</legend>
                        <DateField label="Day of the exam" name="late[day]" value="2025-03-09" error="This day is past."/>
                        <TimeField label="First bell" name="late[bell]" zone="Africa/Accra, UTC+0" error="Say when."/>
                        <DateTimeField label="Due at" name="late[due]" zone="Africa/Accra, UTC+0" error="Say when." required=true/>
                        <NumberField label="Out of" name="late[points]" value="-1" unit="points" error="At least 1."/>
                        <PasswordField
                            label="Password"
                            name="late[password]"
                            show="Show the password"
                            hide="Hide the password"
                            autocomplete="new-password"
                            error="At least 12 characters."
                        />
                        <FileDrop
                            label="Timetable"
                            name="late[file]"
                            invite="Drop a file here, or press to choose it"
                            remove="Remove"
                            size
                            error="This is no table: it is a picture."
                        />
                    </fieldset>
                </div>
            </form>
        </Part>
    }
}
