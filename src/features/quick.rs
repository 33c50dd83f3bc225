//! Threads for the answers that come with every keystroke: on those that all else uses, they would stand
//! in the queue behind a rename of ten thousand links.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// As many threads as there are cores; `None` when the system gives no more.
type Pool = LazyLock<Option<ThreadPool>>;

static QUICK: Pool = LazyLock::new(|| pool("quick"));

static GUESS: Pool = LazyLock::new(|| pool("guess"));

fn pool(name: &'static str) -> Option<ThreadPool> {
    let threads = ThreadPoolBuilder::new().thread_name(move |number| format!("{name}-{number}"));
    threads.build().inspect_err(|error| tracing::warn!("no threads for {name} answers: {error}")).ok()
}

/// Does `work`, which several threads are to share, on threads for quick answers.
pub(super) fn quickly<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    on(&QUICK, work)
}

/// As [`quickly`], for what nobody waits for as for an answer: that must not stand in the queue behind it.
/// The work is to let other threads go first now and then ([`std::thread::yield_now`]).
pub(super) fn guessing<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    on(&GUESS, work)
}

fn on<R: Send>(pool: &Pool, work: impl FnOnce() -> R + Send) -> R {
    match &**pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, mpsc};
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::index::ends_while_all_are_busy;

    #[test]
    fn quick_work_does_not_wait_for_long_work() {
        assert!(ends_while_all_are_busy(|| {
            quickly(|| rayon::join(|| (), || ()));
        }));
    }

    #[test]
    fn quick_work_does_not_wait_for_guesses() {
        let ((begin, begun), (end, ended)) = (mpsc::channel(), mpsc::channel::<()>());
        let (begin, ended) = (Mutex::new(begin), Mutex::new(ended));
        // On each thread for guesses one that does not end.
        let work = move |_: rayon::BroadcastContext<'_>| {
            begin.lock().unwrap().send(()).unwrap();
            ended.lock().unwrap().recv().unwrap_err()
        };
        let guess = thread::spawn(|| guessing(|| rayon::broadcast(work)));
        begun.recv().unwrap();
        let (done, answer) = mpsc::channel();
        thread::spawn(move || done.send(quickly(|| rayon::join(|| 1, || 2))));
        assert_eq!(answer.recv_timeout(Duration::from_secs(10)), Ok((1, 2)));
        drop(end);
        guess.join().unwrap();
    }
}
