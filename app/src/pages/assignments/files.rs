use model::assignments::FileCard;
use model::text::assignments as a;

use crate::prelude::*;

/// A size as people read it.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1024 => tn(a::BYTES, bytes),
        1024..1_048_576 => tf(a::KILOBYTES, &[("n", &((bytes + 512) / 1024))]),
        _ => tf(a::MEGABYTES, &[("n", &format!("{:.1}", bytes as f64 / 1_048_576.0))]),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        for (bytes, text) in [(1, "1 bytes"), (1023, "1023 bytes"), (1024, "1 KB"), (1_500_000, "1.4 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}
