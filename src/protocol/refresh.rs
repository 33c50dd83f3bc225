//! Tells the client to ask again for code lenses, inlay hints and semantic tokens, when other files
//! change what an open document shows. For diagnostics, [`super::diagnostics`] does so.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::features::hints::hints;
use crate::features::lens::lenses;
use crate::features::semantic_tokens::tokens;
use crate::index::{File, View};
use crate::text::Span;
use crate::vault::{Vault, VaultPath};

use super::capabilities::Support;
use super::diagnostics::open_files;
use super::request::{Asked, on_worker};
use super::session::Session;
use super::workspace::{Folder, Loaded, lock};

/// How long nothing has to change before the client is told.
const QUIET: Duration = Duration::from_millis(250);

/// How long that is waited for: someone who types without a pause hears of it all the same.
const LONGEST: Duration = Duration::from_secs(2);

/// Something that a client shows of a document, and has to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// Code lenses.
    Lenses,
    /// Inlay hints.
    Hints,
    /// Semantic tokens.
    Tokens,
}

/// What each answer was made of that the client has of a document: a change that comes behind it, and
/// before the document was looked at, is found by that.
#[derive(Default)]
pub(super) struct Given(Mutex<FxHashMap<(u32, VaultPath), FxHashMap<Part, Basis>>>);

/// What an answer is made of: the version of the document, the vault with its settings, the revision of
/// the index.
#[derive(Clone)]
struct Basis {
    version: i32,
    vault: Weak<Vault>,
    revision: u64,
}

impl Basis {
    fn of(view: &View, version: i32) -> Self {
        Self { version, vault: Arc::downgrade(&view.vault), revision: view.index.revision() }
    }
}

impl Given {
    /// Keeps that `part` of the document is being answered now.
    pub fn keep(&self, asked: &Asked, part: Part) {
        let Some(open) = asked.file.open() else { return };
        let basis = Basis::of(&asked.view, open.version);
        let key = (asked.folder.id, asked.file.place.path.clone());
        lock(&self.0).entry(key).or_default().insert(part, basis);
    }

    /// Whether the client was given `part` for this version of its document, and all else may be
    /// something else by now.
    fn is_older(&self, key: &(u32, VaultPath), part: Part, now: &Basis) -> bool {
        let given = lock(&self.0);
        given.get(key).and_then(|parts| parts.get(&part)).is_some_and(|given| {
            let is_same = given.revision == now.revision && Weak::ptr_eq(&given.vault, &now.vault);
            given.version == now.version && !is_same
        })
    }

    /// The document is closed.
    pub fn forget(&self, folder: &Folder, path: &VaultPath) {
        lock(&self.0).remove(&(folder.id, path.clone()));
    }
}

/// What an open document shows, as hashes; of what the client cannot be told, nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shown {
    /// The version of its own text.
    version: Option<i32>,
    lenses: u64,
    hints: u64,
    tokens: u64,
}

/// What the client is to ask for again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Stale {
    lenses: bool,
    hints: bool,
    tokens: bool,
}

type Known = FxHashMap<(u32, VaultPath), Shown>;

/// Tells the client as long as the session lives. Returns at once when it cannot be told anything.
pub(super) async fn refresh(session: Arc<Session>) {
    let support = session.support();
    if !(support.refresh_lenses || support.refresh_hints || support.refresh_tokens) {
        return;
    }
    let mut known = Known::default();
    loop {
        session.changes.wait_to_show().await;
        let latest = Instant::now() + LONGEST;
        while Instant::now() < latest
            && tokio::time::timeout(QUIET, session.changes.wait_to_show()).await.is_ok()
        {}
        let (looking, before) = (session.clone(), std::mem::take(&mut known));
        let looked = on_worker("refresh", move |_| Ok(look(&looking, &before))).await;
        // After a panic nothing is known: the next look begins anew.
        let (stale, now) = looked.unwrap_or_default();
        known = now;
        tell(&session, stale).await;
    }
}

async fn tell(session: &Session, stale: Stale) {
    let client = &session.client;
    let mut answers = Vec::new();
    if stale.lenses {
        answers.push(client.code_lens_refresh().await);
    }
    if stale.hints {
        answers.push(client.inlay_hint_refresh().await);
    }
    if stale.tokens {
        answers.push(client.semantic_tokens_refresh().await);
    }
    for error in answers.into_iter().filter_map(Result::err) {
        tracing::debug!("the editor does not refresh: {error}");
    }
}

/// What every open document shows now, and what is not as it was. A document whose own text is
/// another one is asked about by the client anyway; whether it has asked already says what it was given.
fn look(session: &Session, known: &Known) -> (Stale, Known) {
    let (mut stale, mut now) = (Stale::default(), Known::default());
    for folder in session.workspace.folders().iter().filter(|folder| folder.has(Loaded::All)) {
        session.flush(folder);
        let view = folder.view();
        for file in open_files(session, folder, |_| true) {
            // Nobody has asked yet: who waits for an answer goes first.
            std::thread::yield_now();
            let basis = file.open().map(|open| Basis::of(&view, open.version));
            let shown = shown(&view, &file, session.support());
            let key = (folder.id, file.place.path.clone());
            if let Some(before) = known.get(&key).filter(|before| before.version == shown.version) {
                stale.lenses |= before.lenses != shown.lenses;
                stale.hints |= before.hints != shown.hints;
                stale.tokens |= before.tokens != shown.tokens;
            } else if let Some(now) = &basis {
                let support = session.support();
                let is_older = |part| session.given.is_older(&key, part, now);
                stale.lenses |= support.refresh_lenses && is_older(Part::Lenses);
                stale.hints |= support.refresh_hints && is_older(Part::Hints);
                stale.tokens |= support.refresh_tokens && is_older(Part::Tokens);
            }
            now.insert(key, shown);
        }
    }
    (stale, now)
}

fn shown(view: &View, file: &File, support: &Support) -> Shown {
    let id = file.place.id;
    let mut shown = Shown { version: file.open().map(|open| open.version), ..Shown::default() };
    if support.refresh_lenses && view.vault.settings.lens_backlinks {
        let lenses = lenses(view, id).into_iter().map(|lens| (lens.span, lens.count));
        shown.lenses = hash(lenses);
    }
    let Ok(read) = view.read(id) else { return shown };
    let all = Span { start: 0, end: read.note.length };
    if support.refresh_hints {
        shown.hints = hash(hints(view, id, all).into_iter().map(|hint| (hint.at, hint.text)));
    }
    if support.refresh_tokens {
        let tokens = tokens(view, &read, all).into_iter();
        shown.tokens = hash(tokens.map(|token| (token.span, token.unresolved)));
    }
    shown
}

fn hash<T: Hash>(items: impl Iterator<Item = T>) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.for_each(|item| item.hash(&mut hasher));
    hasher.finish()
}
