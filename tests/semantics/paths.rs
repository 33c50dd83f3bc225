//! R9–R14: from a path to a file.

use wikilinks::resolve::{FoundFile, MissingFile, Resolution, resolve};
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

/// What the link at the cursor of `vault` leads to: `path by Rule`, ` ambiguous` where it is so, and
/// `, no Heading` where the file lacks the place.
fn meaning(fixture: &Fixture) -> String {
    let (id, offset) = fixture.at();
    let file = fixture.view.index.file(id).unwrap();
    let link = file.note().unwrap().link_at(offset).expect("a link at the cursor").clone();
    let shown = |file: &FoundFile| {
        let ambiguous = if file.ambiguous { " ambiguous" } else { "" };
        format!("{} by {:?}{ambiguous}", file.place.path, file.rule)
    };
    match resolve(&*fixture.view.index, &fixture.view.vault.settings, &file.place, &link) {
        Resolution::Found { file, .. } => shown(&file),
        Resolution::MissingSpot { file, kind } => format!("{}, no {kind:?}", shown(&file)),
        Resolution::MissingFile(MissingFile::OnlyAlias(notes)) => {
            format!("only an alias of {}", notes[0].path)
        }
        Resolution::MissingFile(missing) => format!("{missing:?}"),
    }
}

#[track_caller]
fn check(vault: &str, expected: &str) {
    assert_eq!(meaning(&Fixture::new(vault)), expected);
}

#[test]
fn r01_an_empty_path_is_the_same_note() {
    check("//- a.md\n# H\n[[#H$0]]\n", "a.md by SameNote");
}

#[test]
fn r09_case_and_normal_form_do_not_count() {
    check("//- Étude.md\n//- a.md\n[[e\u{301}TUDE$0]]\n", "Étude.md by VaultPath");
    check("//- x/ΣΊΣΥΦΟΣ.md\n//- a.md\n[[σίσυφος$0]]\n", "x/ΣΊΣΥΦΟΣ.md by PathEnd");
}

#[test]
fn r09_of_two_names_that_differ_in_case_alone_the_written_one_is_meant() {
    let vault = "//- Note.md\n//- note.md\n//- x/Deep.md\n//- x/deep.md\n//- a.md\n";
    check(&format!("{vault}[[note$0]]"), "note.md by VaultPath");
    check(&format!("{vault}[[Note$0]]"), "Note.md by VaultPath");
    check(&format!("{vault}[[x/deep$0]]"), "x/deep.md by VaultPath");
    check(&format!("{vault}[x](x/Deep.md$0)"), "x/Deep.md by FromFolder");
    let three = "//- x/E\u{301}.md\n//- x/É.md\n//- x/é.md\n//- a.md\n";
    check(&format!("{three}[[é$0]]"), "x/é.md by PathEnd ambiguous");
}

#[test]
fn r10_the_text_as_written_comes_before_md() {
    check("//- v1.2.md\n//- a.md\n[[v1.2$0]]\n", "v1.2.md by VaultPath");
    check("//- note.md\n//- a.md\n[[note.md$0]]\n", "note.md by VaultPath");
    check("//- note.md.md\n//- a.md\n[[note.md$0]]\n", "note.md.md by VaultPath");
    check("//- v1.2\n//- v1.2.md\n//- a.md\n[[v1.2$0]]\n", "v1.2 by VaultPath");
}

#[test]
fn r10_every_other_type_needs_its_extension() {
    check("//- image.png\n//- a.md\n![[image$0]]\n", "NoFile");
    check("//- image.png\n//- a.md\n![[image.png$0]]\n", "image.png by VaultPath");
    check("//- board.canvas\n{}\n//- a.md\n[[board$0]]\n", "NoFile");
}

