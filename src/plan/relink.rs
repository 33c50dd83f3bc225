//! Which links have to change so that every link goes on meaning what it meant: R22.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::index::{File, FileId, Lookup, NoteText, Place, SharedPlace, View, link_key};
use crate::note::{Format, Link, Note, parse};
use crate::resolve::{
    FoundFile, Resolution, Rule, Spot, SpotKind, is_writable, resolve, resolve_path, resolve_subpath,
    unlinkable_reason,
};
use crate::text::{NameKey, fold};
use crate::vault::VaultPath;

use super::outcome::Outcome;
use super::rewrite::{path_like, says_md, style_of, subpath_like, written};
use super::{Edit, FileEdits, Reason, Refusal, check_adopted, check_writable, merge};

/// What a link means, as far as R22 compares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    leads: Leads,
    /// A Markdown link that is read from its folder stays one (R23): other readers of Markdown know
    /// no other way.
    from_folder: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    Nowhere,
    ToSpot(FileId, Spot),
    /// To the file, and there to nothing.
    Past(FileId, SpotKind),
}

impl Meaning {
    pub(super) fn of(resolution: &Resolution) -> Self {
        let leads = match resolution {
            Resolution::Found { file, spot } => Leads::ToSpot(file.place.id, *spot),
            Resolution::MissingSpot { file, kind } => Leads::Past(file.place.id, *kind),
            Resolution::MissingFile(_) => Leads::Nowhere,
        };
        Meaning { leads, from_folder: resolution.file().is_some_and(|file| file.rule == Rule::FromFolder) }
    }

    /// Whether a link that means `self` would, when it is not touched, still do so.
    pub(super) fn survives_as(self, after: Meaning) -> bool {
        self.leads == after.leads && (after.from_folder || !self.from_folder)
    }

    /// Whether the path still leads to the same file, in the same way.
    fn keeps_file(self, after: Meaning) -> bool {
        self.leads.file() == after.leads.file() && (after.from_folder || !self.from_folder)
    }
}

impl Leads {
    fn file(self) -> Option<FileId> {
        match self {
            Leads::Nowhere => None,
            Leads::ToSpot(id, _) | Leads::Past(id, _) => Some(id),
        }
    }
}

/// The links of a vault before and after a change.
pub struct Relink<'a> {
    pub(super) view: &'a View,
    pub(super) outcome: &'a Outcome<'a>,
    /// The renamed files: links to them and in them are [`Reason::Link`], others [`Reason::Guard`].
    subjects: FxHashSet<FileId>,
}

/// How often the edits are computed again because they change headings: a link in a heading that a
/// link leads to, whose heading a link leads to, and so on.
const ROUNDS: usize = 8;

/// The edits that keep every link's meaning when `subjects` change so that the vault becomes
/// `outcome`, together with `own`, the edits that change it so.
///
/// A rewritten link can stand in a heading, which then has another name itself: the links to that
/// heading follow, round by round.
///
/// # Errors
/// As [`Relink::run`], and when a setting forbids what the change would do to unresolved links.
pub fn with_links(
    view: &View,
    mut outcome: Outcome<'_>,
    subjects: &[FileId],
    own: &[FileEdits],
    checks_adopted: bool,
) -> Result<Vec<FileEdits>, Refusal> {
    for _ in 0..ROUNDS {
        let relinked = Relink::new(view, &outcome, subjects.iter().copied()).run()?;
        if checks_adopted {
            check_adopted(view, &relinked)?;
        }
        let mut edits = relinked.edits;
        own.iter().for_each(|own| merge(&mut edits, own.clone()));
        let renamed = renamed_headings(view, &outcome, &edits)?;
        if renamed.is_empty() {
            check_writable(view, &edits)?;
            return Ok(edits);
        }
        for (id, after) in renamed {
            outcome = outcome.changed(id, after);
        }
    }
    Err(Refusal(
        "links in headings lead to headings that hold links themselves, too many in a row; rename these headings first".to_owned(),
    ))
}

/// The notes whose headings are called otherwise after the edits than in `outcome`.
fn renamed_headings(
    view: &View,
    outcome: &Outcome<'_>,
    edits: &[FileEdits],
) -> Result<Vec<(FileId, Arc<Note>)>, Refusal> {
    let mut renamed = Vec::new();
    for file in edits.iter().filter(|file| file.edits_a_heading()) {
        let Some(id) = view.index.file_at(&file.path).map(|file| file.place.id) else { continue };
        let after = parse(&file.applied(), Format::Markdown);
        if after.headings.len() != file.note.headings.len() {
            let path = &file.path;
            return Err(Refusal(format!(
                "a heading of {path} would not be one any more; choose another name"
            )));
        }
        let texts =
            |note: &Note| note.headings.iter().map(|h| (h.raw.clone(), h.plain.clone())).collect::<Vec<_>>();
        if outcome.note(id).is_none_or(|known| texts(&known) != texts(&after)) {
            renamed.push((id, Arc::new(after)));
        }
    }
    Ok(renamed)
}

