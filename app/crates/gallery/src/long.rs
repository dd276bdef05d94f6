use leptos::prelude::*;
use ui::*;

use crate::Part;

/// A name as long as people make them.
const LONG: &str = "Agriculture, forestry and the keeping of bees on small farms of the northern hills";
/// A word without a place to break.
const WORD: &str = "mukabaranga.nyirahabimana.uwimbabazi@international_secondary_school_of_kigali.example";

/// What parts look like where the words in them have no end.
#[component]
pub fn Long() -> impl IntoView {
    view! {
        <Part name="Long words">
            <Tabs
                label="Tabs with long words"
                tabs=vec![Tab::new("#long-words", LONG, true).count("1,204"), Tab::new("#long-words", WORD, false)]
            />
            <Pills
                label="Pills with long words"
                pills=vec![Pill::new("#long-words", LONG, true).count("1,204"), Pill::new("#long-words", WORD, false)]
            />
            <Steps
                label="Steps with long words"
                done="done"
                stages=vec![Stage::done(WORD), Stage::current(LONG), Stage::coming("Bring in")]
            />
            <div class="row">
                <Button kind="button" icon="plus">{LONG}</Button>
                <LinkButton href="#long-words" icon="download">{LONG}</LinkButton>
            </div>
            <Notice title=LONG>{WORD}</Notice>
            <Stats>
                <Stat label=LONG value="1,204,310,778"/>
                <Stat label=WORD value="18" href="#long-words"/>
            </Stats>
            <div class="cards">
                <Card title=WORD><Meter label=LONG value=72.0 text="72 %"/></Card>
                <CardLink href="#long-words" title=LONG><ProgressLine label=WORD value=Some(0.42) text="42 %"/></CardLink>
            </div>
            <Table caption=LONG columns=vec![Column::text("Name"), Column::text("Course")]>
                <tr><RowHead>{WORD}</RowHead><Cell label="Course">{LONG}</Cell></tr>
            </Table>
            <Pairs>
                <Pair term=LONG>{WORD}</Pair>
                <Pair term="Code"><CopyText text="K7PM2X-9QRT4W-H3VN8Z" label="Copy" done="Copied" failed="Not copied"/></Pair>
            </Pairs>
            <EmptyState icon="users" title=LONG text=WORD/>
            <Disclosure label=LONG><p>{LONG}</p></Disclosure>
            <Ask label=LONG question=WORD><p>{LONG}</p></Ask>
            <Fields/>
        </Part>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let first = vec![(Text::from(""), Text::from("As the school"))];
    let groups = || {
        vec![
            (
                Text::from("Africa"),
                vec![(Text::from("accra"), Text::from("Accra")), (Text::from("kigali"), Text::from("Kigali"))],
            ),
            (Text::from(LONG), vec![(Text::from("long"), Text::from(LONG))]),
        ]
    };
    let nobody = Signal::derive(Vec::<Choice>::new);
    view! {
        <form class="form form-wide" method="dialog">
            <div class="columns">
                <fieldset>
                    <legend>{LONG}</legend>
                    <Field label=LONG name="long[name]" value=WORD hint=LONG/>
                    <GroupedSelect label="Time zone" name="long[zone]" first groups=groups() selected="kigali" hint=LONG/>
                    <Checkbox label=LONG name="long[read]" hint=WORD/>
                    <Radios label="How it is marked" name="long[way]" options=vec![("points", LONG), ("none", WORD)] note="optional"/>
                </fieldset>
                <fieldset>
                    <legend>{WORD}</legend>
                    <Field label="Username" name="longer[name]" value=LONG error=WORD/>
                    <GroupedSelect label=LONG name="longer[zone]" groups=groups() selected="long" error=LONG/>
                    <SuggestField
                        label=LONG
                        name="longer[student]"
                        words="longer[student_words]"
                        options=nobody
                        on_query=Callback::new(|_: String| ())
                        selected=Choice::new("7", LONG)
                        none="Nobody has this name."
                        waiting="Looking"
                        error="They have left the school."
                    />
                    <TextArea label="Brief" name="longer[brief]" value=LONG error=WORD/>
                </fieldset>
            </div>
        </form>
    }
}
