//! What the frontmatter says.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How a YAML scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ScalarStyle {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|` or `>` and the lines below.
    Block,
}

/// One string of the frontmatter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property<T = Box<str>> {
    /// What it means, trimmed.
    pub value: T,
    /// The scalar in the source, quotes included. For one name out of a comma-separated scalar,
    /// just that name.
    pub span: Span,
    /// How it is written. `Plain` or the quotes around it, for one name out of several.
    pub style: ScalarStyle,
    /// Whether it is a part of a comma-separated scalar.
    pub partial: bool,
}

/// Why a frontmatter is not valid YAML, and where (R7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontmatterError<T = Box<str>> {
    /// A sentence for a person.
    pub message: T,
    /// The place, in the note's text: at least one character where there is one.
    pub span: Span,
}

/// The YAML block at the start of a note (R6, R7).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Frontmatter<T = Box<str>> {
    /// From the first `-` of the opening line to the end of the closing line, its break excluded.
    pub span: Span,
    /// The YAML between the two lines of dashes.
    pub body: Span,
    /// Set when the YAML does not parse. Nothing else is then known, and the note works as if it
    /// had no frontmatter.
    pub error: Option<FrontmatterError<T>>,
    /// `title`, when it is a string that says something.
    pub title: Option<Property<T>>,
    /// `description`, when it is a string that says something.
    pub description: Option<Property<T>>,
    /// `aliases`, `alias`: each name.
    pub aliases: Vec<Property<T>>,
    /// What stands where tags do and is none, because it is only digits (R26).
    pub numbers_as_tags: Vec<Span>,
    /// What stands where aliases do and is none, because it is a list or mapping of its own (R6): one
    /// span for each line.
    pub nested_aliases: Vec<Span>,
    /// The same where tags stand.
    pub nested_tags: Vec<Span>,
    /// `linter-yaml-title-alias`, when it is a string that says something.
    pub linter_title: Option<Property<T>>,
}
