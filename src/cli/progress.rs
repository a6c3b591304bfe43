//! A word to a person who waits.

use crate::escape::line::clean;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Do the work; when it takes long and standard error is a terminal, say `what` there until it is done. Every stage that
/// grows with the input is done in here, one after the other, never one inside another.
pub fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if io::stderr().is_terminal() {
        telling(what, PATIENCE, io::stderr(), work)
    } else {
        work()
    }
}

/// Say `what` to `out` while the work is done, but not before `patience` is over, and wipe it away at the end. The thread
/// that says it ends before this returns.
fn telling<T>(
    what: &str,
    patience: Duration,
    mut out: impl Write + Send,
    work: impl FnOnce() -> T,
) -> T {
    let (done, waits) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                // A terminal that is gone is not worth a failure.
                let what = clean(what);
                let _ = write!(out, "{what} ...").and_then(|()| out.flush());
                let _ = waits.recv();
                let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
            }
        });
        let result = work();
        drop(done);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;

    /// Passes on what is written.
    struct Heard(Sender<String>);

    impl Write for Heard {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8_lossy(bytes).into_owned();
            self.0.send(text).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn long_work_is_told_while_it_is_done_and_wiped_away_before_the_end() {
        let (said, heard) = mpsc::channel();
        let text = telling("comparing", Duration::ZERO, Heard(said), || {
            // The work ends only after something was said.
            let mut text = String::new();
            while !text.ends_with(" ...") {
                text += &heard.recv().unwrap();
            }
            text
        });
        assert_eq!(text, "comparing ...");
        assert_eq!(heard.iter().collect::<String>(), "\r\u{1b}[K");
    }

    #[test]
    fn work_that_panics_leaves_no_thread_behind() {
        let (said, heard) = mpsc::channel();
        let work = || -> () { std::panic::panic_any(1) };
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            telling("comparing", Duration::MAX, Heard(said), work);
        }));
        assert!(panicked.is_err());
        assert_eq!(heard.iter().count(), 0);
    }
}
