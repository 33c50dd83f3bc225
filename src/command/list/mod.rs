//! `wikilinks list`: what is in a vault, for people and for other programs.

mod rows;

use serde::Serialize;

use super::arguments::{ListArguments, ListFormat, ListOf};
use super::terminal::printable;
use super::{Ending, Failure, json, opened, terminal};

/// Something that is listed.
trait Row: Serialize {
    /// The row for a person: one line.
    fn text(&self) -> String;
}

/// What a program reads.
#[derive(Serialize)]
struct Answer<'a, T> {
    version: u32,
    items: &'a [T],
}

/// Prints the list.
pub fn run(arguments: &ListArguments) -> Result<Ending, Failure> {
    let view = opened::open(&arguments.vault)?;
    let format = arguments.format;
    let answer = match arguments.of {
        ListOf::Notes => rendered(&rows::notes(&view), format),
        ListOf::Links => rendered(&rows::links(&view), format),
        ListOf::Backlinks => rendered(&rows::backlinks(&view), format),
        ListOf::Tags => rendered(&rows::tags(&view), format),
        ListOf::Orphans => rendered(&rows::orphans(&view), format),
        ListOf::Mentions => rendered(&rows::mentions(&view), format),
        ListOf::Unresolved => rendered(&rows::unresolved(&view), format),
    };
    terminal::print(&answer, Ending::Fine)
}

fn rendered<T: Row>(items: &[T], format: ListFormat) -> String {
    match format {
        ListFormat::Json => json::line(&Answer { version: 1, items }),
        ListFormat::Text => items.iter().map(|item| printable(&item.text()).into_owned() + "\n").collect(),
    }
}
