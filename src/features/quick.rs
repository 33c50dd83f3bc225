//! Threads for the answers that come with every keystroke: on those that all else uses, they would stand
//! in the queue behind a rename of ten thousand links.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// As many as there are cores. `None` when the system gives no more threads.
static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let threads = ThreadPoolBuilder::new().thread_name(|number| format!("quick-{number}"));
    threads.build().inspect_err(|error| tracing::warn!("no threads for quick answers: {error}")).ok()
});

/// Does `work`, which several threads are to share, on these threads.
pub(super) fn quickly<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    match &*POOL {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ends_while_all_are_busy;

    #[test]
    fn quick_work_does_not_wait_for_long_work() {
        assert!(ends_while_all_are_busy(|| {
            quickly(|| rayon::join(|| (), || ()));
        }));
    }
}
