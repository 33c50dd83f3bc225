//! Every key that can be set: the one place that defines a setting.

use serde_json::Value;

use super::{DiagnosticCode, LinkFormat, Settings, Severity};

/// One setting.
pub(super) struct Setting {
    /// Its key, with `.` between tables: `links.format`.
    pub key: &'static str,
    /// What it holds, and where.
    pub kind: Kind,
    /// What it does, as one sentence or two.
    pub description: &'static str,
}

/// What a setting holds, and its field of [`Settings`].
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// `true` or `false`.
    Switch(fn(&mut Settings) -> &mut bool),
    /// A string.
    Text(fn(&mut Settings) -> &mut String),
    /// One of [`LINK_FORMATS`].
    LinkFormat,
    /// A list of strings.
    Strings(fn(&mut Settings) -> &mut Vec<String>),
    /// One of [`SEVERITIES`].
    Severity(DiagnosticCode),
}

/// The names of the formats of a link.
const LINK_FORMATS: [(&str, LinkFormat); 3] = [
    ("shortest", LinkFormat::Shortest),
    ("relative", LinkFormat::Relative),
    ("absolute", LinkFormat::Absolute),
];

/// The names of the severities.
const SEVERITIES: [(&str, Option<Severity>); 5] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("information", Some(Severity::Information)),
    ("hint", Some(Severity::Hint)),
    ("off", None),
];

