//! Dates and times as a format of moment.js writes them, with English names.

use crate::vault::Moment;

use super::date::Date;

/// The English names of the months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English names of the days, Sunday first.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// What is understood, the longer one first where one begins another. A letter that is in none of
/// them stands for itself.
const TOKENS: [&str; 47] = [
    "YYYY", "YY", "Y", "gggg", "gg", "GGGG", "GG", "Qo", "Q", "MMMM", "MMM", "MM", "Mo", "M", "DDDD", "DDDo",
    "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "e", "E", "ww", "wo", "w", "WW", "Wo", "W", "HH",
    "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s", "A", "a", "X", "x",
];

/// `date`, at `second` of the day, as `format` says: tokens are replaced, `[text]` is text, all else
/// stands for itself. `X` and `x` count from 1970 on the local clock.
pub fn formatted(format: &str, date: Date, second: u32) -> String {
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some((text, behind)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            out.push_str(text);
            rest = behind;
        } else if let Some((token, behind)) =
            TOKENS.iter().find_map(|token| Some((token, rest.strip_prefix(token)?)))
        {
            write(&mut out, token, date, i64::from(second));
            rest = behind;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The moment as `format` says.
pub fn formatted_moment(format: &str, moment: Moment) -> String {
    Date::from_days(moment.day).map(|date| formatted(format, date, moment.second)).unwrap_or_default()
}

fn write(out: &mut String, token: &str, date: Date, second: i64) {
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    let ((week_year, week), (iso_year, iso_week)) = (date.week(0, 1), date.week(1, 4));
    let (month, weekday) = (MONTHS[(date.month() - 1) as usize], WEEKDAYS[date.weekday() as usize]);
    let text = match token {
        "YYYY" => four(date.year()),
        "YY" => two(date.year() % 100),
        "Y" => date.year().to_string(),
        "gggg" => four(week_year),
        "gg" => two(week_year % 100),
        "GGGG" => four(iso_year),
        "GG" => two(iso_year % 100),
        "Qo" => ordinal((date.month() + 2) / 3),
        "Q" => ((date.month() + 2) / 3).to_string(),
        "MMMM" => month.to_owned(),
        "MMM" => month[..3].to_owned(),
        "MM" => two(date.month()),
        "Mo" => ordinal(date.month()),
        "M" => date.month().to_string(),
        "DDDD" => format!("{:03}", date.day_of_year()),
        "DDDo" => ordinal(date.day_of_year()),
        "DDD" => date.day_of_year().to_string(),
        "DD" => two(date.day()),
        "Do" => ordinal(date.day()),
        "D" => date.day().to_string(),
        "dddd" => weekday.to_owned(),
        "ddd" => weekday[..3].to_owned(),
        "dd" => weekday[..2].to_owned(),
        "do" => ordinal(date.weekday()),
        "d" | "e" => date.weekday().to_string(),
        "E" => ((date.weekday() + 6) % 7 + 1).to_string(),
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
        "ss" => two(second % 60),
        "s" => (second % 60).to_string(),
        "A" => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
        "a" => (if hour < 12 { "am" } else { "pm" }).to_owned(),
        "X" => (date.days() * 86_400 + second).to_string(),
        "x" => ((date.days() * 86_400 + second) * 1000).to_string(),
        other => other.to_owned(),
    };
    out.push_str(&text);
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
    use super::*;

    #[test]
    fn formats_are_those_of_moment() {
        let date = Date::new(2026, 11, 4).unwrap();
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
            ("[[YYYY", "[[2026"),
            ("[open", "[op3n"),
            ("日記 YYYY", "日記 2026"),
            ("", ""),
        ] {
            assert_eq!(formatted(format, date, 309), expected, "{format}");
        }
    }

    #[test]
    fn ordinals_are_english() {
        let ordinals: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 111].map(ordinal).into();
        assert_eq!(ordinals.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 111th");
    }
}
