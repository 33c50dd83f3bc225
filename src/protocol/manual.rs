//! The pages of the documentation that a diagnostic's code leads to. The program brings them with it, so
//! that they are those of this version, and can be read without a network.

use std::path::PathBuf;
use std::sync::OnceLock;

use tower_lsp::ls_types::{CodeDescription, Uri};

use crate::vault::{CacheFolder, DiagnosticCode};

use super::uri;

/// The page that documents every code.
const DIAGNOSTICS: &str = include_str!("../../docs/diagnostics.md");

/// It, and all that can be reached from it.
const PAGES: &[(&str, &str)] = &[
    ("cache.md", include_str!("../../docs/cache.md")),
    ("commands.md", include_str!("../../docs/commands.md")),
    ("daily.md", include_str!("../../docs/daily.md")),
    ("diagnostics.md", DIAGNOSTICS),
    ("doctor.md", include_str!("../../docs/doctor.md")),
    ("features.md", include_str!("../../docs/features.md")),
    ("list.md", include_str!("../../docs/list.md")),
    ("rename.md", include_str!("../../docs/rename.md")),
    ("semantics.md", include_str!("../../docs/semantics.md")),
    ("settings.md", include_str!("../../docs/settings.md")),
];

/// Where the pages are, once they have been asked for.
#[derive(Debug, Default)]
pub(super) struct Manual {
    folder: Option<CacheFolder>,
    put: OnceLock<Option<PathBuf>>,
}

impl Manual {
    /// One whose pages are put into `folder` when they are first needed; nowhere for `None`.
    pub fn new(folder: Option<CacheFolder>) -> Self {
        Self { folder, put: OnceLock::new() }
    }

    /// The place that documents `code`; `None` when the pages cannot be put anywhere.
    pub fn describes(&self, code: DiagnosticCode) -> Option<CodeDescription> {
        let page = uri::from_path(self.put.get_or_init(|| self.put()).as_deref()?)?;
        // How editors are told of a line in a file.
        let href: Uri = format!("{}#L{}", page.as_str(), line_of(code)?).parse().ok()?;
        Some(CodeDescription { href })
    }

    fn put(&self) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let put = PAGES.iter().map(|(name, text)| folder.put_page(name, text)).collect::<Result<Vec<_>, _>>();
        match put {
            Ok(pages) => pages.into_iter().find(|page| page.ends_with("diagnostics.md")),
            Err(error) => {
                tracing::info!("the manual is not put into {}: {error}", folder.path().display());
                None
            }
        }
    }
}

/// The line of the heading of `code`, counted from one.
fn line_of(code: DiagnosticCode) -> Option<usize> {
    let is_heading = |line: &str| line.strip_prefix("## ") == Some(code.name());
    DIAGNOSTICS.lines().position(is_heading).map(|line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Format, LinkSyntax, parse};

    #[test]
    fn every_code_has_a_heading() {
        for code in DiagnosticCode::ALL {
            assert!(line_of(code).is_some(), "{}", code.name());
        }
    }

    #[test]
    fn every_page_that_is_linked_is_there() {
        for (name, text) in PAGES {
            for link in &parse(text, Format::Markdown).links {
                let is_page = matches!(link.syntax, LinkSyntax::Inline { .. }) && !link.is_local();
                let leads_out = link.path.starts_with("../");
                assert!(
                    !is_page || leads_out || PAGES.iter().any(|(page, _)| *page == &*link.path),
                    "{name}: {}",
                    link.path
                );
            }
        }
    }
}
