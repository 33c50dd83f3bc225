//! The vault's own settings file, `.wikilinks.toml`.

use serde_json::{Map, Value};

/// Where it is in the vault.
pub(super) const NAME: &str = ".wikilinks.toml";

/// The settings that `text` holds, or what is wrong with it as a sentence with line and column.
pub(super) fn parse(text: &str) -> Result<Map<String, Value>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.parse::<toml::Table>() {
        Ok(table) => Ok(object(table)),
        Err(error) => {
            let (line, column) = line_and_column(text, error.span().map_or(0, |span| span.start));
            let message = error.message().trim().replace('\n', "; ");
            Err(format!("it is not valid TOML at line {line}, column {column}: {message}"))
        }
    }
}

/// Line and column of byte `offset`, both from 1; the column counts characters.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = (0..=offset.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn object(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, json(value))).collect()
}

/// A TOML value as JSON. The parser bounds how deep it is.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(on) => on.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(object(table)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_has_its_line_and_column() {
        let message = parse("[links]\nformat = = 1\n").unwrap_err();
        assert!(message.contains("line 2, column 10"), "{message}");
    }

    #[test]
    fn a_deep_file_is_an_error_and_no_overflow() {
        for text in [format!("a = {}", "[".repeat(200_000)), format!("a = {}", "{a=".repeat(200_000))] {
            assert!(parse(&text).is_err());
        }
        let _ = parse(&format!("{} = 1", vec!["a"; 100_000].join(".")));
    }
}
