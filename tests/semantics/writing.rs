//! R19–R21: how a link is written.

use wikilinks::note::{Format, LinkSyntax, parse};
use wikilinks::resolve::{
    Spot, encode_markdown_path, heading_subpath, heading_text, link_path, resolve_subpath, unlinkable_reason,
};
use wikilinks::vault::{LinkFormat, Settings};

use crate::support::fixture::Fixture;

const INLINE: LinkSyntax = LinkSyntax::Inline { angled: false };

/// How a new link from `from` to `to` is written in a vault of empty notes.
fn written(paths: &[&str], from: &str, to: &str, format: LinkFormat, syntax: LinkSyntax) -> Option<String> {
    let vault: String = paths.iter().map(|path| format!("//- {path}\n\n")).collect();
    let settings = Settings { link_format: format, ..Settings::default() };
    let fixture = Fixture::with_settings(&vault, settings);
    let place = |path: &str| fixture.file(path).place.clone();
    link_path(&*fixture.view.index, &fixture.view.vault.settings, &place(from), &place(to), syntax)
}

#[test]
fn r19_shortest_is_the_bare_name_when_it_is_unique() {
    let wiki =
        |paths: &[&str], to| written(paths, "src.md", to, LinkFormat::Shortest, LinkSyntax::Wiki).unwrap();
    assert_eq!(wiki(&["src.md", "a/b/note.md"], "a/b/note.md"), "note");
    assert_eq!(wiki(&["src.md", "a/note.md", "b/NOTE.md"], "b/NOTE.md"), "b/NOTE");
    assert_eq!(wiki(&["src.md", "note.md", "b/note.md"], "note.md"), "note");
    assert_eq!(wiki(&["src.md", "x/image.png"], "x/image.png"), "image.png");
}

#[test]
fn r19_relative_and_absolute() {
    let paths = ["a/src.md", "a/b/note.md", "c/note.md"];
    let wiki = |to, format| written(&paths, "a/src.md", to, format, LinkSyntax::Wiki).unwrap();
    assert_eq!(wiki("c/note.md", LinkFormat::Relative), "../c/note");
    assert_eq!(wiki("a/b/note.md", LinkFormat::Relative), "./b/note");
    assert_eq!(wiki("a/b/note.md", LinkFormat::Absolute), "a/b/note");
}

#[test]
fn r19_a_markdown_link_has_md_and_starts_from_the_folder() {
    let paths = ["a/src.md", "a/b/my note.md", "c/note.md"];
    let inline = |to| written(&paths, "a/src.md", to, LinkFormat::Shortest, INLINE).unwrap();
    assert_eq!(inline("a/b/my note.md"), "b/my note.md");
    assert_eq!(inline("c/note.md"), "../c/note.md");
    let relative = written(&paths, "a/src.md", "a/b/my note.md", LinkFormat::Relative, INLINE).unwrap();
    assert_eq!(relative, "b/my note.md", "without the `./` of a wikilink");
    assert_eq!(encode_markdown_path("b/my (note) ü.md", false), "b/my%20%28note%29%20ü.md");
    assert_eq!(encode_markdown_path("b/my (note) <.md", true), "b/my (note) %3C.md");
}

#[test]
fn r19_what_a_destination_cannot_hold_is_encoded_and_nothing_else() {
    for (path, encoded) in [
        ("100% #1 \\ `.md", "100%25%20%231%20%5C%20%60.md"),
        ("[[w]].md", "%5B%5Bw%5D%5D.md"),
        ("[2026] a.md", "[2026]%20a.md"),
        ("R&D.md", "R&D.md"),
        ("a&lt;b.md", "a%26lt;b.md"),
        ("e:1.md", "e%3A1.md"),
        ("a/e:1.md", "a/e:1.md"),
    ] {
        assert_eq!(encode_markdown_path(path, false), encoded);
        for text in [format!("[t]({encoded})"), format!("[t](<{}>)", encode_markdown_path(path, true))] {
            let links = parse(&text, Format::Markdown).links;
            assert_eq!(links.iter().map(|link| &*link.path).collect::<Vec<_>>(), [path], "{text}");
        }
    }
}

