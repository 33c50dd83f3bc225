//! How far the local clock is from UTC, by the system's own description of its time zone (RFC 8536).
//!
//! Read from `/etc/localtime`. Where that is not, as on Windows, the clock is UTC.

use std::fs::File;
use std::io::Read;

/// More than any real description holds.
const LONGEST: u64 = 1 << 20;

/// The seconds to add to UTC at `now`, in seconds since 1970.
pub(super) fn offset(now: i64) -> i64 {
    let Ok(file) = File::open("/etc/localtime") else { return 0 };
    let mut data = Vec::new();
    match file.take(LONGEST).read_to_end(&mut data) {
        Ok(_) => offset_in(&data, now).unwrap_or(0),
        Err(_) => 0,
    }
}

/// The six counts of a header: of UT and standard indicators, leap seconds, transitions, types, and
/// characters of abbreviations.
struct Header {
    counts: [usize; 6],
}

impl Header {
    /// The header that `data` begins with.
    fn read(data: &[u8]) -> Option<Self> {
        if data.get(..4)? != b"TZif" {
            return None;
        }
        let mut counts = [0; 6];
        for (count, bytes) in counts.iter_mut().zip(data.get(20..44)?.chunks_exact(4)) {
            *count = u32::from_be_bytes(bytes.try_into().ok()?) as usize;
        }
        Some(Self { counts })
    }

    /// How long the block behind the header is, with times of `width` bytes.
    fn length(&self, width: usize) -> usize {
        let [ut, standard, leaps, transitions, types, characters] = self.counts;
        transitions * (width + 1) + types * 6 + characters + leaps * (width + 4) + standard + ut
    }
}

/// The offset at `now` in the 64-bit block of a description, which is the second.
fn offset_in(data: &[u8], now: i64) -> Option<i64> {
    let second = data.get(44 + Header::read(data)?.length(4)..)?;
    let header = Header::read(second)?;
    let [_, _, _, transitions, types, _] = header.counts;
    let block = second.get(44..)?;
    let times = block.get(..transitions * 8)?.chunks_exact(8);
    let passed = times.filter_map(|time| Some(i64::from_be_bytes(time.try_into().ok()?)));
    let passed = passed.take_while(|&time| time <= now).count();
    let footer = second.get(44 + header.length(8)..)?;
    if passed == transitions
        && let Some(offset) = std::str::from_utf8(footer).ok().and_then(|rule| by_rule(rule.trim(), now))
    {
        return Some(offset);
    }
    let kinds = block.get(transitions * 8..transitions * 9)?;
    let kind = match passed.checked_sub(1) {
        Some(last) => usize::from(*kinds.get(last)?),
        None => 0,
    };
    let kind = block.get(transitions * 9..transitions * 9 + types * 6)?.chunks_exact(6).nth(kind)?;
    Some(i64::from(i32::from_be_bytes(kind.get(..4)?.try_into().ok()?)))
}

/// What is left to read of a rule.
struct Rule<'r>(&'r str);

impl Rule<'_> {
    fn skip(&mut self, mark: char) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }

    /// The name of a zone: letters, or anything in angle brackets.
    fn name(&mut self) -> Option<()> {
        let end = match self.0.starts_with('<') {
            true => self.0.find('>')? + 1,
            false => self.0.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.0.len()),
        };
        self.0 = self.0.get(end..).filter(|_| end > 0)?;
        Some(())
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let number = self.0.get(..end)?.parse::<u16>().ok()?;
        self.0 = self.0.get(end..)?;
        Some(i64::from(number))
    }

    /// `[+-]hh[:mm[:ss]]`, in seconds.
    fn time(&mut self) -> Option<i64> {
        let sign = if self.skip('-').is_some() { -1 } else { 1 };
        // A plus says nothing.
        let _ = self.skip('+');
        let mut seconds = self.number()? * 3600;
        for unit in [60, 1] {
            if self.skip(':').is_some() {
                seconds += self.number()? * unit;
            }
        }
        Some(sign * seconds)
    }

    /// `,Mm.w.d[/time]`: when the clock is changed in `year`, in seconds since 1970 on the clock
    /// that is changed. Other ways to say a day are not in use.
    fn change(&mut self, year: i64) -> Option<i64> {
        self.skip(',')?;
        self.skip('M')?;
        let month = self.number()?;
        self.skip('.')?;
        let week = self.number()?;
        self.skip('.')?;
        let weekday = self.number()?;
        let time = if self.skip('/').is_some() { self.time()? } else { 7200 };
        let first = day_of(year, month);
        let mut day = first + (weekday - (first + 4)).rem_euclid(7) + 7 * (week - 1);
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        // The fifth is the last, whether there are five or four.
        while day >= day_of(next_year, next_month) {
            day -= 7;
        }
        Some(day * 86_400 + time)
    }
}

