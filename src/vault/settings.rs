//! What can be set, and what holds when nothing is.

/// How a new link's path is written (R19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkFormat {
    /// The bare name when it is unique in the vault, else the full vault path.
    #[default]
    Shortest,
    /// From the source note's folder.
    Relative,
    /// The full vault path.
    Absolute,
}

/// How loud a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is broken.
    Error,
    /// Something is probably wrong.
    Warning,
    /// Worth knowing.
    Information,
    /// Shown quietly.
    Hint,
}

/// What a diagnostic says, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiagnosticCode {
    /// `unresolved-note`: no note has the name.
    UnresolvedNote,
    /// `unresolved-heading`: the note has no such heading.
    UnresolvedHeading,
    /// `unresolved-block`: the note has no such block id.
    UnresolvedBlock,
    /// `unresolved-attachment`: no file has the name.
    UnresolvedAttachment,
    /// `ambiguous-link`: several files fit, none of them in the note's own folder (R11).
    AmbiguousLink,
    /// `alias-as-target`: the name is only an alias of a note (R12).
    AliasAsTarget,
    /// `duplicate-block-id`: two blocks of a note have the same id.
    DuplicateBlockId,
    /// `invalid-frontmatter`: the frontmatter is no valid YAML (R7).
    InvalidFrontmatter,
    /// `invalid-alias`: an alias of the frontmatter that is none (R6).
    InvalidAlias,
    /// `invalid-tag`: a tag of the frontmatter that is none (R26).
    InvalidTag,
    /// `unlinked-mention`: the name of a note stands there as plain words. Only for who asks for it.
    UnlinkedMention,
}

impl DiagnosticCode {
    /// Every code.
    pub const ALL: [DiagnosticCode; 11] = [
        DiagnosticCode::UnresolvedNote,
        DiagnosticCode::UnresolvedHeading,
        DiagnosticCode::UnresolvedBlock,
        DiagnosticCode::UnresolvedAttachment,
        DiagnosticCode::AmbiguousLink,
        DiagnosticCode::AliasAsTarget,
        DiagnosticCode::DuplicateBlockId,
        DiagnosticCode::InvalidFrontmatter,
        DiagnosticCode::InvalidAlias,
        DiagnosticCode::InvalidTag,
        DiagnosticCode::UnlinkedMention,
    ];

    /// The code as editors, settings and `check` say it: `unresolved-note`.
    pub fn name(self) -> &'static str {
        match self {
            DiagnosticCode::UnresolvedNote => "unresolved-note",
            DiagnosticCode::UnresolvedHeading => "unresolved-heading",
            DiagnosticCode::UnresolvedBlock => "unresolved-block",
            DiagnosticCode::UnresolvedAttachment => "unresolved-attachment",
            DiagnosticCode::AmbiguousLink => "ambiguous-link",
            DiagnosticCode::AliasAsTarget => "alias-as-target",
            DiagnosticCode::DuplicateBlockId => "duplicate-block-id",
            DiagnosticCode::InvalidFrontmatter => "invalid-frontmatter",
            DiagnosticCode::InvalidAlias => "invalid-alias",
            DiagnosticCode::InvalidTag => "invalid-tag",
            DiagnosticCode::UnlinkedMention => "unlinked-mention",
        }
    }

    /// How loud it is when no setting says otherwise.
    pub fn default_severity(self) -> Severity {
        match self {
            DiagnosticCode::AmbiguousLink => Severity::Hint,
            DiagnosticCode::InvalidFrontmatter => Severity::Error,
            DiagnosticCode::UnlinkedMention => Severity::Information,
            _ => Severity::Warning,
        }
    }
}

