//! What is picked, and what is written and has not arrived, is here and, but for what the device keeps, nowhere else: the page
//! asks before it is left. A room asks for the thread beside it, too: the frame knows of one alone.

use leptos::ev;

use super::desk::Desk;
use super::kept::Place;
use crate::prelude::*;
use crate::unsaved::Unsaved;

pub fn guard(desk: Desk) {
    let unsaved = Unsaved::of_form();
    let holds = Memo::new(move |_| {
        // A page that is being left is drawn once more at times.
        let waits = desk.timeline.try_with(|timeline| timeline.outbox.holds(|id| desk.place(id) == Place::Device));
        waits == Some(true) || [desk.picked, desk.picked_beside].iter().any(|it| it.try_get() == Some(true))
    });
    Effect::new(move || unsaved.set(holds.get()));
    Effect::new(move || {
        let asked = window_event_listener(ev::beforeunload, move |event| {
            if holds.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || asked.remove());
    });
}
