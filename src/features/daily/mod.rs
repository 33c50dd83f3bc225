//! The note of a day: where it is, and how it begins.

mod format;
mod words;

pub use format::formatted;
pub use words::day_in_words;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::index::{FileId, Lookup, View};
use crate::plan::{Plan, Refusal};
use crate::text::fold;
use crate::vault::VaultPath;

use super::new_note::{note_with, path_called};
use super::template::{Filling, from_template};

/// The format that holds when none is set.
const FORMAT: &str = "YYYY-MM-DD";

/// The note of a day.
pub enum DailyNote {
    /// It is there.
    Found(FileId),
    /// It can be made.
    New(VaultPath, Plan),
}

/// Today, where the vault is.
pub fn today(view: &View) -> Date {
    view.vault.now().date()
}

/// The name of the note of `day`, as a vault path without `.md`, as the settings have it.
pub fn daily_name(view: &View, day: Date) -> String {
    let settings = &view.vault.settings;
    let format = Some(settings.daily_format.trim()).filter(|format| !format.is_empty()).unwrap_or(FORMAT);
    let name = formatted(format, day.to_datetime(view.vault.now().time()));
    match settings.daily_folder.trim().trim_matches('/') {
        "" => name,
        folder => format!("{folder}/{name}"),
    }
}

/// How many days from today are tried where a name does not say its date as [`FORMAT`] does.
const NEAR: i32 = 400;

/// The day whose note is, or would be, at `path`, when the settings say how such a note begins.
pub(super) fn day_with_template(view: &View, path: &VaultPath) -> Option<Date> {
    let (settings, name) = (&view.vault.settings, path.without_md());
    if settings.daily_template.trim().is_empty() || !name.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let key = fold(name);
    let is_called = |day: &Date| fold(&daily_name(view, *day)) == key;
    let written = (0..name.len()).filter_map(|at| name.get(at..at + 10)?.parse::<Date>().ok());
    if settings.daily_format.trim().is_empty() || settings.daily_format.contains(FORMAT) {
        return written.into_iter().find(is_called);
    }
    let today = today(view);
    (-NEAR..=NEAR).filter_map(|days| today.checked_add(days.days()).ok()).find(is_called)
}

/// The note of `day` that is there.
pub fn daily_note_there(view: &View, day: Date) -> Option<FileId> {
    let path = VaultPath::joined("", &format!("{}.md", daily_name(view, day)))?;
    view.index.at(&fold(path.as_str())).as_slice().first().map(|place| place.id)
}

/// The note of `day`: the one that is there, or how it is made from its template.
///
/// # Errors
/// When it cannot be made: the settings put it outside the vault, or name a template that is not
/// there.
pub fn daily_note(view: &View, day: Date) -> Result<DailyNote, Refusal> {
    if let Some(id) = daily_note_there(view, day) {
        return Ok(DailyNote::Found(id));
    }
    let path = path_called(&daily_name(view, day))?;
    let filling = Filling { title: path.stem(), day, now: view.vault.now() };
    let text = from_template(view, &view.vault.settings.daily_template, &filling)?.unwrap_or_default();
    let plan = note_with(view, &path, text)?;
    Ok(DailyNote::New(path, plan))
}
