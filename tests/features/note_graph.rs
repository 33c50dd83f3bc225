//! Steps in the graph of notes.

use expect_test::{Expect, expect};
use wikilinks::features::note_graph::{incoming, node_at, outgoing};

use crate::support::fixture::{Fixture, place};

fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let Some(node) = node_at(&fixture.view, id, offset) else { return expected.assert_eq("nothing here") };
    let path = |file: &wikilinks::index::File| file.place.path.to_string();
    let mut out = format!("{} in {}\n", node.name, path(&node.file));
    for step in incoming(&fixture.view, node.file.place.id, node.spot) {
        let text = fixture.text(&path(&step.node.file));
        let links: Vec<_> = step.links.iter().map(|&link| place(&text, link)).collect();
        out.push_str(&format!("<- {} in {} at {}\n", step.node.name, path(&step.node.file), links.join(" ")));
    }
    for step in outgoing(&fixture.view, node.file.place.id, node.spot) {
        let text = fixture.text(&path(&node.file));
        let links: Vec<_> = step.links.iter().map(|&link| place(&text, link)).collect();
        out.push_str(&format!("-> {} in {} at {}\n", step.node.name, path(&step.node.file), links.join(" ")));
    }
    expected.assert_eq(&out);
}

const OTHERS: &str = "//- a.md\n# The A\n[[b]] [[b#Part]] [[b#^id]]\n//- board.canvas\n{\"nodes\":[{\"type\":\"file\",\"file\":\"b.md\"}]}\n//- i.png\n";

#[test]
fn a_note_from_its_text() {
    let vault = format!(
        "//- b.md\n# B\nte$0xt [[a]] [[b]] [[gone]] ![[i.png]]\n## Part\n[[A#The A|x]] [[#B]] text ^id\n{OTHERS}"
    );
    check(
        &vault,
        expect![[r#"
            B in b.md
            <- The A in a.md at 2:1 2:7 2:18
            <- board.canvas in board.canvas at 1:34
            -> The A in a.md at 2:6
            -> i.png in i.png at 2:27
            -> The A in a.md at 4:1
            -> B in b.md at 4:15
        "#]],
    );
}

#[test]
fn a_heading_has_the_links_of_its_section() {
    let vault =
        format!("//- b.md\n# B\n[[i.png]]\n## Pa$0rt\n[[a]] [[a]] [[#Part]]\n# Next\n[[a]]\n{OTHERS}");
    check(
        &vault,
        expect![[r#"
            Part in b.md
            <- The A in a.md at 2:7
            <- B in b.md at 4:13
            -> The A in a.md at 4:1 4:7
            -> Part in b.md at 4:13
        "#]],
    );
}

#[test]
fn a_link_speaks_of_its_target() {
    check(
        "//- a.md\n[[b#^i$0d]]\n//- b.md\n[[a]] text ^id\n",
        expect![[r#"
        ^id in b.md
        <- a in a.md at 1:1
        -> a in a.md at 1:1
    "#]],
    );
    check("[[go$0ne]]\n", expect!["nothing here"]);
}
