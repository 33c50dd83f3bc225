//! The [`Stamp`] of a file in twenty bytes that stand anywhere: there is one for each file.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::vault::Stamp;

/// A [`Stamp`], or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeptStamp {
    /// Since 1970; before it they are negative. In halves, which need no gap before them.
    seconds: [u32; 2],
    size: [u32; 2],
    /// [`NO_TIME`], [`NO_STAMP`], or those behind the seconds.
    nanoseconds: u32,
}

const NO_TIME: u32 = u32::MAX - 1;
const NO_STAMP: u32 = u32::MAX;

impl From<Option<Stamp>> for KeptStamp {
    fn from(stamp: Option<Stamp>) -> Self {
        let (seconds, nanoseconds) = match stamp {
            None => (0, NO_STAMP),
            Some(Stamp { modified: None, .. }) => (0, NO_TIME),
            Some(Stamp { modified: Some(modified), .. }) => since_1970(modified),
        };
        let size = stamp.map_or(0, |stamp| stamp.size);
        Self { seconds: halves(seconds.cast_unsigned()), size: halves(size), nanoseconds }
    }
}

impl From<KeptStamp> for Option<Stamp> {
    fn from(kept: KeptStamp) -> Self {
        let modified = match kept.nanoseconds {
            NO_STAMP => return None,
            NO_TIME => None,
            nanoseconds => time(whole(kept.seconds).cast_signed(), nanoseconds),
        };
        Some(Stamp { modified, size: whole(kept.size) })
    }
}

/// The seconds, rounded down, and the nanoseconds behind them.
fn since_1970(time: SystemTime) -> (i64, u32) {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => (since.as_secs() as i64, since.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            match before.subsec_nanos() {
                0 => (-(before.as_secs() as i64), 0),
                nanoseconds => (-(before.as_secs() as i64) - 1, 1_000_000_000 - nanoseconds),
            }
        }
    }
}

/// The time that [`since_1970`] was made of: it is one.
fn time(seconds: i64, nanoseconds: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let second = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
    second?.checked_add(Duration::from_nanos(nanoseconds.into()))
}

fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

fn whole([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stamp_is_kept_as_it_is() {
        let after = |since| UNIX_EPOCH + since;
        let before = |since| UNIX_EPOCH - since;
        let times = [
            UNIX_EPOCH,
            SystemTime::now(),
            after(Duration::new(1, 999_999_999)),
            before(Duration::new(0, 1)),
            before(Duration::new(1, 0)),
            before(Duration::new(1_000, 999_999_999)),
            after(Duration::new(1 << 40, 5)),
        ];
        for modified in times.into_iter().map(Some).chain([None]) {
            for size in [0, 1, u64::from(u32::MAX) + 2, u64::MAX] {
                let stamp = Some(Stamp { modified, size });
                assert_eq!(Option::from(KeptStamp::from(stamp)), stamp);
            }
        }
        assert_eq!(Option::<Stamp>::from(KeptStamp::from(None)), None);
    }
}
