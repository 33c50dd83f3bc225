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
    use std::sync::Barrier;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn quick_work_does_not_wait_for_long_work() {
        // All threads that long answers use, and this test.
        let busy = Barrier::new(rayon::current_num_threads() + 1);
        let (send, done) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                rayon::broadcast(|_| {
                    busy.wait();
                    busy.wait();
                });
            });
            busy.wait();
            scope.spawn(|| quickly(|| rayon::join(|| (), || send.send(()))));
            let quick = done.recv_timeout(Duration::from_secs(60));
            busy.wait();
            assert!(quick.is_ok());
        });
    }
}
