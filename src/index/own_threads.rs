//! Work that several threads share while something is locked.

use std::panic::resume_unwind;

use rayon::ThreadPoolBuilder;

/// Does `work` on threads of its own. Those of a pool may be waiting for what the caller has locked; and a
/// thread of a pool that waits for others does what else there is to do meanwhile, which may come back for
/// the same lock.
pub(super) fn on_own_threads<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    // Without more threads than there are, it is done by the one that asks.
    let Ok(pool) = ThreadPoolBuilder::new().build() else { return work() };
    let done = std::thread::scope(|scope| scope.spawn(|| pool.install(work)).join());
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Whether `work` ends while each thread of the pool that all share is kept waiting. For tests.
#[cfg(test)]
pub(crate) fn ends_while_all_are_busy(work: impl FnOnce() + Send) -> bool {
    let busy = std::sync::Barrier::new(rayon::current_num_threads() + 1);
    let (send, done) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            rayon::broadcast(|_| {
                busy.wait();
                busy.wait();
            });
        });
        busy.wait();
        scope.spawn(move || {
            work();
            // Nobody listens any more when it comes too late.
            let _ = send.send(());
        });
        let ended = done.recv_timeout(std::time::Duration::from_secs(60));
        busy.wait();
        ended.is_ok()
    })
}
