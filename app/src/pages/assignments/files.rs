use model::assignments::FileCard;
use model::text::assignments as a;

use crate::prelude::*;
use crate::text::size;

/// The receipt: each file with its name, its size and its hash.
#[component]
pub fn Receipt(school: String, files: Vec<FileCard>) -> impl IntoView {
    view! {
        <ul class="receipt" aria-label=t(a::RECEIPT)>
            {files
                .into_iter()
                .map(|file| {
                    view! {
                        <li>
                            // A new document for the router: the browser saves it and stays.
                            <a href=format!("/s/{school}/files/{}", file.id) rel="external" download class="title">
                                {file.name}
                            </a>
                            <span class="meta">{size(file.bytes)}</span>
                            <code title=t(a::SHA_256)>{format!("{} {}", t(a::SHA_256), file.sha256)}</code>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