/// The offset at `now` by a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`, whose offsets are those from
/// the local clock to UTC.
fn by_rule(rule: &str, now: i64) -> Option<i64> {
    let mut rule = Rule(rule);
    rule.name()?;
    let standard = -rule.time()?;
    if rule.0.is_empty() {
        return Some(standard);
    }
    rule.name()?;
    let summer = if rule.0.starts_with(',') { standard + 3600 } else { -rule.time()? };
    let year = 1970 + (now + standard).div_euclid(86_400) * 400 / 146_097;
    // The division is a day off at the turn of a year at most, when no clock is changed.
    let begins = rule.change(year)? - standard;
    let ends = rule.change(year)? - summer;
    let is_summer = match begins < ends {
        true => (begins..ends).contains(&now),
        false => !(ends..begins).contains(&now),
    };
    Some(if is_summer { summer } else { standard })
}

/// Days from 1970-01-01 to the first day of a month, which counts from one.
fn day_of(year: i64, month: i64) -> i64 {
    let before = year - 1;
    let leap = i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let days = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let in_year = days.get((month - 1).clamp(0, 11) as usize).copied().unwrap_or(0);
    let years = before * 365 + before / 4 - before / 100 + before / 400 - 719_162;
    years + in_year + if month > 2 { leap } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-07-01 and 2026-12-01, noon in UTC.
    const JULY: i64 = 1_782_907_200;
    const DECEMBER: i64 = 1_796_126_400;

    #[test]
    fn rules_of_both_halves_of_the_world_are_understood() {
        for (rule, july, december) in [
            ("UTC0", 0, 0),
            ("<+0530>-5:30", 19_800, 19_800),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 7200, 3600),
            ("EST5EDT,M3.2.0,M11.1.0", -14_400, -18_000),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", 36_000, 39_600),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0),
        ] {
            assert_eq!(by_rule(rule, JULY), Some(july), "{rule}");
            assert_eq!(by_rule(rule, DECEMBER), Some(december), "{rule}");
        }
        for broken in ["", "CET", "CET-1CEST,J60,J300", "CET-99999999999"] {
            assert_eq!(by_rule(broken, JULY), None, "{broken}");
        }
    }

    #[test]
    fn the_clock_changes_at_the_second() {
        // 2026-03-29 01:00 UTC.
        let change = 1_774_746_000;
        let offsets = [-1, 0].map(|by| by_rule("CET-1CEST,M3.5.0,M10.5.0/3", change + by));
        assert_eq!(offsets, [Some(3600), Some(7200)]);
    }

    /// A description with one change at second 1000, from one hour to two.
    fn description(footer: &str) -> Vec<u8> {
        let header = |transitions: u32, types: u32| {
            let counts = [0, 0, 0, transitions, types, 0].map(u32::to_be_bytes).concat();
            [b"TZif2".as_slice(), &[0; 15], &counts].concat()
        };
        let kind = |offset: i32| [&offset.to_be_bytes()[..], &[0, 0]].concat();
        let block = [&1000_i64.to_be_bytes()[..], &[1], &kind(3600), &kind(7200)].concat();
        [header(0, 0), header(1, 2), block, footer.as_bytes().to_vec()].concat()
    }

    #[test]
    fn a_description_is_read_and_a_broken_one_is_none() {
        let plain = description("\n\n");
        assert_eq!((offset_in(&plain, 999), offset_in(&plain, 1000)), (Some(3600), Some(7200)));
        assert_eq!(offset_in(&description("\nEST5\n"), 1000), Some(-18_000));
        for end in 0..plain.len() - 2 {
            assert_eq!(offset_in(&plain[..end], 999), None, "{end}");
        }
    }
}
