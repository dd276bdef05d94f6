//! A stream that gives one piece at a time. The reader of multipart forms takes whatever is ready into its buffer before
//! it hands anything on, so a sender faster than the store would fill the memory; after each piece this stream says
//! "not yet" once, and the buffer holds no more than that piece.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;

pub struct Sips<S> {
    stream: S,
    swallowing: bool,
}

impl<S> Sips<S> {
    pub fn of(stream: S) -> Sips<S> {
        Sips { stream, swallowing: false }
    }
}

impl<S: Stream + Unpin> Stream for Sips<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if std::mem::take(&mut self.swallowing) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = Pin::new(&mut self.stream).poll_next(cx);
        self.swallowing = matches!(next, Poll::Ready(Some(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;

    #[test]
    fn between_two_pieces_there_is_a_pause() {
        let mut sips = Sips::of(futures::stream::iter([1, 2]));
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut next = || sips.poll_next_unpin(&mut cx);
        assert_eq!([next(), next(), next()], [Poll::Ready(Some(1)), Poll::Pending, Poll::Ready(Some(2))]);
        assert_eq!([next(), next()], [Poll::Pending, Poll::Ready(None)]);
    }
}