/// Every setting, in the order of the documentation.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "aliases_resolve",
        kind: Kind::Switch(|settings| &mut settings.aliases_resolve),
        description: "Whether `[[alias]]` leads to the note that has the alias. Obsidian does not resolve aliases.",
    },
    Setting {
        key: "links.format",
        kind: Kind::LinkFormat,
        description: "How the path of a new link is written: the bare name when it is unique, from the note's own folder, or from the vault's root.",
    },
    Setting {
        key: "links.markdown",
        kind: Kind::Switch(|settings| &mut settings.markdown_links),
        description: "Whether new links are Markdown links, `[name](name.md)`, and not wikilinks.",
    },
    Setting {
        key: "rename.update_title",
        kind: Kind::Switch(|settings| &mut settings.rename_updates_title),
        description: "Whether a first heading or a title in the frontmatter that equals a note's name is renamed with the note.",
    },
    Setting {
        key: "rename.adopt_unresolved",
        kind: Kind::Switch(|settings| &mut settings.rename_adopts_unresolved),
        description: "Whether a note may get a name that unresolved links already say. They then lead to it. When off, such a rename is refused.",
    },
    Setting {
        key: "rename.add_alias",
        kind: Kind::Switch(|settings| &mut settings.rename_adds_alias),
        description: "Whether a renamed note gets its old name as an alias.",
    },
    Setting {
        key: "rename.update_display",
        kind: Kind::Switch(|settings| &mut settings.rename_updates_display),
        description: "Whether renaming an alias also renames the display texts that say it, in links to its note.",
    },
    Setting {
        key: "rename.follow_moves",
        kind: Kind::Switch(|settings| &mut settings.rename_follows_moves),
        description: "Whether the editor is asked to update links when files were moved outside it.",
    },
    Setting {
        key: "lens.backlinks",
        kind: Kind::Switch(|settings| &mut settings.lens_backlinks),
        description: "Whether code lenses say how many links lead to a note, to each of its headings, and to each of its blocks.",
    },
    Setting {
        key: "hints.titles",
        kind: Kind::Switch(|settings| &mut settings.hints_titles),
        description: "Whether inlay hints behind links say the titles of notes that are named by ids.",
    },
    Setting {
        key: "hints.embeds",
        kind: Kind::Switch(|settings| &mut settings.hints_embeds),
        description: "Whether inlay hints behind `![[note#^block]]` say the text of the block.",
    },
    Setting {
        key: "hints.mentions",
        kind: Kind::Switch(|settings| &mut settings.hints_mentions),
        description: "Whether inlay hints behind words say that they are the name of a note, and no link.",
    },
    Setting {
        key: "mentions.ignore",
        kind: Kind::Strings(|settings| &mut settings.mentions_ignore),
        description: "Names of notes, and aliases, that are no mentions where they stand as plain words.",
    },
    Setting {
        key: "new.template",
        kind: Kind::Text(|settings| &mut settings.new_template),
        description: "The note of the vault that new notes begin as, by its path. Without one, a new note begins with its name as a heading.",
    },
    Setting {
        key: "daily.folder",
        kind: Kind::Text(|settings| &mut settings.daily_folder),
        description: "The folder of the daily notes.",
    },
    Setting {
        key: "daily.format",
        kind: Kind::Text(|settings| &mut settings.daily_format),
        description: "How a daily note is called, in the tokens of moment.js. It may hold folders.",
    },
    Setting {
        key: "daily.template",
        kind: Kind::Text(|settings| &mut settings.daily_template),
        description: "The note of the vault that daily notes begin as, by its path. Without one, a daily note begins empty.",
    },
    Setting {
        key: "cache",
        kind: Kind::Switch(|settings| &mut settings.cache),
        description: "Whether what is known of the vault is kept between runs, in the user's cache folder, so that the next start need not read notes that have not changed.",
    },
    Setting {
        key: "files.gitignore",
        kind: Kind::Switch(|settings| &mut settings.respects_gitignore),
        description: "Whether files that the vault's `.gitignore` files name are left out.",
    },
    Setting {
        key: "files.exclude",
        kind: Kind::Strings(|settings| &mut settings.exclude),
        description: "Further files and folders that are left out, as patterns of `.gitignore` from the vault's root.",
    },
    Setting {
        key: "diagnostics.unresolved-note",
        kind: Kind::Severity(DiagnosticCode::UnresolvedNote),
        description: "A link to a note that does not exist.",
    },
    Setting {
        key: "diagnostics.unresolved-heading",
        kind: Kind::Severity(DiagnosticCode::UnresolvedHeading),
        description: "A link to a heading that the note does not have.",
    },
    Setting {
        key: "diagnostics.unresolved-block",
        kind: Kind::Severity(DiagnosticCode::UnresolvedBlock),
        description: "A link to a block id that the note does not have.",
    },
    Setting {
        key: "diagnostics.unresolved-attachment",
        kind: Kind::Severity(DiagnosticCode::UnresolvedAttachment),
        description: "A link to an image or another file that does not exist.",
    },
    Setting {
        key: "diagnostics.ambiguous-link",
        kind: Kind::Severity(DiagnosticCode::AmbiguousLink),
        description: "A link that several files fit, none of them in the note's own folder.",
    },
    Setting {
        key: "diagnostics.alias-as-target",
        kind: Kind::Severity(DiagnosticCode::AliasAsTarget),
        description: "A link that says an alias where the name of a note is needed.",
    },
    Setting {
        key: "diagnostics.duplicate-block-id",
        kind: Kind::Severity(DiagnosticCode::DuplicateBlockId),
        description: "A block id that stands twice in a note.",
    },
    Setting {
        key: "diagnostics.invalid-frontmatter",
        kind: Kind::Severity(DiagnosticCode::InvalidFrontmatter),
        description: "Frontmatter that is not valid YAML.",
    },
    Setting {
        key: "diagnostics.invalid-alias",
        kind: Kind::Severity(DiagnosticCode::InvalidAlias),
        description: "An alias of the frontmatter that Obsidian does not read as one.",
    },
    Setting {
        key: "diagnostics.invalid-tag",
        kind: Kind::Severity(DiagnosticCode::InvalidTag),
        description: "A tag of the frontmatter that Obsidian does not read as one.",
    },
    Setting {
        key: "diagnostics.unlinked-mention",
        kind: Kind::Severity(DiagnosticCode::UnlinkedMention),
        description: "The name of a note as plain words; only told by `check --mentions`.",
    },
];

impl Kind {
    /// Sets `value` in `settings`. False when it is not a value of this kind; nothing is set then.
    pub fn set(self, settings: &mut Settings, value: &Value) -> bool {
        match self {
            Kind::Switch(field) => value.as_bool().map(|on| *field(settings) = on),
            Kind::Text(field) => value.as_str().map(|text| *field(settings) = text.to_owned()),
            Kind::Strings(field) => strings(value).map(|list| *field(settings) = list),
            Kind::LinkFormat => named(&LINK_FORMATS, value).map(|format| settings.link_format = format),
            Kind::Severity(code) => named(&SEVERITIES, value).map(|severity| {
                settings.severities.retain(|(of, _)| *of != code);
                settings.severities.push((code, severity));
            }),
        }
        .is_some()
    }

    /// What can be set, in words.
    pub fn values(self) -> String {
        match self {
            Kind::Switch(_) => "`true` or `false`".to_owned(),
            Kind::Text(_) => "a string".to_owned(),
            Kind::Strings(_) => "a list of strings".to_owned(),
            Kind::LinkFormat => any_of(&LINK_FORMATS),
            Kind::Severity(_) => any_of(&SEVERITIES),
        }
    }

