//! A word to a person who waits.

use crate::escape::line::clean;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Do the work; when it takes long and standard error is a terminal, say `what` there until it is done.
pub fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let (done, waits) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // A terminal that is gone is not worth a failure.
                let _ = write!(io::stderr(), "{} ...", clean(what));
                let _ = waits.recv();
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        let result = work();
        drop(done);
        result
    })
}