#[test]
fn r20_a_folder_that_no_wikilink_can_name_is_left_out_where_that_leads_there() {
    let wiki = |paths: &[&str], from, to, format| written(paths, from, to, format, LinkSyntax::Wiki);
    let paths = ["src.md", "C#/note.md", "C#/src 2.md"];
    assert_eq!(wiki(&paths, "src.md", "C#/note.md", LinkFormat::Absolute).as_deref(), Some("note"));
    let paths = ["src.md", "C#/note.md", "C#/src 2.md", "note.md"];
    assert_eq!(wiki(&paths, "C#/src 2.md", "C#/note.md", LinkFormat::Absolute).as_deref(), Some("./note"));
    assert_eq!(wiki(&paths, "src.md", "C#/note.md", LinkFormat::Shortest), None);
    assert_eq!(wiki(&["src.md", "[y.md"], "src.md", "[y.md", LinkFormat::Shortest).as_deref(), Some("/[y"));
}

#[test]
fn r20_what_a_heading_loses_in_a_link() {
    assert_eq!(heading_text("Q: C# | `a^b` \\ %%x%% [[y]]"), "Q C `a b` x y");
}

#[test]
fn r20_a_name_that_cannot_be_linked_is_not_written() {
    let wiki =
        |to| written(&["src.md", "C#.md", "a]].md"], "src.md", to, LinkFormat::Shortest, LinkSyntax::Wiki);
    assert_eq!(wiki("C#.md"), None);
    assert_eq!(wiki("a]].md"), None);
    assert_eq!(unlinkable_reason("C#"), Some("#"));
    assert_eq!(unlinkable_reason("it's (fine)!"), None);
}

#[test]
fn r21_a_path_that_leads_elsewhere_is_made_longer() {
    // `note` in `a` would mean `a/note.md`; the exact path `x/note` means another file than this.
    let paths = ["src.md", "x/note.md", "y/x/note.md", "v1.md", "x/v1"];
    let wiki = |to| written(&paths, "src.md", to, LinkFormat::Shortest, LinkSyntax::Wiki).unwrap();
    assert_eq!(wiki("y/x/note.md"), "y/x/note");
    assert_eq!(wiki("x/note.md"), "x/note");
    assert_eq!(wiki("v1.md"), "v1.md", "`v1` would mean the file without an extension");
}

#[test]
fn r21_a_heading_that_is_not_the_first_of_its_name_is_written_with_those_above() {
    let note = parse("# A\n## Plan\n# B\n## Plan\n## Plan\n", Format::Markdown);
    assert_eq!(heading_subpath(&note, 1).as_deref(), Some("Plan"));
    assert_eq!(heading_subpath(&note, 3).as_deref(), Some("B#Plan"));
    assert_eq!(heading_subpath(&note, 4), None, "nothing leads to the second of two equals");
    let note = parse("# A\n## Plan\n# B\n## Other\n## Plan\n", Format::Markdown);
    assert_eq!(heading_subpath(&note, 4).as_deref(), Some("B#Plan"), "`Other` is beside it, not above");
}

#[test]
fn r21_what_is_written_leads_back_in_a_note_with_many_headings() {
    let text: String = (0..100).map(|at| format!("{} Part {}\n", "#".repeat(1 + at % 4), at % 30)).collect();
    let note = parse(&text, Format::Markdown);
    let written: Vec<_> = (0..=note.headings.len()).map(|index| heading_subpath(&note, index)).collect();
    for (index, subpath) in written.iter().enumerate() {
        // Those that are asked for first are written before a table is made, which must not tell.
        assert_eq!(*subpath, heading_subpath(&note, index));
        let found = subpath.as_deref().map(|subpath| resolve_subpath(&note, subpath, LinkSyntax::Wiki));
        assert!(found.is_none_or(|found| found == Ok(Spot::Heading(index))), "{subpath:?}");
    }
    assert_eq!(written.iter().flatten().count(), 46);
}
