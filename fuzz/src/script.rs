//! What an editor and other programs may do to a vault, in any order.

use arbitrary::{Arbitrary, Result, Unstructured};

/// The files that there may be.
const NAMES: &[&str] = &[
    "a.md", "b.md", "x/a.md", "x/b.md", "x/y/a.md", "y/a b.md", "é.md", "x/i.png", "c.canvas", "y/l.base",
    "n",
];

/// The folders that may move.
pub const FOLDERS: &[&str] = &["x", "y", "z", "x/y", "z/x"];

/// What texts are made of.
const FRAGMENTS: &[&str] = &[
    "[[a]]",
    "[[b]]",
    "[[x/a]]",
    "[[b#H]]",
    "[[a#^id]]",
    "[[a b|s]]",
    "![[i.png]]",
    "[t](a.md)",
    "[t](../x/b.md#h)",
    "[[é]]",
    "[[#H]]",
    "[[nope]]",
    "[[alias]]",
    "[d]: x/a.md",
    "# H",
    "## H2",
    "\n",
    "\n\n",
    "\r\n",
    " ^id",
    "#tag",
    "#t/u",
    "---\n",
    "aliases: [alias, a]\n",
    "tags: t\n",
    "title: a\n",
    "up: \"[[b]]\"\n",
    "```\n",
    "%%",
    "- ",
    "> ",
    "| a |\n|---|\n",
    "😀",
    "é",
    "text ",
    "[[",
    "]]",
    "{\"nodes\":[{\"file\":\"x/a.md\"},{\"text\":\"[[b]]\"}]}",
    "filters: 'x == \"[[a]]\"'\n",
    "[^1]",
    "\n[^1]: f",
];

/// A file.
#[derive(Debug, Clone, Copy)]
pub struct Name(pub &'static str);

impl<'a> Arbitrary<'a> for Name {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(NAMES).map(|name| Name(name))
    }
}

/// A folder.
#[derive(Debug, Clone, Copy)]
pub struct Folder(pub &'static str);

impl<'a> Arbitrary<'a> for Folder {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(FOLDERS).map(|name| Folder(name))
    }
}

/// A text.
#[derive(Debug, Clone)]
pub struct Text(pub String);

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = u.int_in_range(0..=12)?;
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(u.choose(FRAGMENTS)?);
        }
        Ok(Text(text))
    }
}

/// A line and a column, in small numbers.
#[derive(Debug, Clone, Copy, Arbitrary)]
pub struct Place(pub u8, pub u8);

/// One thing that happens.
#[derive(Debug, Arbitrary)]
pub enum Event {
    /// The editor opens a file with a text of its own.
    Open(Name, Text),
    /// The editor replaces what lies between two places of an open file.
    Edit(Name, Place, Place, Text),
    /// The editor closes a file.
    Close(Name),
    /// The editor writes an open file.
    Save(Name),
    /// Another program writes a file.
    Write(Name, Text),
    /// Another program deletes a file.
    Delete(Name),
    /// The editor moves a file.
    Rename(Name, Name),
    /// The editor moves a folder.
    RenameFolder(Folder, Folder),
    /// Another program moves a folder.
    MoveFolder(Folder, Folder),
    /// Another program deletes a folder.
    DeleteFolder(Folder),
    /// The rules for what belongs to the vault change.
    Ignore(Folder, bool),
    /// The editor asks something.
    Ask(Question, Name, Place),
}

/// What can be asked about a place.
#[derive(Debug, Clone, Copy, Arbitrary)]
#[allow(missing_docs)]
pub enum Question {
    Definition,
    Hover,
    References,
    Completion,
    PrepareRename,
    Rename,
    CodeAction,
    Diagnostic,
    DocumentSymbol,
    DocumentLink,
    FoldingRange,
    SelectionRange,
    Highlight,
    CodeLens,
    InlayHint,
    Tokens,
    LinkedEditing,
    WorkspaceDiagnostic,
    WorkspaceSymbol,
    CallHierarchy,
}
