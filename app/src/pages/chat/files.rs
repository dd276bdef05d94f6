//! The pictures and files of a message, as they stand in the talk.

use leptos::ev::MouseEvent;
use model::chat::{MessageFile, Picture};
use model::ids::FileId;
use model::text::chat as c;

use crate::attached::FileLine;
use crate::prelude::*;

/// Pictures small, with the place they take before they are there, so that nothing jumps; files by name. Where pictures are
/// shown on the page, `show` does it; elsewhere their links lead to them.
#[component]
pub fn Files(school: String, files: Vec<MessageFile>, #[prop(optional)] show: Option<Callback<FileId>>) -> impl IntoView {
    let line = |file: MessageFile| match file.picture {
        Some(picture) => view! { <Small school=school.clone() file picture show/> }.into_any(),
        None => view! { <li><FileLine school=school.clone() id=file.id name=file.name bytes=file.bytes/></li> }.into_any(),
    };
    (!files.is_empty()).then(|| {
        view! { <ul class="message-files" aria-label=t(c::FILES)>{files.into_iter().map(line).collect_view()}</ul> }
    })
}

/// What a picture is called for those who do not see it.
pub fn words(file: &MessageFile) -> String {
    if file.alt.is_empty() { tf(c::PICTURE, &[("name", &file.name)]) } else { file.alt.clone() }
}

#[component]
fn Small(school: String, file: MessageFile, picture: Picture, show: Option<Callback<FileId>>) -> impl IntoView {
    let id = file.id;
    let (width, height) = picture.shown();
    let open = move |event: MouseEvent| {
        if let Some(show) = show
            && !event.ctrl_key()
            && !event.meta_key()
        {
            event.prevent_default();
            show.run(id);
        }
    };
    view! {
        <li class="message-picture">
            <a
                href=format!("/s/{school}/files/{id}")
                download=""
                rel="external"
                aria-haspopup=show.map(|_| "dialog")
                on:click=open
            >
                <img
                    src=format!("/s/{school}/files/{}", picture.small)
                    alt=words(&file)
                    width=width.to_string()
                    height=height.to_string()
                    loading="lazy"
                    decoding="async"
                />
            </a>
        </li>
    }
}