#[test]
fn r11_relative_paths_start_from_the_folder_and_stay_inside() {
    let vault = "//- note.md\n//- a/note.md\n//- a/b/note.md\n";
    check(&format!("{vault}//- a/src.md\n[[./note$0]]"), "a/note.md by Relative");
    check(&format!("{vault}//- a/src.md\n[[../note$0]]"), "note.md by Relative");
    check(&format!("{vault}//- a/b/src.md\n[[../../a/./note$0]]"), "a/note.md by Relative");
    check(&format!("{vault}//- a/src.md\n[[../../note$0]]"), "OutsideVault");
    check(&format!("{vault}//- a/src.md\n[[./missing$0]]"), "NoFile");
}

#[test]
fn r11_a_leading_slash_starts_from_the_root() {
    let vault = "//- x/note.md\n//- a/x/note.md\n";
    check(&format!("{vault}//- a/src.md\n[[/x/note$0]]"), "x/note.md by FromRoot");
    check(&format!("{vault}//- a/src.md\n[[/note$0]]"), "NoFile");
}

#[test]
fn r11_the_exact_path_comes_before_the_own_folder() {
    check("//- note.md\n//- a/note.md\n//- a/src.md\n[[note$0]]", "note.md by VaultPath");
    check("//- b/note.md\n//- a/b/note.md\n//- a/src.md\n[[b/note$0]]", "b/note.md by VaultPath");
}

#[test]
fn r11_the_own_folder_comes_before_fewer_segments() {
    check("//- b/note.md\n//- x/y/note.md\n//- x/y/src.md\n[[note$0]]", "x/y/note.md by OwnFolder");
    check("//- c/b/note.md\n//- x/y/b/note.md\n//- x/y/b/src.md\n[[b/note$0]]", "x/y/b/note.md by OwnFolder");
}

#[test]
fn r11_the_own_folder_comes_before_two_notes_elsewhere_that_differ_in_case_alone() {
    check(
        "//- b/Note.md\n//- b/note.md\n//- a/x/note.md\n//- a/x/s.md\n[[note$0]]",
        "a/x/note.md by OwnFolder",
    );
}

#[test]
fn r11_of_two_folders_that_differ_in_case_alone_the_own_one_is_meant() {
    let vault = "//- A/note.md\n//- a/note.md\n//- a/s.md\n[[note$0]]";
    check(vault, "a/note.md by OwnFolder");
}

#[test]
fn r11_then_fewer_segments_then_the_shorter_path_then_the_alphabet() {
    check(
        "//- b/c/note.md\n//- zzzzzzzzz/note.md\n//- src.md\n[[note$0]]",
        "zzzzzzzzz/note.md by PathEnd ambiguous",
    );
    check("//- bb/note.md\n//- c/note.md\n//- src.md\n[[note$0]]", "c/note.md by PathEnd ambiguous");
    check("//- c/note.md\n//- b/note.md\n//- src.md\n[[note$0]]", "b/note.md by PathEnd ambiguous");
    check("//- bb/x/note.md\n//- c/x/note.md\n//- src.md\n[[x/note$0]]", "c/x/note.md by PathEnd ambiguous");
}

#[test]
fn r11_a_path_ends_at_a_folder_boundary() {
    check("//- a/keynote.md\n//- src.md\n[[note$0]]", "NoFile");
    check("//- x/ab/note.md\n//- src.md\n[[b/note$0]]", "NoFile");
}

#[test]
fn r11_one_candidate_is_not_ambiguous() {
    check("//- a/b/note.md\n//- src.md\n[[note$0]]", "a/b/note.md by PathEnd");
}

#[test]
fn r11_a_file_that_comes_later_takes_its_place_in_the_order() {
    let fixture = Fixture::new("//- bb/note.md\n//- src.md\n[[note$0]]");
    assert_eq!(meaning(&fixture), "bb/note.md by PathEnd");
    let path = wikilinks::vault::VaultPath::new("c/note.md").unwrap();
    fixture.view.index.put_open(&path, 1, "".into());
    assert_eq!(meaning(&fixture), "c/note.md by PathEnd ambiguous");
    fixture.view.index.close(&path, None);
    assert_eq!(meaning(&fixture), "bb/note.md by PathEnd");
}

