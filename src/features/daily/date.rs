//! Days of the calendar, and how far they are from one another.

/// The day on which everything begins to count, 1970-01-01, was a Thursday.
const FIRST_WEEKDAY: i64 = 4;

/// Years that a date may be in. Four digits write them.
const YEARS: std::ops::RangeInclusive<i64> = 0..=9999;

/// A day of the Gregorian calendar, in the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// The date with this year, month and day, both from one; `None` when there is no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let exists = YEARS.contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_length(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The date so many days after 1970-01-01; `None` outside the years that can be written.
    pub fn from_days(days: i64) -> Option<Self> {
        let first_of = |year| Self { year, month: 1, day: 1 }.days();
        // An average year is a little longer than most: the guess is right, or one too low or high.
        let guess = 1970 + days.checked_mul(400)?.div_euclid(146_097);
        let year = (guess - 1..=guess + 1).rev().find(|&year| first_of(year) <= days)?;
        let mut day = days - first_of(year);
        let mut month = 1;
        while day >= month_length(year, month) {
            day -= month_length(year, month);
            month += 1;
        }
        Self::new(year, month, day + 1)
    }

    /// How many days after 1970-01-01 it is.
    pub fn days(self) -> i64 {
        let before = self.year - 1;
        let years = before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
        years - 719_162 + self.day_of_year() - 1
    }

    /// The date so many days later.
    pub fn plus(self, days: i64) -> Option<Self> {
        Self::from_days(self.days().checked_add(days)?)
    }

    /// The same day so many months later, or the last of that month when it is shorter.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let months = (self.year * 12 + self.month - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Self::new(year, month, self.day.min(month_length(year, month)))
    }

    /// The year.
    pub fn year(self) -> i64 {
        self.year
    }

    /// The month, from one.
    pub fn month(self) -> i64 {
        self.month
    }

    /// The day of the month, from one.
    pub fn day(self) -> i64 {
        self.day
    }

    /// The day of the week; 0 is Sunday.
    pub fn weekday(self) -> i64 {
        (self.days() + FIRST_WEEKDAY).rem_euclid(7)
    }

    /// The day of the year, from one.
    pub fn day_of_year(self) -> i64 {
        (1..self.month).map(|month| month_length(self.year, month)).sum::<i64>() + self.day
    }

    /// The year and the week in it, from one, when weeks begin on `first` (0 is Sunday) and January's
    /// day `in_first` is always in the first.
    pub fn week(self, first: i64, in_first: i64) -> (i64, i64) {
        let begins = |year| {
            let day = Self { year, month: 1, day: in_first };
            day.days() - (day.weekday() - first).rem_euclid(7)
        };
        let next = self.year + 1;
        let year = (self.year - 1..=next).rev().find(|&year| begins(year) <= self.days());
        let year = year.unwrap_or(self.year);
        (year, (self.days() - begins(year)) / 7 + 1)
    }
}

fn month_length(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_follows_the_one_before_it() {
        for (start, count) in [((0, 1, 1), 1000), ((1599, 12, 1), 160_000), ((9998, 1, 1), 729)] {
            let first = Date::new(start.0, start.1, start.2).unwrap();
            for days in first.days()..first.days() + count {
                let (date, next) = (Date::from_days(days).unwrap(), Date::from_days(days + 1).unwrap());
                let follows = if next.day == 1 { month_length(date.year, date.month) } else { next.day - 1 };
                assert_eq!((date.days(), date.day), (days, follows), "{date:?} {next:?}");
                assert_eq!((date.weekday() + 1) % 7, next.weekday());
            }
        }
        assert_eq!(Date::from_days(0), Date::new(1970, 1, 1));
        assert_eq!(Date::new(9999, 12, 31).unwrap().plus(1), None);
        assert_eq!(Date::new(0, 1, 1).unwrap().plus(-1), None);
    }

    #[test]
    fn there_is_no_thirtieth_of_february_and_no_day_out_of_reach() {
        assert_eq!(Date::new(2026, 2, 30), None);
        assert_eq!(Date::new(2026, 13, 1), None);
        assert_eq!(Date::from_days(i64::MAX), None);
        assert_eq!(Date::from_days(i64::MIN), None);
        assert_eq!(Date::new(2026, 1, 31).unwrap().plus(i64::MAX), None);
        assert_eq!(Date::new(2026, 1, 31).unwrap().plus_months(i64::MAX), None);
    }

    #[test]
    fn a_month_later_stays_in_the_month() {
        let date = Date::new(2024, 1, 31).unwrap();
        assert_eq!(date.plus_months(1), Date::new(2024, 2, 29));
        assert_eq!(date.plus_months(-2), Date::new(2023, 11, 30));
    }

    #[test]
    fn weeks_may_belong_to_the_year_before_or_after() {
        for (date, iso, english) in [
            ((2026, 11, 24), (2026, 48), (2026, 48)),
            ((2027, 1, 1), (2026, 53), (2027, 1)),
            ((2024, 12, 30), (2025, 1), (2025, 1)),
            ((2022, 1, 1), (2021, 52), (2022, 1)),
            ((2022, 1, 2), (2021, 52), (2022, 2)),
        ] {
            let date = Date::new(date.0, date.1, date.2).unwrap();
            assert_eq!((date.week(1, 4), date.week(0, 1)), (iso, english), "{date:?}");
        }
    }
}
