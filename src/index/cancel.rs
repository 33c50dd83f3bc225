//! How the computation of an answer that nobody waits for any more is ended.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::View;

/// Says whether someone still waits for an answer. Cheap to clone; clones say the same.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

/// What a computation that was cancelled is unwound with: no panic, and no bug.
#[derive(Debug)]
pub struct Cancelled;

impl Cancel {
    /// Nobody waits any more.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits any more.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl View {
    /// The same, for a computation that ends as soon as `cancel` says so.
    pub fn until(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// What `make` makes of each of `items`, in their order: on several threads, as long as someone waits
    /// for the answer. Unwinds with [`Cancelled`] when nobody does.
    pub fn map_all<T: Sync, R: Send>(&self, items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
        // To unwind from every item takes longer than most items.
        let make = |item| (!self.cancel.is_cancelled()).then(|| make(item));
        let made = items.par_iter().map(make).while_some().collect();
        self.go_on();
        made
    }

    /// Returns where someone still waits for the answer; else unwinds with [`Cancelled`]. Whatever looks
    /// at very many notes or names calls this for some at a time: a computation has no other end than
    /// its answer, and nothing of it is kept.
    pub fn go_on(&self) {
        if self.cancel.is_cancelled() {
            resume_unwind(Box::new(Cancelled));
        }
    }
}
