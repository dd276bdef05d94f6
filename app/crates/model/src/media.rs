//! Sounds and films, which the browser plays by itself.

/// What is played of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Sound,
    Film,
}

impl Media {
    /// By the name of the file: what it is, the server has seen by its content.
    pub fn of(name: &str) -> Option<Media> {
        let (_, ending) = name.trim().rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "mp3" | "m4a" | "ogg" => Some(Media::Sound),
            "mp4" | "webm" => Some(Media::Film),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_is_heard_a_film_is_seen_and_nothing_else_is_played() {
        let played = ["note.M4A", "talk.mp3", "song.ogg", "film.mp4", "film.webm"].map(Media::of);
        assert_eq!(played, [Media::Sound, Media::Sound, Media::Sound, Media::Film, Media::Film].map(Some));
        for none in ["photo.heic", "moving.gif", "page.html", "mp4", "film.mp4.exe"] {
            assert_eq!(Media::of(none), None, "{none}");
        }
    }
}
