//! Days in words: `today`, `last friday`, `in 3 days`, `2026-11-24`.

use super::date::Date;
use super::format::WEEKDAYS;

/// The day that `words` name, seen from `today`; `None` when they name none. Case and doubled spaces
/// do not count.
///
/// `last friday` and `next friday` are the nearest before and after today, never today itself;
/// `friday` and `this friday` are the nearest from today on.
pub fn day_in_words(words: &str, today: Date) -> Option<Date> {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match *words.as_slice() {
        ["today"] => Some(today),
        ["yesterday"] => today.plus(-1),
        ["tomorrow"] => today.plus(1),
        [day] => iso(day).or_else(|| from(today, weekday(day)?)),
        ["this", day] => from(today, weekday(day)?),
        ["next", "week"] => today.plus(7),
        ["last", "week"] => today.plus(-7),
        ["next", "month"] => today.plus_months(1),
        ["last", "month"] => today.plus_months(-1),
        ["next", day] => from(today.plus(1)?, weekday(day)?),
        ["last", day] => from(today.plus(-7)?, weekday(day)?),
        ["in", count, unit] => later(today, number(count)?, unit),
        [count, unit, "ago"] => later(today, -number(count)?, unit),
        _ => None,
    }
}

/// `2026-11-24`.
fn iso(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    match *parts.as_slice() {
        [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
            Date::new(number(year)?, number(month)?, number(day)?)
        }
        _ => None,
    }
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

/// The number of a day's name, whole or by its first three letters; 0 is Sunday.
fn weekday(name: &str) -> Option<i64> {
    let is = |full: &str| full.eq_ignore_ascii_case(name) || full[..3].eq_ignore_ascii_case(name);
    WEEKDAYS.iter().position(|full| is(full)).map(|at| at as i64)
}

/// The first such day of the week from `start` on.
fn from(start: Date, weekday: i64) -> Option<Date> {
    start.plus((weekday - start.weekday()).rem_euclid(7))
}

fn later(today: Date, count: i64, unit: &str) -> Option<Date> {
    match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => today.plus(count),
        "week" => today.plus(7 * count),
        "month" => today.plus_months(count),
        "year" => today.plus_months(12 * count),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        let today = Date::new(2026, 11, 24).unwrap();
        assert_eq!(today.weekday(), 2);
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
            assert_eq!(day_in_words(words, today), Date::new(2026, month, day), "{words}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        let today = Date::new(2026, 11, 24).unwrap();
        for words in [
            "",
            "day",
            "2026-02-29",
            "26-1-1",
            "in 99999999999 days",
            "in -3 days",
            "in 4000000000 years",
            "next",
            "+2026-11-24",
            "last last friday",
            "日",
        ] {
            assert_eq!(day_in_words(words, today), None, "{words}");
        }
    }
}
