//! Work on threads of its own: what others wait for, or what leaves much behind.

use std::hint::black_box;
use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// How long the threads stay when the work is done.
const STAY: Duration = Duration::from_millis(50);

/// How long the allocator keeps what was freed, and a little longer.
const KEPT: Duration = Duration::from_millis(150);

/// How often it is made to give back: a gigabyte or two each time.
const ROUNDS: usize = 3;

/// Does `work` on threads of its own. Those of a pool may be waiting for what the caller has locked; and a
/// thread of a pool that waits for others does what else there is to do meanwhile, which may come back for
/// the same lock.
pub(super) fn on_own_threads<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    // Without more threads than there are, it is done by the one that asks.
    let Ok(pool) = ThreadPoolBuilder::new().build() else { return work() };
    let done = thread::scope(|scope| scope.spawn(|| pool.install(work)).join());
    end_later(pool);
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Ends the threads of `pool` in a moment. A thread that ends gives the memory that it has freed back to the
/// allocator, but for what it freed in the last ten milliseconds: that would stay for as long as nobody needs
/// memory (8 MB after the start of a vault of 100,000 notes).
fn end_later(pool: ThreadPool) {
    // Without a thread to wait for that, it ends now.
    let _ = thread::Builder::new().spawn(move || {
        thread::sleep(STAY);
        drop(pool);
        give_back();
    });
}

/// Has the allocator give back to the system, within the next second, what is freed by now.
pub(crate) fn give_back_soon() {
    // Without a thread for that, it is given back some time.
    let _ = thread::Builder::new().spawn(give_back);
}

/// Has the allocator give back to the system what threads gave back to it, which takes half a second. It does so
/// a tenth of a second later, at the earliest, but only when another thread comes to its end: after the start of
/// a vault of 1,000,000 notes up to 130 MB would stay until then.
fn give_back() {
    for _ in 0..ROUNDS {
        thread::sleep(KEPT);
        // The allocator knows only threads that have asked it for memory.
        let ends = thread::Builder::new().spawn(|| drop(black_box(Box::new(0_u8))));
        let _ = ends.map(thread::JoinHandle::join);
    }
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
