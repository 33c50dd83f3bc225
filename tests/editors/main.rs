//! Real editors drive the built server.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

#[test]
fn neovim_does_all_that_its_readme_promises() {
    let steps = [
        "attached",
        "diagnostics appear and go",
        "completion accepted",
        "definition",
        "hover",
        "references",
        "code lens",
        "calls, outline, colours",
        "symbols, folds, highlights, hints, another way to write a link",
        "rename",
    ];
    drive_neovim("server.lua", &steps);
}

#[test]
fn the_neovim_plugin_does_all_that_its_help_promises() {
    let steps = [
        "attached",
        "proposals while typing",
        "subcommands",
        "check",
        "lists",
        "daily notes",
        "a section as a note, a table of contents",
        "an embed as text, a link to a paragraph",
        "keys of the frontmatter",
        "code lenses",
        "new",
        "rename of a note",
        "rename of a folder",
        "rename by grn",
        "help",
        "health",
    ];
    drive_neovim("plugin.lua", &steps);
}

/// Runs a script of `tests/editors/neovim`, which has to say that it did these steps.
fn drive_neovim(script: &str, steps: &[&str]) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let binary = Path::new(env!("CARGO_BIN_EXE_wikilinks"));
    let neovim = neovim(repository);
    let output = Command::new(&neovim)
        .args(["--headless", "--clean", "-l"])
        .arg(repository.join("tests/editors/neovim").join(script))
        .env("WIKILINKS_REPOSITORY", repository)
        .env("WIKILINKS_BINARY", binary)
        .env("NVIM", &neovim)
        .env("NVIM_LOG_FILE", folder.path().join("nvim.log"))
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .env("XDG_CONFIG_HOME", folder.path().join("config"))
        .current_dir(folder.path())
        .output()
        .expect("Neovim runs");
    let said = said(&output);
    for step in steps {
        assert!(said.contains(&format!("ok: {step}")), "no \"ok: {step}\":\n{said}");
    }
    assert!(output.status.success(), "{said}");
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A Neovim of at least version 0.11: the one that `WIKILINKS_NVIM` names, the one in `.cache`, the
/// one on the `PATH`, or one that is installed now.
fn neovim(repository: &Path) -> PathBuf {
    static INSTALLING: Mutex<()> = Mutex::new(());
    // A test that failed to install one says so by itself; the next one tries again.
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(named) = std::env::var_os("WIKILINKS_NVIM") {
        let named = PathBuf::from(named);
        assert!(is_new_enough(&named), "WIKILINKS_NVIM is no Neovim 0.11 or newer: {}", named.display());
        return named;
    }
    let cached = repository.join(".cache/nvim/bin/nvim");
    let known = [cached.clone(), PathBuf::from("nvim")];
    if let Some(found) = known.into_iter().find(|neovim| is_new_enough(neovim)) {
        return found;
    }
    let installer = repository.join("tests/editors/install-neovim.sh");
    let output = Command::new("bash").arg(&installer).output().expect("bash runs");
    assert!(
        output.status.success() && is_new_enough(&cached),
        "There is no Neovim 0.11, and {} could not install one. Put one on the PATH, or name it in \
         WIKILINKS_NVIM.\n{}",
        installer.display(),
        said(&output)
    );
    cached
}

/// Whether `neovim` runs and has `vim.lsp.config`, which came with 0.11.
fn is_new_enough(neovim: &Path) -> bool {
    let Ok(output) = Command::new(neovim).arg("--version").output() else { return false };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().next().and_then(|line| line.strip_prefix("NVIM v"));
    let mut numbers = version.unwrap_or("0.0").split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next(), numbers.next()) >= (Some(0), Some(11))
}
