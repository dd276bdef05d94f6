use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::{Icon, MaybeText, Text};

/// A day. The browser writes it as the reader is used to and opens a calendar.
#[component]
pub fn DateField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What stands in it at first, as `2026-01-31`.
    #[prop(optional, into)]
    value: MaybeText,
    /// The name of the time zone that is meant, such as "Africa/Accra, UTC+0".
    #[prop(optional, into)]
    zone: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    view! { <Moment kind="date" label name id value zone min max hint error required note node_ref/> }
}

/// A time of the day.
#[component]
pub fn TimeField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What stands in it at first, as `14:30`.
    #[prop(optional, into)]
    value: MaybeText,
    /// The name of the time zone that is meant, such as "Africa/Accra, UTC+0".
    #[prop(optional, into)]
    zone: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    /// In seconds: `60` is minutes, `900` quarters of an hour.
    #[prop(optional, into)]
    step: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    view! { <Moment kind="time" label name id value zone min max step hint error required note node_ref/> }
}

/// A day and a time, in the zone that stands beside it.
#[component]
pub fn DateTimeField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What stands in it at first, as `2026-01-31T14:30`.
    #[prop(optional, into)]
    value: MaybeText,
    /// The name of the time zone that is meant, such as "Africa/Accra, UTC+0".
    #[prop(optional, into)]
    zone: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    /// In seconds: `60` is minutes, `900` quarters of an hour.
    #[prop(optional, into)]
    step: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// A word beside the label, such as "optional".
    #[prop(optional, into)]
    note: MaybeText,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    view! { <Moment kind="datetime-local" label name id value zone min max step hint error required note node_ref/> }
}

/// The browser's own field for a day or a time.
#[component]
fn Moment(
    kind: &'static str,
    label: Text,
    name: Text,
    id: MaybeText,
    value: MaybeText,
    zone: MaybeText,
    min: MaybeText,
    max: MaybeText,
    #[prop(optional)] step: MaybeText,
    hint: MaybeText,
    error: MaybeProp<String>,
    required: bool,
    note: MaybeText,
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error).with_aside(zone.is_some());
    let (id, described, invalid) = control.ties();
    let aside_id = control.aside_id();
    let zone = zone.into_inner().map(|zone| {
        view! { <span class="moment-zone" id=aside_id><Icon name="globe"/><span>{zone}</span></span> }
    });
    view! {
        <Framed control label note>
            <div class=format!("moment moment-{kind}")>
                <input
                    class="input"
                    id=id
                    name=name
                    type=kind
                    value=value.into_inner()
                    min=min.into_inner()
                    max=max.into_inner()
                    step=step.into_inner()
                    required=required
                    aria-describedby=described
                    aria-invalid=invalid
                    node_ref=node_ref
                />
                {zone}
            </div>
        </Framed>
    }
}