/// The edits that keep every link's meaning, file by file, and the links that would come to lead
/// somewhere although they lead nowhere now.
#[derive(Default)]
pub struct Relinked {
    /// In the order of the paths.
    pub edits: Vec<FileEdits>,
    /// Links that lead nowhere now, and would lead to the renamed thing.
    pub adopted: Vec<Adopted>,
}

/// A link that leads nowhere now, and would lead somewhere.
pub struct Adopted {
    /// The note that holds it.
    pub path: VaultPath,
    /// The link as it is written.
    pub text: String,
}

impl Adopted {
    fn of(read: &NoteText, link: &Link) -> Self {
        Self { path: read.file.place.path.clone(), text: link.span.of(&read.text).to_owned() }
    }
}

impl<'a> Relink<'a> {
    /// The links of the vault, when `subjects` change so that the vault becomes `outcome`.
    pub fn new(view: &'a View, outcome: &'a Outcome<'a>, subjects: impl IntoIterator<Item = FileId>) -> Self {
        Self { view, outcome, subjects: subjects.into_iter().collect() }
    }

    /// Computes the edits.
    ///
    /// # Errors
    /// When a link cannot be written so that it keeps its meaning, or a note that has to be edited
    /// cannot be read.
    pub fn run(&self) -> Result<Relinked, Refusal> {
        let (files, keys) = self.concerned();
        // Every note that is edited is read again (R25), which several threads do at once.
        let relinked = self.view.map_all(&files, |file| self.relink_file(file, &keys));
        relinked.into_iter().try_fold(Relinked::default(), |mut all, more| {
            let more = more?;
            all.edits.extend(more.edits);
            all.adopted.extend(more.adopted);
            Ok(all)
        })
    }

    /// Every file that holds a link whose meaning could change, in the order of the paths: the
    /// changed files themselves, and those that link under a name that is left or reached. With the
    /// keys of these names.
    fn concerned(&self) -> (Vec<Arc<File>>, FxHashSet<NameKey>) {
        let index = &self.view.index;
        let mut ids: FxHashSet<FileId> = self.outcome.moved_ids().chain(self.outcome.changed_ids()).collect();
        let changed: Vec<_> = ids.iter().filter_map(|id| index.file(*id)).collect();
        let mut keys: Vec<NameKey> = changed.iter().flat_map(|file| file.link_keys()).collect();
        keys.extend(changed.iter().map(|file| link_key(self.outcome.place_of(&file.place).path.name())));
        let aliases = changed.iter().filter_map(|file| self.outcome.note(file.place.id));
        keys.extend(
            aliases.flat_map(|note| note.aliases().map(|alias| link_key(&alias.value)).collect::<Vec<_>>()),
        );
        let mut keys: FxHashSet<NameKey> = keys.into_iter().collect();
        for key in &keys {
            ids.extend(index.referrers(key).iter());
        }
        let files = index.files_of(ids);
        keys.extend(self.outcome.reached().map(|place| link_key(place.path.name())));
        (files, keys)
    }

    fn relink_file(&self, file: &Arc<File>, keys: &FxHashSet<NameKey>) -> Result<Relinked, Refusal> {
        let mut relinked = Relinked::default();
        let Some(known) = file.note() else { return Ok(relinked) };
        let id = file.place.id;
        // Where neither the file nor what a link names is another, the link means what it meant.
        let is_subject = self.outcome.changes(id);
        let may_change = |link: &Link| is_subject || keys.contains(&link_key(link.name()));
        let change = |link: &Link| may_change(link).then(|| self.change(&file.place, link)).flatten();
        if !known.links.iter().any(|link| change(link).is_some()) || self.outcome.lost(self.view, file) {
            return Ok(relinked);
        }
        let read = self.outcome.read(self.view, id)?;
        let mut edits = Vec::new();
        for link in &read.note.links {
            let Some((before, after)) = change(link) else { continue };
            match before.file() {
                Some(found) => self.rewrite(&read, link, (&before, after), found, &mut edits)?,
                None => relinked.adopted.push(Adopted::of(&read, link)),
            }
            if let Resolution::MissingSpot { file: found, .. } = &before
                && self.is_adopted(link, found.place.id)
            {
                relinked.adopted.push(Adopted::of(&read, link));
            }
        }
        if let Some(edits) = file_edits(read, edits) {
            self.check_read_again(&file.place, &edits)?;
            relinked.edits.push(edits);
        }
        Ok(relinked)
    }

    /// What `link` in the file at `place` means now, and would mean if nobody touched it; `None` when
    /// it need not be touched.
    fn change(&self, place: &SharedPlace, link: &Link) -> Option<(Resolution, Meaning)> {
        let settings = &self.view.vault.settings;
        let before = resolve(&*self.view.index, settings, place, link);
        let after = Meaning::of(&resolve(self.outcome, settings, &self.outcome.place_of(place), link));
        let replaced = before.file().is_some_and(|file| self.outcome.replaces(file.place.id));
        (!replaced && !Meaning::of(&before).survives_as(after)).then_some((before, after))
    }

