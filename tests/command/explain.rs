//! `wikilinks explain`: each rule, in words.

use super::Folder;

/// A vault in which every rule of R11 to R18 finds something.
fn vault() -> Folder {
    Folder::new(&[
        ("note.md", "# Root\n"),
        ("a/note.md", "# In a\n"),
        (
            "a/source.md",
            "---\naliases: [AI]\n---\n# Source\n\n## Deep\n\nText ^block-1\n\nMore[^1].\n\n[^1]: Foot.\n",
        ),
        ("a/twin.md", ""),
        ("b/twin.md", ""),
        ("c/d/twin.md", ""),
        ("x/only.md", "# One\n\n## Two\n"),
        ("pic.png", ""),
        ("p/map.png", ""),
        ("q/map.png.md", ""),
        ("aa/long.md", ""),
        ("bbb/long.md", ""),
    ])
}

/// Explains `link` in `note`: the exit code and the answer.
fn explain(note: &str, link: &str) -> (i32, String) {
    let ran = vault().run(&["explain", ".", note, link]);
    (ran.code, ran.out + &ran.err)
}

/// Checks that the answer says all of `said`, and that the link leads somewhere.
fn leads(note: &str, link: &str, said: &[&str]) {
    let (code, answer) = explain(note, link);
    assert_eq!(code, 0, "{answer}");
    for said in said {
        assert!(answer.contains(said), "{said:?} is not in\n{answer}");
    }
}

/// Checks that the answer says all of `said`, and that the link leads nowhere.
fn leads_nowhere(note: &str, link: &str, said: &[&str]) {
    let (code, answer) = explain(note, link);
    assert_eq!(code, 1, "{answer}");
    for said in said {
        assert!(answer.contains(said), "{said:?} is not in\n{answer}");
    }
}

#[test]
fn r01_an_empty_path_is_the_same_note() {
    leads("a/source", "[[#Deep]]", &["a/source.md:6, heading \"Deep\"", "R1:", "R15:"]);
}

#[test]
fn r11_each_step_is_named() {
    leads("a/source", "[[./note]]", &["leads to    a/note.md", "R11, step 1"]);
    leads("a/source", "[[/note]]", &["leads to    note.md", "R11, step 2"]);
    leads("a/source", "[[note]]", &["leads to    note.md", "R11, step 3", "a/note.md: not chosen"]);
    leads("a/source", "[[only]]", &["leads to    x/only.md", "R11, step 4", "chosen: the only one"]);
}

#[test]
fn r11_candidates_tell_why_they_lost() {
    leads(
        "a/source",
        "[[twin]]",
        &[
            "a/twin.md: chosen: in the note's own folder",
            "b/twin.md: not chosen: not in the note's own folder",
        ],
    );
    leads(
        "x/only",
        "[[twin]]",
        &[
            "a/twin.md: chosen: first by",
            "b/twin.md: not chosen: later in the alphabet",
            "c/d/twin.md: not chosen: 3 segments instead of 2",
            "Only their order decides",
        ],
    );
    leads(
        "note",
        "[[long]]",
        &["aa/long.md: chosen", "bbb/long.md: not chosen: 11 characters instead of 10"],
    );
    leads(
        "note",
        "[[map.png]]",
        &["p/map.png: chosen", "q/map.png.md: not chosen: fits only with .md added"],
    );
}

#[test]
fn r11_a_link_out_of_the_vault_is_said_to_be_one() {
    leads_nowhere("a/source", "[[../../etc/passwd]]", &["leads out of the vault", "R11, step 1"]);
}

#[test]
fn r12_an_alias_is_no_target() {
    leads_nowhere("x/only", "[[AI]]", &["only an alias of a/source.md", "R12", "write [[source|AI]]"]);
}

#[test]
fn r12_an_alias_is_a_target_where_a_setting_says_so() {
    let settings = (".wikilinks.toml", "aliases_resolve = true\n");
    let alias = "---\naliases: AI\n---\n";
    let folder = Folder::new(&[settings, ("a.md", alias), ("b/c.md", alias), ("d.md", "")]);
    let ran = folder.run(&["explain", ".", "d", "[[AI]]"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for said in [
        "leads to    a.md",
        "R12",
        "a.md: chosen: has the alias, and is first",
        "b/c.md: not chosen: 2 segments instead of 1",
        "Only their order decides: the note's own name",
    ] {
        assert!(ran.out.contains(said), "{said:?} is not in\n{}", ran.out);
    }
}

#[test]
fn r13_a_markdown_link_starts_from_its_folder() {
    leads("a/source", "[t](note.md)", &["leads to    a/note.md", "R13"]);
}

#[test]
fn r14_an_attachment_is_found_with_its_extension() {
    leads("a/source", "![[pic.png|300]]", &["leads to    pic.png", "R11, step 3"]);
}

#[test]
fn r15_near_headings_are_listed_when_none_fits() {
    leads_nowhere("a/source", "[[only#Tow]]", &["x/only.md has no heading \"Tow\"", "near        #Two"]);
    leads_nowhere("a/source", "[[only#Elsewhere]]", &["it has      #One", "            #Two"]);
}

#[test]
fn r16_nested_headings() {
    leads("a/source", "[[only#One#Two]]", &["x/only.md:3, heading \"Two\"", "R16"]);
    leads_nowhere("a/source", "[[only#Two#One]]", &["no heading \"Two#One\"", "R16: each segment"]);
}

#[test]
fn r17_r18_blocks_and_footnotes() {
    leads("note", "source#^block-1", &["a/source.md:8, block ^block-1", "R17"]);
    leads("note", "[its source](a/source.md#[^1])", &["a/source.md:12, footnote [^1]", "R18"]);
    leads_nowhere("note", "source#[^2]", &["no footnote \"[^2]\"", "R18", "it has      #[^1]"]);
    leads_nowhere("note", "source#^blok-1", &["no block \"^blok-1\"", "it has      #^block-1"]);
}

#[test]
fn near_names_are_listed_when_no_file_fits() {
    leads_nowhere("note", "[[onyl]]", &["no file in the vault is called \"onyl\"", "near        x/only.md"]);
}

#[test]
fn what_cannot_be_asked_ends_with_2() {
    for (note, link, said) in [
        ("a/sorce", "[[x]]", "Did you mean a/source.md?"),
        ("nothing/like/it", "[[x]]", "the vault has no note nothing/like/it"),
        ("note", "[[]]", "is no link"),
        ("note", "[x](https://example.org)", "leads out of the vault"),
    ] {
        let (code, answer) = explain(note, link);
        assert_eq!(code, 2, "{answer}");
        assert!(answer.contains(said), "{said:?} is not in\n{answer}");
    }
}
