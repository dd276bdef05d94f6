//! Downloads: streamed, by range (RFC 9110 section 14), always as an attachment and never sniffed.

use std::ops::Range;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::files;
use model::Error;

use crate::answer::Refusal;
use crate::caller::InSchool;
use crate::files::{has, kept};

/// `GET /s/{school}/files/{id}`
pub async fn download(
    InSchool(scope): InSchool,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let file = files::open(&scope, id).await?;
    let size = file.bytes.unsigned_abs();
    let etag = format!("\"{}\"", file.sha256);
    let mut out = kept(&etag);
    // A picture is shown again and again; what else there is lies where its reader has saved it, and nowhere beside.
    if !file.media_type.starts_with("image/") {
        put(&mut out, header::CACHE_CONTROL, "private, no-store");
    }
    put(&mut out, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut out, header::ACCEPT_RANGES, "bytes");
    let asked = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if has(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, out).into_response());
    }
    // A range of another version of the file would be put together with this one.
    let range = asked(header::RANGE).filter(|_| asked(header::IF_RANGE).is_none_or(|known| known == etag));
    let (status, part) = match range.map_or(Asked::Whole, |range| parse(range, size)) {
        Asked::Whole => (StatusCode::OK, 0..size),
        Asked::Part(part) => {
            put(&mut out, header::CONTENT_RANGE, &format!("bytes {}-{}/{size}", part.start, part.end - 1));
            (StatusCode::PARTIAL_CONTENT, part)
        }
        Asked::Nothing => {
            put(&mut out, header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, out).into_response());
        }
    };
    put(&mut out, header::CONTENT_TYPE, &file.media_type);
    put(&mut out, header::CONTENT_LENGTH, &(part.end - part.start).to_string());
    put(&mut out, header::CONTENT_DISPOSITION, &disposition(&file.name));
    let content = file.read(&scope.world, part.start, part.end).await?;
    Ok((status, out, Body::from_stream(content)).into_response())
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// RFC 6266: a plain name for old readers, the whole one as RFC 8187 writes it.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | ';') || c == ' ' { c } else { '_' })
        .collect();
    let mut whole = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[derive(Debug, PartialEq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    /// A range that lies outside.
    Nothing,
}

/// One range of bytes. Several at once, and what is no range at all, are answered with the whole.
fn parse(range: &str, size: u64) -> Asked {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Asked::Whole;
    };
    match (number(first), first.is_empty(), number(last), last.is_empty()) {
        (Some(first), _, Some(last), _) if first > last => Asked::Whole,
        (Some(first), _, _, true) | (Some(first), _, Some(_), _) if first >= size => Asked::Nothing,
        (Some(first), _, _, true) => Asked::Part(first..size),
        (Some(first), _, Some(last), _) => Asked::Part(first..last.saturating_add(1).min(size)),
        (_, true, Some(0), _) => Asked::Nothing,
        (_, true, Some(count), _) => Asked::Part(size.saturating_sub(count)..size),
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        for (range, asked) in [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=2-4", Asked::Part(2..5)),
            ("bytes=2-", Asked::Part(2..10)),
            ("bytes=2-99", Asked::Part(2..10)),
            ("bytes=2-18446744073709551615", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-99", Asked::Part(0..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=4-2", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("lines=1-2", Asked::Whole),
            ("bytes=99999999999999999999-", Asked::Whole),
        ] {
            assert_eq!(parse(range, 10), asked, "{range}");
        }
    }

    #[test]
    fn a_name_cannot_end_its_header() {
        assert_eq!(disposition("essay.pdf"), "attachment; filename=\"essay.pdf\"; filename*=UTF-8''essay.pdf");
        assert_eq!(
            disposition("r\u{e9}sum\u{e9} \"1\"; x.txt"),
            "attachment; filename=\"r_sum_ _1__ x.txt\"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%221%22%3B%20x.txt"
        );
        assert!(HeaderValue::from_str(&disposition("a\u{202e}\u{7}b.txt")).is_ok());
    }
}
