//! The best of very many, found by several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::ranking::Matching;

/// The best of all that was found so far, and never many more.
pub(in crate::features) struct Best<R> {
    count: usize,
    kept: Vec<R>,
    /// The last of the best when there were last too many.
    last: Option<R>,
}

impl<R: Ord + Copy> Best<R> {
    /// For the first `count`.
    pub fn new(count: usize) -> Self {
        Self { count, kept: Vec::with_capacity(count + count / 4 + 1), last: None }
    }

    /// The first `count`, of which `first` are already the first in order.
    pub fn of(first: Vec<R>, count: usize) -> Self {
        let last = count.checked_sub(1).and_then(|last| first.get(last)).copied();
        Self { count, kept: first, last }
    }

    /// Whether something that is at best like `hit` may still be one of the best.
    pub fn may_hold(&self, hit: &R) -> bool {
        self.last.as_ref().is_none_or(|last| hit < last)
    }

    /// The least score with which something may still be one of the best, that is at best as `like` says
    /// for a score. `score_of` takes the score out.
    pub fn least(&self, score_of: impl Fn(&R) -> u32, like: impl Fn(u32) -> R) -> u32 {
        let Some(last) = &self.last else { return 0 };
        let score = score_of(last);
        // What counts more than the score may be better already, or worse; what counts less decides for one
        // of this score.
        [0, score, score.saturating_add(1)]
            .into_iter()
            .find(|&score| self.may_hold(&like(score)))
            .unwrap_or(u32::MAX)
    }

    /// As [`Best::may_hold`], for one of several that nothing in `hit` tells apart.
    pub fn may_hold_like(&self, hit: &R) -> bool {
        self.last.as_ref().is_none_or(|last| hit <= last)
    }

    /// Whether there were more than the best.
    pub fn is_full(&self) -> bool {
        self.last.is_some()
    }

    /// The best, in order; and whether there are more.
    pub fn in_order(self) -> (Vec<R>, bool) {
        let (hits, more) = best(self.kept, self.count, |hit| *hit);
        (hits, more || self.last.is_some())
    }

    /// Adds `hit`, if it is one of the best.
    pub fn push(&mut self, hit: R) {
        if !self.may_hold(&hit) {
            return;
        }
        self.kept.push(hit);
        // More than needed are kept, so that the last of the best is not looked for each time.
        if self.kept.len() > self.count + self.count / 4 {
            let (_, last, _) = self.kept.select_nth_unstable(self.count - 1);
            self.last = Some(*last);
            self.kept.truncate(self.count);
        }
    }

    /// Gives all to the best of `all`, of which these are a part. What cannot be one of those is not looked
    /// at here from now on.
    fn give_to(&mut self, all: &mut Self) {
        self.kept.drain(..).for_each(|hit| all.push(hit));
        // Where a part has a last of its best, so many are no worse, and `all` has seen them by now.
        all.last = all.last.into_iter().chain(self.last).min();
        self.last = all.last;
    }
}

/// The first `count` of all that `rank` finds in `all`, smallest first; and whether there are more.
///
/// Each of `all` is ranked so many times, with the number of the pass and its own: all of them in the first
/// pass, then all in the second, so that what the first is for is known in the second. On several threads
/// where there are more than `alone` of `all`; each takes the next when it is done with one, whichever
/// threads have more to do.
pub(in crate::features) fn best_of<T: Sync, R: Ord + Copy + Send>(
    all: &[T],
    passes: usize,
    alone: usize,
    count: usize,
    rank: impl Fn(usize, usize, &T, &mut Best<R>, &mut Matching) + Sync,
) -> (Vec<R>, bool) {
    let (next, best) = (AtomicUsize::new(0), Mutex::new(Best::new(count)));
    // Where another thread has panicked, so does this one soon: what the list says matters no more.
    let lock = || best.lock().unwrap_or_else(PoisonError::into_inner);
    let rank = || {
        let (mut found, mut with) = (Best::new(count), Matching::new());
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let Some(number) = turn.checked_rem(all.len()) else { break };
            if turn / all.len() >= passes {
                break;
            }
            rank(turn / all.len(), number, &all[number], &mut found, &mut with);
            found.give_to(&mut lock());
        }
    };
    if all.len() <= alone {
        rank();
    } else {
        (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).for_each(|_| rank());
    }
    std::mem::replace(&mut *lock(), Best::new(0)).in_order()
}

/// The first `count` of `hits` in the order of `key`, smallest first; and whether there are more.
pub(in crate::features) fn best<T, K: Ord>(
    mut hits: Vec<T>,
    count: usize,
    key: impl Fn(&T) -> K,
) -> (Vec<T>, bool) {
    let more = hits.len() > count;
    if more {
        hits.select_nth_unstable_by_key(count, |hit| key(hit));
        hits.truncate(count);
    }
    hits.sort_unstable_by_key(|hit| key(hit));
    (hits, more)
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_least_score_is_that_from_which_on_there_may_be_a_place() {
        // What is flagged comes last; then the higher score comes first, then the smaller number.
        let hit = |flag: bool, score: u32, number: u32| (flag, Reverse(score), number);
        for last in [hit(false, 5, 2), hit(true, 5, 2), hit(false, 0, 0), hit(false, u32::MAX, 0)] {
            let best = Best { count: 1, kept: vec![last], last: Some(last) };
            for (flag, number) in [(false, 1), (false, 2), (true, 1), (true, 2)] {
                let least = best.least(|hit| hit.1.0, |score| hit(flag, score, number));
                for score in [0, 1, 4, 5, 6, 7, u32::MAX] {
                    let may_hold = best.may_hold(&hit(flag, score, number));
                    assert!(!may_hold || score >= least, "{last:?} {flag} {score} {number}");
                    let is_never = least == u32::MAX;
                    assert!(may_hold || is_never || score < least, "{last:?} {flag} {score} {number}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_best_of_many_are_found(
            all in proptest::collection::vec(0..50_u32, 0..60),
            count in 1..9_usize,
            alone in 0..60_usize,
        ) {
            // The even in the first pass, the odd in the second.
            let rank = |pass: usize, at: usize, item: &u32, best: &mut Best<(u32, usize)>, _: &mut Matching| {
                if *item as usize % 2 == pass {
                    best.push((*item, at));
                }
            };
            let mut expected: Vec<_> = all.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let more = expected.len() > count;
            expected.truncate(count);
            prop_assert_eq!(best_of(&all, 2, alone, count, rank), (expected, more));
        }
    }
}