    /// What holds in `settings`, which are left as they are.
    pub fn value(self, settings: &mut Settings) -> Value {
        match self {
            Kind::Switch(field) => (*field(settings)).into(),
            Kind::Text(field) => field(settings).clone().into(),
            Kind::Strings(field) => field(settings).clone().into(),
            Kind::LinkFormat => name_of(&LINK_FORMATS, settings.link_format).into(),
            Kind::Severity(code) => name_of(&SEVERITIES, settings.severity(code)).into(),
        }
    }
}

/// The strings of a list; `None` when it is no list, or holds something else.
fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// What `value` names in `table`.
fn named<T: Copy>(table: &[(&str, T)], value: &Value) -> Option<T> {
    let name = value.as_str()?;
    table.iter().find(|(of, _)| *of == name).map(|(_, meant)| *meant)
}

/// The name of `meant`.
fn name_of<T: PartialEq>(table: &[(&'static str, T)], meant: T) -> &'static str {
    table.iter().find(|(_, of)| *of == meant).map_or("", |(name, _)| *name)
}

/// The names of `table` as a list in words: `"a", "b" or "c"`.
fn any_of<T>(table: &[(&str, T)]) -> String {
    let names: Vec<String> = table.iter().map(|(name, _)| format!("`\"{name}\"`")).collect();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What a person needs to know of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingDoc {
    /// Its key, with `.` between tables: `links.format`.
    pub key: &'static str,
    /// What holds when it is not set, as TOML: `"shortest"`.
    pub default: String,
    /// What can be set, in words: `` `true` or `false` ``.
    pub values: String,
    /// What it does.
    pub description: &'static str,
}

/// Every setting, for the documentation and for `doctor`.
pub fn setting_docs() -> Vec<SettingDoc> {
    let doc = |setting: &Setting| SettingDoc {
        key: setting.key,
        // A plain value, or a list of strings, is written alike in JSON and TOML.
        default: setting.kind.value(&mut Settings::default()).to_string(),
        values: setting.kind.values(),
        description: setting.description,
    };
    SETTINGS.iter().map(doc).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Vault;
    use super::super::fixture::folder;
    use super::*;

    const PAGE: &str = include_str!("../../docs/settings.md");

    /// The text between the first two backticks of each line of the page that begins with `start`.
    fn quoted_after(start: &str) -> Vec<&str> {
        let lines = PAGE.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(start));
        lines.filter_map(|rest| rest.split('`').next()).collect()
    }

    /// The fenced blocks of the page in `language`.
    fn examples(language: &str) -> Vec<&'static str> {
        let fence = format!("```{language}\n");
        let blocks = PAGE.split(&fence).skip(1);
        blocks.map(|block| block.split("```").next().unwrap()).collect()
    }

    #[test]
    fn the_page_has_a_section_and_a_row_for_each_setting_and_for_nothing_else() {
        let keys: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        assert_eq!(quoted_after(" `"), keys);
        let rows: String =
            setting_docs().iter().map(|doc| format!("| `{}` | `{}` |\n", doc.key, doc.default)).collect();
        let table = PAGE.split("| Key | Default |\n|---|---|\n").nth(1).unwrap();
        assert_eq!(table.split("\n\n").next().unwrap(), rows.trim_end());
    }

    #[test]
    fn the_page_names_every_value() {
        for (name, _) in LINK_FORMATS {
            assert!(PAGE.contains(&format!("- `\"{name}\"`:")), "{name}");
        }
        for (name, _) in SEVERITIES {
            assert!(PAGE.contains(&format!("`\"{name}\"`")), "{name}");
        }
    }

    #[test]
    fn every_example_of_the_page_is_fine() {
        let (toml, json) = (examples("toml"), examples("json"));
        assert_eq!((toml.len(), json.len()), (23, 2));
        for text in toml.iter().filter(|text| !text.contains("[language-server")) {
            let root = folder(&[(".wikilinks.toml", text)]);
            assert_eq!(Vault::open(root.path(), &Value::Null).1, [], "{text}");
        }
        for text in json {
            let client: Value = serde_json::from_str(text).unwrap();
            let (vault, problems) = Vault::open(folder(&[]).path(), &client);
            assert_eq!(problems, [], "{text}");
            assert_eq!(vault.settings.link_format, LinkFormat::Relative, "{text}");
        }
    }

    #[test]
    fn every_setting_says_what_it_does() {
        for doc in setting_docs() {
            assert!(doc.description.ends_with('.') && !doc.values.is_empty(), "{}", doc.key);
        }
    }
}
