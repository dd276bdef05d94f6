//! The pictures and files of a message, as they stand in the talk.

use model::chat::MessageFile;
use model::ids::FileId;
use model::text::chat as c;

use crate::attached::{FileLine, SmallPicture};
use crate::prelude::*;

/// Pictures small beside each other, then files by name, each on a line. Where pictures are shown on the page, `show` does it;
/// elsewhere their links lead to them.
#[component]
pub fn Files(school: String, files: Vec<MessageFile>, #[prop(optional)] show: Option<Callback<FileId>>) -> impl IntoView {
    let (pictures, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.picture.is_some());
    let line = |file: MessageFile| match file.picture {
        Some(picture) => {
            let alt = words(&file);
            view! { <li><SmallPicture school=school.clone() id=file.id picture alt show/></li> }.into_any()
        }
        None => {
            let line = view! { <FileLine school=school.clone() id=file.id name=file.name bytes=file.bytes/> };
            view! { <li class="message-file">{line}</li> }.into_any()
        }
    };
    let lines: Vec<_> = pictures.into_iter().chain(others).map(line).collect();
    (!lines.is_empty()).then(|| view! { <ul class="message-files" aria-label=t(c::FILES)>{lines}</ul> })
}

/// What a picture is called for those who do not see it.
pub fn words(file: &MessageFile) -> String {
    if file.alt.is_empty() { tf(c::PICTURE, &[("name", &file.name)]) } else { file.alt.clone() }
}
