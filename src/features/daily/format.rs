//! Dates and times as a format of moment.js writes them, with English names.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

/// What is understood, the longer one first where one begins another. A letter that is in none of
/// them stands for itself.
const TOKENS: [&str; 47] = [
    "YYYY", "YY", "Y", "gggg", "gg", "GGGG", "GG", "Qo", "Q", "MMMM", "MMM", "MM", "Mo", "M", "DDDD", "DDDo",
    "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "e", "E", "ww", "wo", "w", "WW", "Wo", "W", "HH",
    "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s", "A", "a", "X", "x",
];

/// `moment` as `format` says: tokens are replaced, `[text]` is text, all else stands for itself. `X`
/// and `x` count from 1970 on the local clock.
pub fn formatted(format: &str, moment: DateTime) -> String {
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some((text, behind)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            out.push_str(text);
            rest = behind;
        } else if let Some((token, behind)) =
            TOKENS.iter().find_map(|token| Some((token, rest.strip_prefix(token)?)))
        {
            write(&mut out, token, moment);
            rest = behind;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn write(out: &mut String, token: &str, moment: DateTime) {
    let date = moment.date();
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let (day_of_year, weekday) = (i64::from(date.day_of_year()), date.weekday());
    let (hour, minute, second) =
        (i64::from(moment.hour()), i64::from(moment.minute()), i64::from(moment.second()));
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    let (iso, (week_year, week)) = (date.iso_week_date(), english_week(date));
    let (iso_year, iso_week) = (i64::from(iso.year()), i64::from(iso.week()));
    let sunday_is_0 = i64::from(weekday.to_sunday_zero_offset());
    let (month_name, day_name) = (date.strftime("%B").to_string(), date.strftime("%A").to_string());
    let since_1970 =
        || moment.to_zoned_datetime(TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second());
    let text = match token {
        "YYYY" => four(year),
        "YY" => two(year % 100),
        "Y" => year.to_string(),
        "gggg" => four(week_year),
        "gg" => two(week_year % 100),
        "GGGG" => four(iso_year),
        "GG" => two(iso_year % 100),
        "Qo" => ordinal((month + 2) / 3),
        "Q" => ((month + 2) / 3).to_string(),
        "MMMM" => month_name,
        "MMM" => month_name[..3].to_owned(),
        "MM" => two(month),
        "Mo" => ordinal(month),
        "M" => month.to_string(),
        "DDDD" => format!("{:03}", day_of_year),
        "DDDo" => ordinal(day_of_year),
        "DDD" => day_of_year.to_string(),
        "DD" => two(day),
        "Do" => ordinal(day),
        "D" => day.to_string(),
        "dddd" => day_name,
        "ddd" => day_name[..3].to_owned(),
        "dd" => day_name[..2].to_owned(),
        "do" => ordinal(sunday_is_0),
        "d" | "e" => sunday_is_0.to_string(),
        "E" => weekday.to_monday_one_offset().to_string(),
        "ww" => two(week),
        "wo" => ordinal(week),
        "w" => week.to_string(),
        "WW" => two(iso_week),
        "Wo" => ordinal(iso_week),
        "W" => iso_week.to_string(),
        "HH" => two(hour),
        "H" => hour.to_string(),
        "hh" => two(half),
        "h" => half.to_string(),
        "kk" => two(if hour == 0 { 24 } else { hour }),
        "k" => (if hour == 0 { 24 } else { hour }).to_string(),
        "mm" => two(minute),
        "m" => minute.to_string(),
        "ss" => two(second),
        "s" => second.to_string(),
        "A" => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
        "a" => (if hour < 12 { "am" } else { "pm" }).to_owned(),
        "X" => since_1970().to_string(),
        "x" => (since_1970() * 1000).to_string(),
        other => other.to_owned(),
    };
    out.push_str(&text);
}

/// The year and the week in it, from one, when weeks begin on Sunday and January 1 is in the first:
/// a week is of the year that its Saturday is in.
fn english_week(date: Date) -> (i64, i64) {
    let saturday = match date.weekday() {
        Weekday::Saturday => date,
        _ => date.nth_weekday(1, Weekday::Saturday).unwrap_or(Date::MAX),
    };
    (i64::from(saturday.year()), i64::from(saturday.day_of_year() - 1) / 7 + 1)
}

fn two(number: i64) -> String {
    format!("{number:02}")
}

fn four(number: i64) -> String {
    format!("{number:04}")
}

fn ordinal(number: i64) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    #[test]
    fn weeks_may_belong_to_the_year_before_or_after() {
        for (day, expected) in [
            (date(2026, 11, 24), "2026-48 2026-48"),
            (date(2027, 1, 1), "2026-53 2027-01"),
            (date(2024, 12, 30), "2025-01 2025-01"),
            (date(2022, 1, 1), "2021-52 2022-01"),
            (date(2022, 1, 2), "2021-52 2022-02"),
            (date(9999, 12, 31), "9999-52 9999-53"),
        ] {
            assert_eq!(formatted("GGGG-WW gggg-ww", day.into()), expected, "{day}");
        }
    }

    #[test]
    fn formats_are_those_of_moment() {
        let moment = datetime(2026, 11, 4, 0, 5, 9, 0);
        for (format, expected) in [
            ("YYYY-MM-DD", "2026-11-04"),
            ("YYYY/MM MMMM/dddd, MMMM Do", "2026/11 November/Wednesday, November 4th"),
            ("D.M.YY", "4.11.26"),
            ("gggg-[W]ww", "2026-W45"),
            ("GGGG-[W]WW-E", "2026-W45-3"),
            ("[Day of the year] DDDD, DDDo", "Day of the year 308, 308th"),
            ("ddd dd d do Q", "Wed We 3 3rd 4"),
            ("HH:mm:ss h:mm A k", "00:05:09 12:05 AM 24"),
            ("YYYYMMDDHHmm", "202611040005"),
            ("h a, H k kk hh", "12 am, 0 24 24 12"),
            ("wo W Wo", "45th 45 45th"),
            ("X", "1793750709"),
            ("x", "1793750709000"),
            ("[[YYYY", "[[2026"),
            ("[open", "[op3n"),
            ("日記 YYYY", "日記 2026"),
            ("", ""),
        ] {
            assert_eq!(formatted(format, moment), expected, "{format}");
        }
    }

    #[test]
    fn ordinals_are_english() {
        let ordinals: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 111].map(ordinal).into();
        assert_eq!(ordinals.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 111th");
    }
}
