//! A form with files on its way in: the fields it may have, and its files, which lie aside until all of it is right.

use axum::extract::Request;
use axum::extract::multipart::{Field, Multipart};
use bytes::{Bytes, BytesMut};
use domain::Scope;
use domain::files::{Incoming, Piece, most_bytes, pictures, traces};
use model::pictures::is_picture;
use model::{Error, Problem, limits};
use tracing::Instrument;

use crate::files::places::{Place, Uploads, patient};
use crate::files::receiving::{PATIENCE, announced, parts_of, small};

/// Fields that are read at most, beside the files.
const FIELDS: usize = 64;

/// A field that is no file.
pub struct Text {
    /// As the form calls it.
    pub name: &'static str,
    /// As an error names it.
    pub field: &'static str,
    /// Characters.
    pub most: usize,
}

/// What a form may carry.
pub struct Bounds {
    pub texts: &'static [Text],
    /// Files that one may have, and that there may still be.
    pub files: usize,
    pub left: usize,
    /// Bytes there is room for; nothing where nobody has room for any.
    pub free_bytes: Option<i64>,
}

/// What came. Files that are not kept are removed when they are dropped.
#[derive(Default)]
pub struct Form {
    pub texts: Vec<(String, String)>,
    pub files: Vec<Piece>,
}

impl Form {
    /// What was written in a field.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The same of a field that is there several times.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.texts.iter().filter(move |(it, _)| it == name).map(|(_, text)| text.as_str())
    }
}

/// Reads a form. One that is refused has its texts, to be typed into the form again, and no files.
pub async fn read(scope: &Scope, bounds: Bounds, uploads: &Uploads, request: Request) -> (Form, Result<(), Error>) {
    let announced = announced(request.headers());
    let file = most_bytes().unsigned_abs().max(limits::PICTURE_BYTES as u64);
    if announced.is_some_and(|length| length > file * bounds.files as u64 + PATIENCE as u64) {
        return (Form::default(), Err(Error::field("files", Problem::FileTooLarge(file))));
    }
    let multipart = match parts_of(request).await {
        Ok(multipart) => multipart,
        Err(error) => return (Form::default(), Err(error)),
    };
    let mut receiving = Receiving { scope, uploads, bounds, form: Form::default(), bytes: 0 };
    let whole = uploads.time_for(announced.unwrap_or_default());
    let outcome = tokio::time::timeout(whole, receiving.all(multipart)).await.unwrap_or(Err(Error::Unavailable));
    let mut form = receiving.form;
    if outcome.is_err() {
        for file in form.files.drain(..) {
            file.discard().await;
        }
    }
    (form, outcome)
}

/// Does what is done when everything has arrived: who goes away now cannot leave files at their addresses that nothing names.
///
/// # Errors
/// As the work.
pub async fn settle<T: Send + 'static>(
    place: Place,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    let settled = tokio::spawn(
        async move {
            let _place = place;
            work.await
        }
        .in_current_span(),
    );
    match settled.await {
        Ok(outcome) => outcome,
        Err(broken) => match broken.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::Unavailable),
        },
    }
}

struct Receiving<'a> {
    scope: &'a Scope,
    uploads: &'a Uploads,
    bounds: Bounds,
    form: Form,
    /// Of all files so far.
    bytes: i64,
}

