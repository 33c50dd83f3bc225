//! Days in words: `today`, `last friday`, `in 3 days`, `2026-11-24`.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// The English names of the days, Sunday first.
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The day that `words` name, seen from `today`; `None` when they name none. Case and doubled spaces
/// do not count.
///
/// `last friday` and `next friday` are the nearest before and after today, never today itself;
/// `friday` and `this friday` are the nearest from today on.
pub fn day_in_words(words: &str, today: Date) -> Option<Date> {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let day = match *words.as_slice() {
        ["today"] => Some(today),
        ["yesterday"] => today.yesterday().ok(),
        ["tomorrow"] => today.tomorrow().ok(),
        [day] => iso(day).or_else(|| from(today, weekday(day)?)),
        ["this", day] => from(today, weekday(day)?),
        ["next", "week"] => later(today, 1, "week"),
        ["last", "week"] => later(today, -1, "week"),
        ["next", "month"] => later(today, 1, "month"),
        ["last", "month"] => later(today, -1, "month"),
        ["next", day] => today.nth_weekday(1, weekday(day)?).ok(),
        ["last", day] => today.nth_weekday(-1, weekday(day)?).ok(),
        ["in", count, unit] => later(today, number(count)?, unit),
        [count, unit, "ago"] => later(today, -number(count)?, unit),
        _ => None,
    };
    // Four digits write no year before these.
    day.filter(|day| day.year() >= 0)
}

/// `2026-11-24`.
fn iso(text: &str) -> Option<Date> {
    let is_whole = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    Date::strptime("%Y-%m-%d", text).ok().filter(|_| is_whole)
}

fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text {
        "a" | "one" => Some(1),
        "two" => Some(2),
        "three" => Some(3),
        _ => text.parse::<u32>().ok().filter(|_| digits).map(i64::from),
    }
}

/// The day with this name, whole or by its first three letters.
fn weekday(name: &str) -> Option<Weekday> {
    let is = |full: &str| full.eq_ignore_ascii_case(name) || full[..3].eq_ignore_ascii_case(name);
    let at = WEEKDAYS.iter().position(|full| is(full))?;
    Weekday::Sunday.cycle_forward().nth(at)
}

/// The first such day of the week from `start` on.
fn from(start: Date, weekday: Weekday) -> Option<Date> {
    if start.weekday() == weekday { Some(start) } else { start.nth_weekday(1, weekday).ok() }
}

/// The day so many units after today: the last of a month that is too short for it.
fn later(today: Date, count: i64, unit: &str) -> Option<Date> {
    let span = match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => Span::new().try_days(count),
        "week" => Span::new().try_weeks(count),
        "month" => Span::new().try_months(count),
        "year" => Span::new().try_years(count),
        _ => return None,
    };
    today.checked_add(span.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        let today = date(2026, 11, 24);
        for (words, (month, day)) in [
            ("today", (11, 24)),
            (" Yesterday ", (11, 23)),
            ("tomorrow", (11, 25)),
            ("2026-02-28", (2, 28)),
            ("tuesday", (11, 24)),
            ("this fri", (11, 27)),
            ("last friday", (11, 20)),
            ("last tuesday", (11, 17)),
            ("next  Tuesday", (12, 1)),
            ("next monday", (11, 30)),
            ("in 3 days", (11, 27)),
            ("in a week", (12, 1)),
            ("2 weeks ago", (11, 10)),
            ("last month", (10, 24)),
            ("in 1 month", (12, 24)),
        ] {
            assert_eq!(day_in_words(words, today), Some(date(2026, month, day)), "{words}");
        }
    }

    #[test]
    fn a_month_later_stays_in_the_month() {
        let start = date(2024, 1, 31);
        assert_eq!(day_in_words("next month", start), Some(date(2024, 2, 29)));
        assert_eq!(day_in_words("2 months ago", start), Some(date(2023, 11, 30)));
    }

    #[test]
    fn what_is_no_day_is_none() {
        let today = date(2026, 11, 24);
        for words in [
            "",
            "day",
            "2026-02-29",
            "26-1-1",
            "in 99999999999 days",
            "in -3 days",
            "in 4000000000 years",
            "3000 years ago",
            "2026-1-024",
            "next",
            "+2026-11-24",
            "last last friday",
            "日",
        ] {
            assert_eq!(day_in_words(words, today), None, "{words}");
        }
    }
}
