//! How a key of the frontmatter is used in the vault.

use crate::features::completion::fields::kind_name;
use crate::index::{KnownKey, NoteText, View};
use crate::note::{FieldKind, fields};

use super::Hover;
use super::excerpt::plain_line;

/// How many values are shown.
const SHOWN: usize = 5;

/// What the notes of the vault have under the key at byte `offset`.
pub(super) fn about(view: &View, source: &NoteText, offset: usize) -> Option<Hover> {
    let front = source.note.frontmatter.as_deref()?;
    if !front.body.touches(offset) {
        return None;
    }
    let fields = fields(&source.text);
    let field = fields.iter().find(|field| field.span.touches(offset))?;
    let keys = view.known_keys();
    let known = keys.iter().find(|key| key.name == field.name)?;
    Some(Hover { span: field.span, markdown: told(known) })
}

fn told(key: &KnownKey) -> String {
    let notes = if key.notes == 1 { "1 note".to_owned() } else { format!("{} notes", key.notes) };
    let mut out = format!("**{}** · {notes}", plain_line(&key.name));
    if let Some(kind) = key.set {
        out += &format!(" · {}, set in Obsidian", kind_name(kind));
    }
    let kinds = kinds_used(key);
    if !kinds.is_empty() {
        out += &format!(" · {kinds}");
    }
    let values = key.values.iter().take(SHOWN).map(|(value, notes)| {
        let times = if *notes == 1 { String::new() } else { format!(" ({notes})") };
        format!("\n- {}{times}", plain_line(value))
    });
    let values: String = values.collect();
    if !values.is_empty() {
        out += "\n";
        out += &values;
    }
    if key.values.len() > SHOWN {
        out += &format!("\n- … and {} more", key.values.len() - SHOWN);
    }
    out
}

/// The kinds that the values have, with how many notes have each when there are several; nothing when
/// all are of the kind that is set.
fn kinds_used(key: &KnownKey) -> String {
    let kinds: Vec<_> = key.kinds.iter().filter(|(kind, _)| *kind != FieldKind::Empty).collect();
    match kinds.as_slice() {
        [] => String::new(),
        [(kind, _)] if key.set == Some(*kind) => String::new(),
        [(kind, _)] => kind_name(*kind).to_owned(),
        several => {
            let each = several.iter().map(|(kind, notes)| format!("{} ({notes})", kind_name(*kind)));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}
