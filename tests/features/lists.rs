//! Backlinks, orphans, what is unresolved, and new notes.

use expect_test::{Expect, expect};
use wikilinks::features::backlinks::backlinks;
use wikilinks::features::lines::FileLinks;
use wikilinks::features::new_note::new_note;
use wikilinks::features::orphans::orphans;
use wikilinks::features::unresolved::unresolved;

use crate::support::fixture::{Fixture, place};

fn shown(fixture: &Fixture, files: &[FileLinks]) -> String {
    let mut out = String::new();
    for found in files {
        let path = &found.file.place.path;
        for link in &found.links {
            out.push_str(&format!(
                "- {path}:{} {}\n",
                place(&fixture.text(path.as_str()), link.span),
                link.text
            ));
        }
    }
    out
}

const VAULT: &str = r#"
//- b.md
  - See [[Ide$0as]] and [[ideas#^blk]].  
//- ideas.md
# Ideas
[[ideas]] [[#Garden]]
## Garden
text ^blk
//- z.md open
[x](ideas.md), not `[[ideas]]`
//- board.canvas
{"nodes":[{"type":"file","file":"ideas.md"}]}
"#;

#[test]
fn backlinks_of_a_note_are_by_file_with_their_lines_and_without_its_own() {
    let fixture = Fixture::new(VAULT);
    let found = backlinks(&fixture.view, fixture.file("ideas.md").place.id, None);
    expect![[r#"
        - b.md:1:9 - See [[Ideas]] and [[ideas#^blk]].
        - b.md:1:23 - See [[Ideas]] and [[ideas#^blk]].
        - board.canvas:1:34 {"nodes":[{"type":"file","file":"ideas.md"}]}
        - z.md:1:1 [x](ideas.md), not `[[ideas]]`
    "#]]
    .assert_eq(&shown(&fixture, &found));
}

#[test]
fn backlinks_at_a_place_are_those_of_the_thing_there() {
    let fixture = Fixture::new(VAULT);
    let ideas = fixture.file("ideas.md").place.id;
    let at = |text: &str| fixture.text("ideas.md").find(text);
    let found = backlinks(&fixture.view, ideas, at("Garden\ntext"));
    assert_eq!(shown(&fixture, &found), "- ideas.md:2:11 [[ideas]] [[#Garden]]\n");
    let found = backlinks(&fixture.view, ideas, at("blk"));
    assert_eq!(shown(&fixture, &found), "- b.md:1:23 - See [[Ideas]] and [[ideas#^blk]].\n");
    assert!(backlinks(&fixture.view, ideas, at("text")).is_empty());
}

#[test]
fn a_note_is_no_orphan_when_a_canvas_shows_it_and_one_when_only_itself_links_to_it() {
    let fixture = Fixture::new(
        "//- a.md\n[[b]] [[x/note]]\n//- b.md\n//- c.md\n[[c]] [[#H]]\n# H\n//- d.md\n\
         //- note.md\n//- x/note.md\n//- i.png\n//- k.canvas\n{\"nodes\":[{\"type\":\"file\",\"file\":\"d.md\"}]}\n",
    );
    let paths: Vec<String> = orphans(&fixture.view).iter().map(|file| file.place.path.to_string()).collect();
    assert_eq!(paths, ["a.md", "c.md", "note.md"]);
}

fn check_unresolved(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let mut out = String::new();
    for target in unresolved(&fixture.view) {
        out.push_str(&format!("{} {} {}\n", target.count(), target.target, target.code.name()));
        out.push_str(&shown(&fixture, &target.files));
    }
    expected.assert_eq(&out);
}

#[test]
fn what_most_links_look_for_comes_first() {
    check_unresolved(
        "//- a.md\n[[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]\n//- b.md\n---\naliases: Bee\n---\n\
         [[new one.md|x]] [[{{date}}]] [[#here]]\n//- x/c.md\n[[./near]] [[x/near]]\n",
        expect![[r#"
            2 New One unresolved-note
            - a.md:1:1 [[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]
            - b.md:4:1 [[new one.md|x]] [[{{date}}]] [[#here]]
            2 x/near unresolved-note
            - x/c.md:1:1 [[./near]] [[x/near]]
            - x/c.md:1:12 [[./near]] [[x/near]]
            1 Bee alias-as-target
            - a.md:1:47 [[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]
            1 b#^no unresolved-block
            - a.md:1:24 [[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]
            1 b#gone unresolved-heading
            - a.md:1:13 [[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]
            1 b#here unresolved-heading
            - b.md:4:31 [[new one.md|x]] [[{{date}}]] [[#here]]
            1 map.png unresolved-attachment
            - a.md:1:34 [[New One]] [[b#gone]] [[b#^no]] ![[map.png]] [[Bee]] [[b]]
        "#]],
    );
}

#[test]
fn a_new_note_begins_with_its_name() {
    let fixture = Fixture::new("//- a.md\n");
    for name in ["plants/Über uns", " /plants/Über uns.md "] {
        let (path, plan) = new_note(&fixture.view, name).expect("it can be made");
        assert_eq!(path.as_str(), "plants/Über uns.md");
        assert_eq!(fixture.outcome(&plan), "//- new plants/Über uns.md\n# Über uns\n");
    }
}

#[test]
fn r20_a_new_note_is_refused_where_it_cannot_be() {
    let fixture = Fixture::new("//- a.md\n//- x/b.md\n");
    for (name, why) in [
        ("A", "is there already"),
        ("x/b.md", "is there already"),
        ("../up", "is no place in the vault"),
        ("x/../../up", "is no place in the vault"),
        ("", "cannot be the name"),
        ("C#", "no wikilink can hold"),
        ("a:b/c", "cannot be the name"),
        (".obsidian/x", "begins with a dot"),
    ] {
        let refusal = new_note(&fixture.view, name).expect_err(name);
        assert!(refusal.0.contains(why), "{name}: {refusal}");
    }
}