    /// Whether a link to a place that is missing in the file `id` would find one there.
    fn is_adopted(&self, link: &Link, id: FileId) -> bool {
        let subpath = link.subpath.as_deref().unwrap_or_default();
        self.outcome.note(id).is_some_and(|after| resolve_subpath(&after, subpath, link.syntax).is_ok())
    }

    /// The edits that make `link` mean `before` again, and not `after`.
    fn rewrite(
        &self,
        read: &NoteText,
        link: &Link,
        (before, after): (&Resolution, Meaning),
        found: &FoundFile,
        edits: &mut Vec<Edit>,
    ) -> Result<(), Refusal> {
        let place = &read.file.place;
        let expected = [found.place.id, place.id].iter().any(|id| self.subjects.contains(id));
        let reason = if expected { Reason::Link } else { Reason::Guard };
        let stuck = || {
            let (target, shown) = (&found.place.path, link.span.of(&read.text));
            let to = &self.outcome.place_of(&found.place).path;
            if let Some(mark) = unlinkable_reason(to.name()).filter(|_| !is_writable(to.name(), link.syntax))
            {
                return Refusal(format!(
                    "the link {shown} in {place} cannot lead to {to}: the name holds \"{mark}\", and no wikilink can hold that; choose another name",
                    place = place.path
                ));
            }
            Refusal(format!(
                "the link {shown} in {place} could not be written so that it still leads to {target}; choose another name",
                place = place.path
            ))
        };
        if !Meaning::of(before).keeps_file(after) {
            let (from, to) = (self.outcome.place_of(place), self.outcome.place_of(&found.place));
            let style = style_of(link, found.rule, &found.place);
            let alias = || self.alias_like(link, found, &from);
            let path = alias()
                .or_else(|| self.with_new_name(link, found, &from, &to))
                .or_else(|| path_like(self.outcome, &self.view.vault.settings, &from, &to, link, style))
                .ok_or_else(stuck)?;
            let raw = link.path_span.of(&read.text);
            edits.push(Edit { span: link.path_span, text: written(link, &path, raw).into_owned(), reason });
        }
        if let (Resolution::Found { spot, .. }, Some(span)) = (before, link.subpath_span)
            && let (Some(old), Some(new)) = self.notes(found.place.id)
            && resolve_subpath(&new, link.subpath.as_deref().unwrap_or_default(), link.syntax) != Ok(*spot)
            && *spot != Spot::Whole
        {
            let subpath = subpath_like(&old, &new, link, *spot).ok_or_else(stuck)?;
            edits.push(Edit {
                span,
                text: written(link, &subpath, span.of(&read.text)).into_owned(),
                reason,
            });
        }
        Ok(())
    }

    /// The new text of an alias that a link says, when aliases are targets (R12).
    fn alias_like(&self, link: &Link, found: &FoundFile, from: &Place) -> Option<String> {
        let (Some(before), Some(after)) = self.notes(found.place.id) else { return None };
        let at = before.aliases().position(|alias| fold(&alias.value) == fold(&link.path))?;
        let text = Some(after.aliases().nth(at)?.value.to_string());
        let text = text.filter(|text| is_writable(text, link.syntax))?;
        let leads = resolve_path(self.outcome, &self.view.vault.settings, from, &text, link.syntax).ok()?;
        (found.rule == Rule::Alias && leads.place.id == found.place.id).then_some(text)
    }

    /// The path as it is written, with another last segment: the least change, where it leads to
    /// the file in the same way.
    fn with_new_name(&self, link: &Link, found: &FoundFile, from: &Place, to: &Place) -> Option<String> {
        let folders = &link.path[..link.path.len() - link.name().len()];
        let name = if says_md(link) { to.path.name() } else { to.path.stem() };
        let text = Some(format!("{folders}{name}")).filter(|text| is_writable(text, link.syntax))?;
        let leads = resolve_path(self.outcome, &self.view.vault.settings, from, &text, link.syntax).ok()?;
        (leads.place.id == to.id && leads.rule == found.rule).then_some(text)
    }

    /// The note `id` before and after.
    fn notes(&self, id: FileId) -> (Option<Arc<Note>>, Option<Arc<Note>>) {
        (Lookup::note(&*self.view.index, id), self.outcome.note(id))
    }
}

/// The edits of one file that change its text, in their order; none when there is none.
pub fn file_edits(read: NoteText, mut edits: Vec<Edit>) -> Option<FileEdits> {
    edits.retain(|edit| edit.span.of(&read.text) != edit.text);
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    Some(FileEdits {
        path: read.file.place.path.clone(),
        version: read.file.open().map(|open| open.version),
        text: read.text,
        note: read.note,
        edits,
    })
}
