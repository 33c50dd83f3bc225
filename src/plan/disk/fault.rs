//! Where the tests kill the process.

use std::fs::File;
use std::io::{self, Write};

/// One point at which a process can be killed. In a debug build the process ends here, at once and
/// without cleaning up, when it is the `WIKILINKS_KILL_AT`-th such point; else nothing happens.
pub fn point() {
    #[cfg(debug_assertions)]
    {
        use std::sync::OnceLock;
        use std::sync::atomic::{AtomicU64, Ordering};
        static KILL_AT: OnceLock<Option<u64>> = OnceLock::new();
        static PASSED: AtomicU64 = AtomicU64::new(0);
        let at = KILL_AT.get_or_init(|| std::env::var("WIKILINKS_KILL_AT").ok()?.parse().ok());
        if at.is_some_and(|at| PASSED.fetch_add(1, Ordering::SeqCst) + 1 == at) {
            std::process::abort();
        }
    }
}

/// Writes `bytes` to a new file, with points before, within and after.
pub fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    point();
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    point();
    file.write_all(second)?;
    point();
    Ok(())
}
