//! A request body that knows whether it has left.
//!
//! "Nothing was sent" and "something may have been sent" lead to opposite decisions about a write, and no error kind of
//! an HTTP library tells them apart reliably: a connection may break while it is being opened, while it waits in the
//! pool or after the request went out. So the body itself keeps the record. It is handed to the transport in one piece,
//! and a server cannot act on a request whose body never arrived; therefore *not handed over* means *not done*.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Instant,
};

use bytes::Bytes;
use engine::clock::{Deadline, ProcessClock};
use http_body::{Body, Frame, SizeHint};

/// What became of the body. INVARIANT: the first transition out of `Waiting` is the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Departure {
    /// The transport has not asked for it yet.
    Waiting,
    /// The transport has it since then; it may be anywhere.
    HandedOver(Instant),
    /// The deadline had passed when the transport asked: it was not given out and never will be.
    Late,
    /// The caller gave up first: it was not given out and never will be.
    Withheld,
}

/// The caller's side of the record.
#[derive(Debug, Clone)]
pub(super) struct Record {
    departure: Arc<Mutex<Departure>>,
}

impl Record {
    /// Ends the wait: after this call a waiting body stays here for ever. Answers what is final.
    pub(super) fn settle(&self) -> Departure {
        let mut departure = self.departure.lock().unwrap_or_else(PoisonError::into_inner);
        if *departure == Departure::Waiting {
            *departure = Departure::Withheld;
        }
        *departure
    }

    /// When the body was handed over, if it was.
    pub(super) fn handed_over_at(&self) -> Option<Instant> {
        match *self.departure.lock().unwrap_or_else(PoisonError::into_inner) {
            Departure::HandedOver(at) => Some(at),
            _ => None,
        }
    }
}

/// The transport's side: one frame, given out at most once and only while the gate is open.
#[derive(Debug)]
pub(super) struct GatedBody {
    bytes: Option<Bytes>,
    deadline: Option<Deadline>,
    clock: ProcessClock,
    record: Record,
}

/// The body was not given out.
#[derive(Debug, thiserror::Error)]
#[error("the request body was withheld")]
pub(super) struct Withheld;

impl GatedBody {
    pub(super) fn new(bytes: Bytes, deadline: Option<Deadline>, clock: ProcessClock) -> (Self, Record) {
        let record = Record {
            departure: Arc::new(Mutex::new(Departure::Waiting)),
        };
        (
            Self {
                bytes: Some(bytes),
                deadline,
                clock,
                record: record.clone(),
            },
            record,
        )
    }

    fn leave(&self) -> Departure {
        let mut departure = self
            .record
            .departure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if *departure == Departure::Waiting {
            *departure = match self.deadline {
                Some(deadline) if deadline.has_passed(&self.clock) => Departure::Late,
                _ => Departure::HandedOver(self.clock.instant()),
            };
        }
        *departure
    }
}

impl Body for GatedBody {
    type Data = Bytes;
    type Error = Withheld;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Withheld>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        match self.leave() {
            Departure::HandedOver(_) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            _ => Poll::Ready(Some(Err(Withheld))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::{task::Waker, time::Duration};

    use super::*;

    fn poll(body: &mut GatedBody) -> Poll<Option<Result<Frame<Bytes>, Withheld>>> {
        Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn an_open_gate_gives_the_bytes_out_once_and_records_it() {
        let (mut body, record) = GatedBody::new(Bytes::from_static(b"{}"), None, ProcessClock::system());
        assert_eq!(record.handed_over_at(), None);
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(matches!(record.settle(), Departure::HandedOver(_)));
        assert!(matches!(poll(&mut body), Poll::Ready(None)));
    }

    #[test]
    fn a_passed_deadline_keeps_the_bytes_here() {
        let clock = ProcessClock::system();
        let deadline = Deadline::after(&clock, Duration::ZERO);
        let (mut body, record) = GatedBody::new(Bytes::from_static(b"{}"), Some(deadline), clock);
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Err(Withheld)))));
        assert_eq!(record.settle(), Departure::Late);
    }

    #[test]
    fn a_caller_that_gave_up_keeps_the_bytes_here_even_when_the_transport_asks_later() {
        let (mut body, record) = GatedBody::new(Bytes::from_static(b"{}"), None, ProcessClock::system());
        assert_eq!(record.settle(), Departure::Withheld);
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Err(Withheld)))));
        assert_eq!(record.handed_over_at(), None);
    }
}
