//! Laying the values of one place over the settings: whatever the place, they come as JSON.

use rapidfuzz::distance::damerau_levenshtein;
use serde_json::{Map, Value};

use super::settings_keys::{SETTINGS, Setting};
use super::{Settings, SettingsProblem};

/// How many problems of one place are told.
const MOST_PROBLEMS: usize = 100;

/// How many characters of a key or value are repeated in a message.
const LONGEST_SHOWN: usize = 60;

/// How like a key a wrong one must be to be taken for it, from 0 to 1.
const LIKENESS: f64 = 0.6;

/// What editors keep beside the settings, and mean for themselves.
const EDITORS_OWN: [&str; 2] = ["trace", "server"];

/// How a place spells its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `aliases_resolve` alone.
    Exact,
    /// `aliasesResolve` as well, as editors have it.
    CamelToo,
}

/// The settings while the values of one place are laid over them.
pub(super) struct Layer<'a> {
    settings: &'a mut Settings,
    problems: &'a mut Vec<SettingsProblem>,
    place: &'static str,
    spelling: Spelling,
    told: usize,
    /// The keys of [`SETTINGS`] that were set.
    set: Vec<&'static str>,
}

impl<'a> Layer<'a> {
    /// A layer that comes from `place`.
    pub fn new(
        settings: &'a mut Settings,
        problems: &'a mut Vec<SettingsProblem>,
        place: &'static str,
        spelling: Spelling,
    ) -> Self {
        Self { settings, problems, place, spelling, told: 0, set: Vec::new() }
    }

    /// Takes over what an editor sends: the settings, or an object that has them as `wikilinks`.
    pub fn lay_client(&mut self, value: &Value) {
        let value = value.get("wikilinks").unwrap_or(value);
        match value {
            Value::Null => {}
            Value::Object(values) => self.lay(values),
            other => self.report("", &format!("the settings are {}, and can be an object", shown(other))),
        }
    }

    /// Takes over every value of `values` that is fine, and reports the others.
    pub fn lay(&mut self, values: &Map<String, Value>) {
        self.lay_below("", values);
    }

    /// As `lay`, for the table `above`. Goes no deeper than tables of settings do.
    fn lay_below(&mut self, above: &str, values: &Map<String, Value>) {
        for (name, value) in values {
            let key = self.key(above, name);
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) {
                self.lay_one(setting, value);
            } else if tables().any(|table| table == key) {
                self.lay_table(&key, value);
            } else if self.spelling == Spelling::Exact || !EDITORS_OWN.contains(&key.as_str()) {
                self.report_unknown(above, name);
            }
        }
    }

    fn lay_one(&mut self, setting: &'static Setting, value: &Value) {
        if value.is_null() {
        } else if setting.kind.set(self.settings, value) {
            self.set.push(setting.key);
        } else {
            let values = setting.kind.values();
            self.report(setting.key, &format!("it is {}, and can be {values}", shown(value)));
        }
    }

    fn lay_table(&mut self, key: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Object(values) => self.lay_below(key, values),
            other => self.report(key, &format!("it is {}, and can be a table of settings", shown(other))),
        }
    }

    /// The key of `name` in the table `above`, as [`SETTINGS`] spells it.
    fn key(&self, above: &str, name: &str) -> String {
        let key = dotted(above, name);
        match self.spelling {
            Spelling::Exact => key,
            Spelling::CamelToo => {
                // Some editors send a key as it stands in their settings file: `wikilinks.links.format`.
                let key = snake_case(key.strip_prefix("wikilinks.").unwrap_or(&key));
                if key.starts_with("diagnostics.") { key.replace('_', "-") } else { key }
            }
        }
    }

    /// Shows the key as it was written.
    fn report_unknown(&mut self, above: &str, name: &str) {
        if self.told >= MOST_PROBLEMS {
            return;
        }
        let key = &dotted(above, name);
        match nearest(key) {
            Some(meant) => self.report(key, &format!("there is no such setting; did you mean `{meant}`?")),
            None => self.report(key, "there is no such setting"),
        }
    }

    /// The keys that this place has set.
    pub fn keys(self) -> Vec<&'static str> {
        self.set
    }

    /// Adds a problem of this place.
    pub fn report(&mut self, key: &str, message: &str) {
        self.told += 1;
        if self.told <= MOST_PROBLEMS {
            let (place, key) = (self.place.to_owned(), shortened(key));
            self.problems.push(SettingsProblem { place, key, message: message.to_owned() });
        }
    }
}

/// The key of `name` in the table `above`, which is empty for none.
fn dotted(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

/// The names of the tables that hold settings, some more than once.
fn tables() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().filter_map(|setting| Some(setting.key.split_once('.')?.0))
}

/// `aliasesResolve` as `aliases_resolve`.
fn snake_case(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The key or table that `key` is most like, if it is like any: in its spelling or in its last part.
fn nearest(key: &str) -> Option<&'static str> {
    if key.chars().count() > LONGEST_SHOWN {
        return None;
    }
    let key = snake_case(key);
    let similarity = |a: &str, b: &str| damerau_levenshtein::normalized_similarity(a.chars(), b.chars());
    let likeness = |known: &str| {
        let last = known.rsplit('.').next().unwrap_or(known);
        similarity(known, &key).max(similarity(last, &key) - 0.1)
    };
    let all = SETTINGS.iter().map(|setting| setting.key).chain(tables());
    let likely = all.map(|known| (likeness(known), known)).filter(|(likeness, _)| *likeness >= LIKENESS);
    likely.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, known)| known)
}

/// A value as a message shows it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Array(items) if !items.iter().all(Value::is_string) => "a list of other things".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        plain => format!("`{}`", shortened(&plain.to_string())),
    }
}

/// `text`, cut when it is long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "settings_value_tests.rs"]
mod tests;
