use leptos::html;
use leptos::prelude::*;

use crate::{Notice, Tone};

/// What is wrong with a form as a whole, over its fields. The box is always there, so that what appears in it is read out.
#[component]
pub fn FormError(#[prop(into)] message: MaybeProp<String>, #[prop(optional)] node_ref: NodeRef<html::Div>) -> impl IntoView {
    view! {
        <div class="form-error" role="alert" node_ref=node_ref>
            {move || message.get().map(|message| view! { <Notice tone=Tone::Bad>{message}</Notice> })}
        </div>
    }
}
