//! What does a new note begin as? A note of the vault, with what it leaves open filled in.

use jiff::civil::{Date, DateTime};

use crate::index::{Lookup, View};
use crate::plan::Refusal;
use crate::text::fold;
use crate::vault::VaultPath;

use super::daily::formatted;

/// What a template's marks stand for.
pub struct Filling<'a> {
    /// `{{title}}`.
    pub title: &'a str,
    /// The day that `{{date}}` says.
    pub day: Date,
    /// The moment at which the note is made, for `{{time}}`.
    pub now: DateTime,
}

/// The text of the template at `path`, with or without `.md`, as `filling` completes it; `None` when
/// `path` is empty. It is a note of the vault: nothing outside is read.
///
/// # Errors
/// When there is no such note, or it cannot be read.
pub fn from_template(view: &View, path: &str, filling: &Filling) -> Result<Option<String>, Refusal> {
    let path = path.trim().trim_start_matches('/');
    if path.is_empty() {
        return Ok(None);
    }
    let known = [path.to_owned(), format!("{path}.md")].into_iter().find_map(|path| {
        let path = VaultPath::joined("", &path)?;
        view.index.at(&fold(path.as_str())).as_slice().first().map(|place| place.id)
    });
    let Some(id) = known else {
        return Err(Refusal(format!(
            "the template \"{path}\" is no note of the vault; make it, or change the setting"
        )));
    };
    let read = view.read(id).map_err(|why| Refusal(format!("the template cannot be used: {why}")))?;
    Ok(Some(filled(&read.text, filling)))
}

/// `template` with its marks filled in; a mark that is not known stays.
fn filled(template: &str, filling: &Filling) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let (before, mark) = rest.split_at(start);
        out.push_str(before);
        // A mark stands in one line.
        let line = mark.lines().next().unwrap_or_default();
        let end = line.find("}}");
        match end.and_then(|end| Some((end, value(line.get(2..end)?, filling)?))) {
            Some((end, value)) => {
                out.push_str(&value);
                rest = &mark[end + 2..];
            }
            None => {
                out.push_str("{{");
                rest = &mark[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn value(mark: &str, filling: &Filling) -> Option<String> {
    let (name, format) = mark.split_once(':').map_or((mark, None), |(name, format)| (name, Some(format)));
    let at_this_time = filling.day.to_datetime(filling.now.time());
    match (name.trim().to_lowercase().as_str(), format) {
        ("title", None) => Some(filling.title.to_owned()),
        ("date", format) => Some(formatted(format.unwrap_or("YYYY-MM-DD"), at_this_time)),
        ("time", format) => Some(formatted(format.unwrap_or("HH:mm"), filling.now)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    #[test]
    fn marks_are_filled_in_and_others_stay() {
        let filling = Filling {
            title: "A {{date}}",
            day: date(2026, 11, 20),
            now: datetime(2026, 11, 24, 15, 4, 5, 0),
        };
        for (template, expected) in [
            ("# {{title}}\n", "# A {{date}}\n"),
            ("{{date}} {{ Time }} {{date:dddd}} {{time:HH}}h", "2026-11-20 15:04 Friday 15h"),
            ("{{unknown}} {{ {{{{title}}", "{{unknown}} {{ {{A {{date}}"),
            ("{{date\n}}", "{{date\n}}"),
            ("日{{", "日{{"),
        ] {
            assert_eq!(filled(template, &filling), expected);
        }
    }

    #[test]
    fn thousands_of_open_marks_take_no_time() {
        let filling = Filling { title: "", day: date(2026, 1, 1), now: datetime(2026, 1, 1, 0, 0, 0, 0) };
        let text = "{{\n".repeat(100_000);
        assert_eq!(filled(&text, &filling), text);
    }
}