impl Receiving<'_> {
    /// Reads the parts one after the other. After the first refusal the rest is thrown away, up to a measure, but for texts:
    /// they are given back with what is wrong.
    async fn all(&mut self, mut multipart: Multipart) -> Result<(), Error> {
        let (mut outcome, mut thrown_away) = (Ok(()), 0);
        while let Some(mut field) = patient(multipart.next_field()).await? {
            if outcome.is_ok() || field.file_name().is_none() {
                outcome = outcome.and(self.part(&mut field).await);
            }
            while let Some(chunk) = patient(field.chunk()).await? {
                thrown_away += chunk.len();
                if thrown_away > PATIENCE {
                    return outcome.and(Err(Error::Malformed));
                }
            }
        }
        outcome
    }

    async fn part(&mut self, field: &mut Field<'_>) -> Result<(), Error> {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) if name == "files" && file.is_empty() => Ok(()),
            Some(file) if name == "files" => self.file(&file, field).await,
            None => self.text(&name, field).await,
            Some(_) => Err(Error::Malformed),
        }
    }

    async fn text(&mut self, name: &str, field: &mut Field<'_>) -> Result<(), Error> {
        let known = self.bounds.texts.iter().find(|it| it.name == name).ok_or(Error::Malformed)?;
        if self.form.texts.len() >= FIELDS {
            return Err(Error::Malformed);
        }
        let mut left = PATIENCE;
        // Four bytes a character at most, and a line end may come as two.
        let content = small(field, known.most * 5, &mut left).await?;
        let content = content.ok_or_else(|| Error::field(known.field, Problem::TooLong(known.most)))?;
        let text = String::from_utf8(content.into()).map_err(|_| Error::Malformed)?;
        self.form.texts.push((name.to_owned(), text));
        Ok(())
    }

    async fn file(&mut self, name: &str, field: &mut Field<'_>) -> Result<(), Error> {
        if self.form.files.len() >= self.bounds.left {
            return Err(Error::field("files", Problem::TooManyFiles(self.bounds.files)));
        }
        let free_bytes = self.bounds.free_bytes.ok_or(Error::Conflict(Problem::ClassArchived))?;
        // What comes of a picture may be larger than what is kept of it.
        let piece = if is_picture(name) {
            let piece = self.picture(name, field).await?;
            self.bytes += piece.bytes();
            piece
        } else if traces::are_in(name) {
            let piece = self.without_traces(name, field, free_bytes).await?;
            self.bytes += piece.bytes();
            piece
        } else {
            let mut incoming = Incoming::start(self.scope, self.scope.school_id(), name).await?.without_traces();
            match self.fill(&mut incoming, field, free_bytes).await {
                Ok(()) => Piece::from(incoming.seal().await?),
                Err(error) => {
                    incoming.abort().await;
                    return Err(error);
                }
            }
        };
        if self.bytes > free_bytes {
            piece.discard().await;
            return Err(Error::field("files", Problem::QuotaExceeded));
        }
        self.form.files.push(piece);
        Ok(())
    }

    async fn picture(&self, name: &str, field: &mut Field<'_>) -> Result<Piece, Error> {
        let mut left = PATIENCE;
        let sent: Option<Bytes> = small(field, limits::PICTURE_BYTES, &mut left).await?;
        let too_large = || Error::file("files", Problem::FileTooLarge(limits::PICTURE_BYTES as u64), name);
        let sent = sent.ok_or_else(too_large)?;
        Ok(pictures::redraw(self.scope, self.scope.school_id(), name, sent).await?)
    }

    async fn without_traces(&self, name: &str, field: &mut Field<'_>, free_bytes: i64) -> Result<Piece, Error> {
        let most = most_bytes().unsigned_abs();
        let free = free_bytes.saturating_sub(self.bytes).max(0).unsigned_abs();
        let mut room = self.uploads.room();
        let mut sent = BytesMut::new();
        while let Some(chunk) = patient(field.chunk()).await? {
            let bytes = (sent.len() + chunk.len()) as u64;
            if bytes > most {
                return Err(Error::file("files", Problem::FileTooLarge(most), name));
            }
            if bytes > free {
                return Err(Error::field("files", Problem::QuotaExceeded));
            }
            room.take(chunk.len())?;
            sent.extend_from_slice(&chunk);
        }
        let piece = traces::take_out(self.scope, self.scope.school_id(), name, sent.freeze()).await?;
        drop(room);
        Ok(piece)
    }

    async fn fill(&mut self, incoming: &mut Incoming, field: &mut Field<'_>, free_bytes: i64) -> Result<(), Error> {
        while let Some(chunk) = patient(field.chunk()).await? {
            self.bytes += chunk.len() as i64;
            if self.bytes > free_bytes {
                return Err(Error::field("files", Problem::QuotaExceeded));
            }
            incoming.write(chunk).await?;
        }
        Ok(())
    }
}
