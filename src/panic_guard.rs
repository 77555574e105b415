//! A net under code that is not ours: readers of foreign formats and a foreign index format may
//! panic over bytes that nobody foresaw, and such a panic costs the file, not the run.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDS: Cell<usize> = const { Cell::new(0) };
}

/// Runs `action`; a panic in it becomes an error with the panic's message.
///
/// # Errors
///
/// The message of the panic.
pub fn guard<T>(action: impl FnOnce() -> T) -> Result<T, String> {
    GUARDS.set(GUARDS.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(action));
    GUARDS.set(GUARDS.get() - 1);
    result.map_err(|panic| message(panic.as_ref()))
}

/// Tells whether a panic on this thread would end in a [`guard`]: then it need not be reported.
pub fn is_guarded() -> bool {
    GUARDS.get() > 0
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("unknown reason").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(
            guard(|| -> u8 { panic!("byte {}", 7) }),
            Err("byte 7".to_owned())
        );
        assert_eq!(guard(|| 1), Ok(1));
        assert!(!is_guarded());
    }
}
