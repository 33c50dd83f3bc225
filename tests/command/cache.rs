//! `wikilinks cache`: what is kept, and deleting it.

use super::{Folder, command, ran};

#[test]
fn it_says_what_is_kept_of_which_vault_and_deletes_it() {
    let folder =
        Folder::new(&[("cache/wikilinks/broken-00000000.cache", "x"), ("cache/wikilinks/other", "x")]);
    let run = |arguments: &[&str]| {
        let mut command = command(folder.path());
        command.env("XDG_CACHE_HOME", folder.path().join("cache"));
        ran(command.args(arguments).output().expect("the command runs"))
    };
    let place = folder.path().join("cache/wikilinks");
    let shown = run(&["cache"]);
    let place_shown = place.display();
    assert_eq!(
        (shown.code, &*shown.out),
        (0, &*format!("{place_shown}\n     0.1 MiB  not finished, or damaged\n1 file, 0.1 MiB\n"))
    );
    let cleared = run(&["cache", "clear"]);
    assert_eq!((cleared.code, &*cleared.out), (0, "1 file deleted\n"));
    assert!(place.join("other").exists());
    assert_eq!(run(&["cache"]).out, format!("{place_shown}\n0 files, 0.0 MiB\n"));
}
