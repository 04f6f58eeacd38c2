//! A panic is a mistake of this program, and told as one.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use super::{Exit, print};

/// Where the last panic began.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Runs a command. A panic that reaches this is told in a few lines; one that is caught before,
/// as around the reader of Parquet files, is not told at all.
pub(super) fn caught(command: impl FnOnce() -> Exit) -> Exit {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return command();
    }
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place.unwrap_or_default();
    }));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        print::note(&format!(
            "error[bug]: segue {} failed at {place}: {}\n  \
             hint: this is a mistake of segue, not of yours; please report it with these lines\n  \
             hint: `RUST_BACKTRACE=1` shows how it came about",
            env!("CARGO_PKG_VERSION"),
            text.unwrap_or("no reason is known"),
        ));
        Exit::Bug
    })
}
