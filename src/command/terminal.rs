//! What may be printed, and in which colours.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use super::arguments::ColorChoice;
use super::{Ending, Failure};

/// How a piece of text looks on a terminal that shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Bold.
    Strong,
    /// What steps back: gutters, context.
    Faint,
    /// Bold red.
    Error,
    /// Bold yellow.
    Warning,
    /// Bold blue.
    Note,
    /// Bold green: what is right, or would make it right.
    Good,
    /// Red, not bold: a line that goes.
    Removed,
    /// Green, not bold: a line that comes.
    Added,
    /// Light on dark the other way round: a cursor, a chosen line.
    Reversed,
    /// A link.
    Link,
}

impl Style {
    /// The parameters of the escape sequence that begins this style.
    fn code(self) -> &'static str {
        match self {
            Style::Strong => "1",
            Style::Faint => "2",
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::Note => "1;34",
            Style::Good => "1;32",
            Style::Removed => "31",
            Style::Added => "32",
            Style::Reversed => "7",
            Style::Link => "36",
        }
    }
}

/// Whether styles are written at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors(pub bool);

impl Colors {
    /// What `choice` means for standard output.
    pub fn for_stdout(choice: ColorChoice) -> Colors {
        Colors(match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
            }
        })
    }

    /// `text` in `style`. The text has to be fit for a terminal already: see [`printable`].
    pub fn paint(self, style: Style, text: &str) -> Cow<'_, str> {
        if self.0 && !text.is_empty() {
            Cow::Owned(format!("\x1b[{}m{text}\x1b[0m", style.code()))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// `text` without anything that a terminal would obey rather than show: a vault's text must not be
/// able to move the cursor, change colours, or turn the direction of what follows.
///
/// Control characters become their pictures (`␛`), other commands their number (`\u{202e}`), and a
/// tab becomes four spaces.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_command) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push_printable(&mut shown, c));
    Cow::Owned(shown)
}

/// Adds `c` to `shown` as [`printable`] shows it.
pub fn push_printable(shown: &mut String, c: char) {
    match c {
        '\t' => shown.push_str("    "),
        '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + c as u32).unwrap_or('?')),
        '\x7f' => shown.push('␡'),
        c if is_command(c) => {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", c as u32);
        }
        c => shown.push(c),
    }
}

/// Whether a terminal would do something else with `c` than show it.
pub fn is_command(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{2028}' | '\u{2029}')
}

/// Prints a whole answer to standard output.
///
/// A reader that has seen enough (`| head`) is no failure: what the answer says still holds.
///
/// # Errors
/// When it cannot be written for any other reason.
pub fn print(answer: &str, ending: Ending) -> Result<Ending, Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(answer.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ending),
    }
}

/// Prints lines for a person to standard error. Where nobody reads them, nothing is lost.
pub fn complain(message: &str) {
    let lines: Vec<_> = message.lines().map(printable).collect();
    let _ = writeln!(io::stderr().lock(), "{}", lines.join("\n"));
}

/// Sends the log to standard error: warnings (a folder that cannot be entered, a note that is not
/// UTF-8), or what `WIKILINKS_LOG` asks for.
pub fn log() {
    let filter = EnvFilter::try_from_env("WIKILINKS_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Another log may be set up already, in tests.
    let _ = log.with_ansi(false).with_target(false).without_time().try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        assert_eq!(printable("a\x1b[31mb\u{7}"), "a␛[31mb␇");
        assert_eq!(printable("a\u{9b}31m\u{202e}b\x7f"), "a\\u{9b}31m\\u{202e}b␡");
        assert_eq!(printable("a\r\nb\tc"), "a␍␊b    c");
        for c in ('\0'..=char::MAX).filter(|c| c.is_control()) {
            assert!(!printable(&c.to_string()).chars().any(char::is_control), "{c:?}");
        }
    }

    #[test]
    fn what_only_shows_stays() {
        for text in ["日本語 😀 e\u{301} zero\u{200b}width", "", "👨\u{200d}👩\u{200d}👧"] {
            assert_eq!(printable(text), text);
        }
    }

    #[test]
    fn styles_are_written_only_where_they_are_wanted() {
        assert_eq!(Colors(true).paint(Style::Error, "x"), "\x1b[1;31mx\x1b[0m");
        assert_eq!(Colors(false).paint(Style::Error, "x"), "x");
    }
}
