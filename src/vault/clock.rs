//! What day it is, and what time, where the person is.

use std::time::{SystemTime, UNIX_EPOCH};

/// A day and a time on somebody's clock and calendar, without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Seconds since midnight.
    pub second: u32,
}

impl Moment {
    /// The moment so many seconds after the midnight that began 1970-01-01, on the same clock.
    pub fn after_epoch(seconds: i64) -> Self {
        Self { day: seconds.div_euclid(86_400), second: seconds.rem_euclid(86_400) as u32 }
    }
}

/// The system's clock.
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    Moment::after_epoch(since + super::time_zone::offset(since))
}
