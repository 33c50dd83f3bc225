//! Any vault: each link in it means what the rules say, read word by word (R9–R18).
#![no_main]

use std::path::Path;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use wikilinks::index::{Index, View};
use wikilinks::note::Format;
use wikilinks::vault::{Settings, Stamp, Vault, VaultPath};
use wikilinks_fuzz::{reference, vault_text};

fuzz_target!(|bytes: &[u8]| {
    let text = wikilinks_fuzz::text(bytes);
    let index = Index::new();
    for (path, text) in vault_text::files(text) {
        let path = VaultPath::new(&path).expect("it was looked at");
        match Format::of(path.name()) {
            Some(_) => index.put_open(&path, 1, text.as_str().into()),
            None => index.put_disk(&path, None, Stamp { modified: None, size: 0 }),
        };
    }
    let settings = Settings { aliases_resolve: text.len() % 2 == 1, ..Settings::default() };
    let vault = Vault::with_settings(Path::new("/nowhere/that/exists"), settings);
    reference::check(&View::new(Arc::new(vault), Arc::new(index)));
});