/// The settings of one vault. `Settings::default()` is what holds when nothing is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `aliases_resolve`: whether `[[alias]]` leads to the note that has the alias (R12).
    pub aliases_resolve: bool,
    /// `links.format`: how the path of a new link is written (R19).
    pub link_format: LinkFormat,
    /// `links.markdown`: whether new links are Markdown links (R19).
    pub markdown_links: bool,
    /// `rename.update_title`: whether a first heading, `title` or `linter-yaml-title-alias` that
    /// equals a note's name is renamed with it (R24).
    pub rename_updates_title: bool,
    /// `rename.adopt_unresolved`: whether a note may be renamed to a name that unresolved links
    /// already say. They then lead to it; when this is off the rename is refused (R22).
    pub rename_adopts_unresolved: bool,
    /// `rename.add_alias`: whether a renamed note gets its old name as an alias (R24).
    pub rename_adds_alias: bool,
    /// `rename.update_display`: whether renaming an alias also renames the display texts of links to
    /// its note that say exactly that alias.
    pub rename_updates_display: bool,
    /// `rename.follow_moves`: whether, when files were moved outside the editor, a person is asked
    /// whether the links to them shall be updated (R22).
    pub rename_follows_moves: bool,
    /// `lens.backlinks`: whether code lenses say how many links lead to a note, a heading, a block.
    pub lens_backlinks: bool,
    /// `hints.titles`: whether inlay hints say the titles of notes that are named by ids.
    pub hints_titles: bool,
    /// `hints.embeds`: whether inlay hints say the text of embedded blocks.
    pub hints_embeds: bool,
    /// `hints.mentions`: whether inlay hints say which notes are mentioned and not linked.
    pub hints_mentions: bool,
    /// `mentions.ignore`: names that are no mentions.
    pub mentions_ignore: Vec<String>,
    /// `new.template`: the note that new notes begin as, as a vault path; empty for none.
    pub new_template: String,
    /// `daily.folder`: where daily notes are, as a vault path; empty for the vault's root.
    pub daily_folder: String,
    /// `daily.format`: how a daily note is called, in the tokens of moment.js; may hold folders.
    pub daily_format: String,
    /// `daily.template`: the note that daily notes begin as, as a vault path; empty for none.
    pub daily_template: String,
    /// `cache`: whether the index is kept between runs, in the user's cache folder.
    pub cache: bool,
    /// `files.gitignore`: whether files that `.gitignore` names are left out.
    pub respects_gitignore: bool,
    /// `files.exclude`: further files that are left out, in `.gitignore`'s patterns.
    pub exclude: Vec<String>,
    /// `.obsidian/app.json`'s `userIgnoreFilters`: paths, or patterns between two `/`.
    pub user_ignore_filters: Vec<String>,
    /// `diagnostics.<code>`: a severity for each code that is not at its default; `None` is `off`.
    pub severities: Vec<(DiagnosticCode, Option<Severity>)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            aliases_resolve: false,
            link_format: LinkFormat::Shortest,
            markdown_links: false,
            rename_updates_title: true,
            rename_adopts_unresolved: false,
            rename_adds_alias: false,
            rename_updates_display: false,
            rename_follows_moves: false,
            lens_backlinks: true,
            hints_titles: false,
            hints_embeds: false,
            hints_mentions: false,
            mentions_ignore: Vec::new(),
            new_template: String::new(),
            daily_folder: String::new(),
            daily_format: "YYYY-MM-DD".to_owned(),
            daily_template: String::new(),
            cache: true,
            respects_gitignore: true,
            exclude: Vec::new(),
            user_ignore_filters: Vec::new(),
            severities: Vec::new(),
        }
    }
}

impl Settings {
    /// The severity of `code`; `None` when it is off.
    pub fn severity(&self, code: DiagnosticCode) -> Option<Severity> {
        let set = self.severities.iter().rev().find(|(of, _)| *of == code);
        set.map_or(Some(code.default_severity()), |(_, severity)| *severity)
    }
}

/// What is wrong with one setting. Its default, or the value below it, stays in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// Where it was set: `.wikilinks.toml`, `.obsidian/app.json`, or `the editor's settings`.
    pub place: String,
    /// The key, as `links.format`; empty when the whole file cannot be read.
    pub key: String,
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
}

impl std::fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "{}: {}", self.place, self.message),
            key => write!(f, "{}: {key}: {}", self.place, self.message),
        }
    }
}
