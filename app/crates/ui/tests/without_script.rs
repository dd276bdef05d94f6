//! What a browser is sent before any script has arrived: forms that can be filled in and sent as they are.

use leptos::prelude::*;
use ui::*;

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

#[test]
fn a_combobox_is_the_list_of_the_browser() {
    let page = html(|| {
        let zones = vec![("Africa/Accra", "Accra"), ("Asia/Tokyo", "Tokyo")];
        view! {
            <Combobox
                label="Time zone"
                name="school[zone]"
                options=zones
                selected="Asia/Tokyo"
                none="None."
                unclear="Which?"
                error="Not there."
            />
        }
    });
    assert!(page.contains("<select"), "{page}");
    assert!(page.contains(r#"name="school[zone]""#), "{page}");
    assert!(page.contains(r#"<label for="school-zone""#), "{page}");
    assert!(page.contains(r#"aria-describedby="school-zone-error""#), "{page}");
    assert_eq!(page.matches(" selected").count(), 1, "{page}");
    assert!(!page.contains("combobox") && !page.contains(r#"type="hidden""#), "{page}");
}

#[test]
fn what_stands_for_no_choice_is_the_first_of_the_list_and_is_there_once() {
    let page = html(|| {
        let zones = vec![("", "As in my school: Africa/Accra"), ("Africa/Accra", "Africa/Accra"), ("Asia/Tokyo", "Asia/Tokyo")];
        view! { <Combobox label="Time zone" name="zone" options=zones selected="" placeholder="As in my school" none="None." unclear="Which?"/> }
    });
    assert_eq!(page.matches("<option").count(), 3, "{page}");
    assert_eq!(page.matches("value=\"\"").count(), 1, "{page}");
    assert!(page.find("As in my school: ") < page.find("value=\"Africa/Accra\""), "{page}");
    assert!(!page.contains(" selected"), "the browser shows the first: {page}");
}

#[test]
fn a_search_among_people_sends_the_words() {
    let page = html(|| {
        let found = Signal::derive(Vec::new);
        let ask = Callback::new(|_: String| ());
        view! {
            <SuggestField
                label="Student"
                name="student"
                words="student_words"
                options=found
                on_query=ask
                selected=Choice::new("7", "Aline Uwase")
                none="Nobody."
                waiting="Looking"
            />
        }
    });
    assert!(page.contains(r#"name="student_words""#), "{page}");
    assert!(page.contains(r#"value="Aline Uwase""#), "{page}");
    assert!(!page.contains(r#"name="student""#), "{page}");
}

#[test]
fn a_password_and_files_are_the_fields_of_the_browser() {
    let page = html(|| view! { <PasswordField label="Password" name="password" show="Show" hide="Hide"/> });
    assert!(page.contains(r#"type="password""#) && !page.contains("<button"), "{page}");
    let page = html(|| {
        let size = Callback::new(|bytes: u64| bytes.to_string());
        view! { <FileDrop label="Files" name="files" invite="Drop them here" remove="Remove" size multiple=true/> }
    });
    assert!(page.contains(r#"type="file""#) && page.contains("multiple"), "{page}");
    assert!(!page.contains("Drop them here") && !page.contains("drop-live"), "{page}");
}

#[test]
fn a_figure_with_a_fraction_may_be_typed_with_a_comma() {
    let page = html(|| {
        view! {
            <NumberField label="Out of" name="points" value="7,5" min="0" step="0.01"/>
            <NumberField label="Seats" name="seats" value="30" min="1" max="40"/>
        }
    });
    let inputs: Vec<&str> = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    assert!(inputs[0].contains(r#"type="text""#) && inputs[0].contains(r#"inputmode="decimal""#), "{page}");
    assert!(inputs[0].contains(r#"value="7,5""#) && !inputs[0].contains("step="), "{page}");
    assert!(inputs[1].contains(r#"type="number""#) && inputs[1].contains(r#"inputmode="numeric""#), "{page}");
    assert!(inputs[1].contains(r#"min="1""#) && inputs[1].contains(r#"max="40""#), "{page}");
}

#[test]
fn radio_buttons_are_a_named_group_with_one_chosen() {
    let page = html(|| {
        let ways = vec![Choice::new("points", "Points").hint("A figure."), Choice::new("none", "Not marked")];
        view! { <Radios label="Marked by" name="way" options=ways selected="points" error="Not so."/> }
    });
    assert!(page.contains("<fieldset") && page.contains(r#"aria-labelledby="way-label""#), "{page}");
    assert!(page.contains(r#"aria-describedby="way-0-hint""#) && page.contains(r#"aria-describedby="way-error""#), "{page}");
    assert_eq!(page.matches(" checked").count(), 1, "{page}");
}

#[test]
fn a_time_is_described_by_its_zone_and_by_what_is_wrong() {
    let page = html(|| {
        view! { <DateTimeField label="Due at" name="due" value="2026-03-09T18:00" zone="Africa/Accra, UTC+0" error="Say when."/> }
    });
    assert!(page.contains(r#"aria-describedby="due-aside due-error""#), "{page}");
    assert!(page.contains(r#"id="due-aside""#) && page.contains(r#"type="datetime-local""#), "{page}");
}

#[test]
fn a_tooltip_describes_what_it_stands_at() {
    let page = html(|| {
        view! { <Tooltip id="why" text="Only teachers see it."><Button kind="button">"Who"</Button></Tooltip> }
    });
    let button = page.split("<button").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    assert!(button.contains(r#"aria-describedby="why""#), "{page}");
    assert!(page.contains(r#"role="tooltip""#), "{page}");
}

#[test]
fn no_part_carries_a_style() {
    let page = html(|| {
        view! {
            <Steps label="Way" done="done" stages=vec![Stage::done("File").href("/"), Stage::current("Check"), Stage::coming("In")]/>
            <Skeleton shape=Shape::Cards lines=2/>
            <AvatarStack label="Two" people=vec![("Ada", "/a.png"), ("Bosco", "")] most=1/>
            <Pills label="Which" pills=vec![Pill::new("/", "All", true).count("3")]/>
            <Drawer id="more" title="More" close="Close">"Words"</Drawer>
        }
    });
    assert!(!page.contains("style="), "{page}");
    assert_eq!(page.matches(r#"aria-current="step""#).count(), 1, "{page}");
    assert!(page.contains("+1") && page.contains(r#"src="/a.png""#), "{page}");
}