#[test]
fn r12_an_alias_is_no_target() {
    let vault = "//- Artificial Intelligence.md\n---\naliases: [AI]\n---\n//- a.md\n[[ai$0]]\n";
    check(vault, "only an alias of Artificial Intelligence.md");
}

#[test]
fn r12_a_setting_makes_aliases_targets() {
    let settings = Settings { aliases_resolve: true, ..Settings::default() };
    let vault = "//- Artificial Intelligence.md\n---\naliases: AI\n---\n//- a.md\n[[ai$0]]\n";
    let fixture = Fixture::with_settings(vault, settings.clone());
    assert_eq!(meaning(&fixture), "Artificial Intelligence.md by Alias");
    let fixture = Fixture::with_settings(&format!("//- x/AI.md\n{vault}"), settings);
    assert_eq!(meaning(&fixture), "x/AI.md by PathEnd", "a name comes before an alias");
}

#[test]
fn r12_of_several_notes_with_an_alias_the_order_decides_and_the_link_is_ambiguous() {
    let settings = Settings { aliases_resolve: true, ..Settings::default() };
    let alias = "\n---\naliases: AI\n---\n";
    let vault = format!("//- x/y/first.md{alias}//- b.md{alias}//- z/c.md{alias}//- a.md\n[[ai$0]]\n");
    let fixture = Fixture::with_settings(&vault, settings);
    assert_eq!(meaning(&fixture), "b.md by Alias ambiguous");
}

#[test]
fn r13_markdown_links_start_from_the_folder() {
    let vault = "//- note.md\n//- a/note.md\n//- a/with space.md\n";
    check(&format!("{vault}//- a/src.md\n[t](note.md$0)"), "a/note.md by FromFolder");
    check(&format!("{vault}//- a/src.md\n[t](note$0)"), "a/note.md by FromFolder");
    check(&format!("{vault}//- a/src.md\n[t](../note.md$0)"), "note.md by Relative");
    check(&format!("{vault}//- a/src.md\n[t](with%20space.md$0)"), "a/with space.md by FromFolder");
    check(&format!("{vault}//- a/src.md\n[t](<with space.md$0>)"), "a/with space.md by FromFolder");
    check(&format!("{vault}//- src.md\n[t](with%20space.md$0)"), "a/with space.md by PathEnd");
    check(&format!("{vault}//- a/src.md\n[id]: note.md$0\n"), "a/note.md by FromFolder");
}

#[test]
fn r14_attachments_resolve_with_their_extension() {
    let vault = "//- assets/image.png\n//- docs/paper.pdf\n";
    check(&format!("{vault}//- a.md\n![[image.png|300$0]]"), "assets/image.png by PathEnd");
    check(&format!("{vault}//- a.md\n![[paper.pdf#page=3$0]]"), "docs/paper.pdf by PathEnd");
    check(&format!("{vault}//- a/src.md\n![](../assets/image.png$0)"), "assets/image.png by Relative");
}

#[test]
fn r14_what_stands_behind_an_attachment_is_no_heading() {
    let board =
        "//- b.canvas\n{\"nodes\":[{\"id\":\"1\",\"type\":\"text\",\"text\":\"[[#part]]\"}]}\n//- b.md\n";
    check(&format!("{board}//- a.md\n[[b.canvas#part$0]]"), "b.canvas by VaultPath");
    check(&format!("{board}//- a.md\n[[b#part$0]]"), "b.md by VaultPath, no Heading");
}

#[test]
fn r08_canvas_cards_are_sources_and_targets() {
    check(
        "//- notes/a.md\n//- board.canvas\n{\"nodes\":[{\"id\":\"1\",\"type\":\"file\",\"file\":\"notes/a.md$0\"}]}\n",
        "notes/a.md by VaultPath",
    );
    check("//- x/board.canvas\n{}\n//- a.md\n[[board.canvas$0]]\n", "x/board.canvas by PathEnd");
}
