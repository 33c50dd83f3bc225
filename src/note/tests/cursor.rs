//! What is typed at a cursor, which `¦` marks.

use expect_test::{Expect, expect};

use crate::note::cursor::{Typing, typing_at};
use crate::note::{Container, Format, parse};

/// Checks what is typed at each of the lines of `texts`, one text a line.
fn check_each(texts: &[&str], expected: Expect) {
    let answers: String = texts.iter().map(|text| show(text) + "\n").collect();
    expected.assert_eq(&answers);
}

/// What is typed at `¦` in `marked`; `{…}` stands for what is replaced, `<…>` for what closes.
fn show(marked: &str) -> String {
    let offset = marked.find('¦').expect("a test's text has a cursor");
    let text = marked.replacen('¦', "", 1);
    let note = parse(&text, Format::Markdown);
    match typing_at(&text, &note, offset) {
        None => "-".into(),
        Some(Typing::Wiki(wiki)) => {
            let mut out = format!("{:?}", wiki.part);
            if wiki.embed {
                out += " embed";
            }
            out += &format!(" path={:?} typed={:?} {{{}}}", wiki.path, wiki.typed, wiki.replace.of(&text));
            out += &format!("<{}>", wiki.closing.of(&text));
            assert!(wiki.closing.start == wiki.replace.end, "{marked}");
            if wiki.followed {
                out += " followed";
            }
            if wiki.container != Container::Text {
                out += &format!(" in {:?}", wiki.container);
            }
            out
        }
        Some(Typing::Destination(it)) => {
            let (embed, angled) =
                (if it.embed { " embed" } else { "" }, if it.angled { " angled" } else { "" });
            let closed = if it.closed { " closed" } else { "" };
            let replaced = it.replace.of(&text);
            format!(
                "Destination{embed}{angled} path={:?} sub={:?} {{{replaced}}}{closed}",
                it.path, it.subpath
            )
        }
        Some(Typing::Tag { typed, replace, in_frontmatter }) => {
            let yaml = if in_frontmatter { " yaml" } else { "" };
            format!("Tag{yaml} typed={typed:?} {{{}}}", replace.of(&text))
        }
        Some(Typing::UnquotedWiki(it)) => {
            format!("Unquoted typed={:?} {{{}}}", it.typed, it.replace.of(&text))
        }
        Some(Typing::Key { typed, replace, has_value }) => {
            let value = if has_value { " with a value" } else { "" };
            format!("Key typed={typed:?} {{{}}}{value}", replace.of(&text))
        }
        Some(Typing::Value { key, typed, replace, in_list }) => {
            let list = if in_list { " in a list" } else { "" };
            format!("Value of {key} typed={typed:?} {{{}}}{list}", replace.of(&text))
        }
    }
}

#[test]
fn r01_parts_of_an_open_wikilink() {
    check_each(
        &[
            "See [[al¦",
            "See [[¦",
            "See [[al¦ and more",
            "![[im¦",
            "[[#¦",
            "[[#he¦",
            "[[note#he¦",
            "[[a b#A#B¦",
            "[[note#^¦",
            "[[#^id¦",
            "[[##x¦",
            "[[^^x¦",
            "[[note|sh¦",
            "[[note#h|¦",
            "[[[al¦",
        ],
        expect![[r#"
            Path path="al" typed="al" {al}<>
            Path path="" typed="" {}<>
            Path path="al" typed="al" {al}<>
            Path embed path="im" typed="im" {im}<>
            Heading path="" typed="" {}<>
            Heading path="" typed="he" {he}<>
            Heading path="note" typed="he" {he}<>
            Heading path="a b" typed="A#B" {A#B}<>
            Block path="note" typed="" {}<>
            Block path="" typed="id" {id}<>
            AnyHeading path="" typed="x" {##x}<>
            AnyBlock path="" typed="x" {^^x}<>
            Display path="note" typed="sh" {sh}<>
            Display path="note" typed="" {}<>
            Path path="al" typed="al" {al}<>
        "#]],
    );
}

#[test]
fn r01_parts_of_a_closed_wikilink() {
    check_each(
        &[
            "See [[al¦]] x",
            "[[¦]]",
            "[[a¦l|shown]]",
            "[[a¦l#h]]",
            "[[al#h¦e|shown]]",
            "[[al#he|sh¦own]]",
            "[[al#^i¦d]]",
            "[[##h¦e]]",
            "[[^^i¦d]]",
            "[[al¦]",
            "[[al]¦]",
            "[¦[al]]",
            "[[al]]¦",
            "[[al¦ x [[b]]",
            "[[a]] [[b¦ [[c]]",
            "[[al¦pha beta]]",
        ],
        expect![[r#"
            Path path="al" typed="al" {al}<]]>
            Path path="" typed="" {}<]]>
            Path path="a" typed="a" {al}<> followed
            Path path="a" typed="a" {al}<> followed
            Heading path="al" typed="h" {he}<> followed
            Display path="al" typed="sh" {shown}<]]>
            Block path="al" typed="i" {id}<]]>
            AnyHeading path="" typed="h" {##he}<]]>
            AnyBlock path="" typed="i" {^^id}<]]>
            Path path="al" typed="al" {al}<]>
            -
            -
            -
            Path path="al" typed="al" {al}<>
            Path path="b" typed="b" {b}<>
            Path path="al" typed="al" {alpha beta}<]]>
        "#]],
    );
}

#[test]
fn r02_in_tables() {
    check_each(
        &[
            "| a | b |\n|---|---|\n| [[al¦ | c |",
            "| a | b |\n|---|---|\n| [[al¦\\|x]] | c |",
            "| a | b |\n|---|---|\n| [[al\\|x¦]] | c |",
            "| a | b |\n|---|---|\n| [[al¦",
            "[[al\\|x¦]]",
            "[[al\\¦|x]]",
            "| a | b |\n|---|---|\n| [[al]] | c |\n\n[[al¦",
        ],
        expect![[r#"
            Path path="al" typed="al" {al}<> in Table
            Path path="al" typed="al" {al}<> followed in Table
            Display path="al" typed="x" {x}<]]> in Table
            Path path="al" typed="al" {al}<> in Table
            Display path="al" typed="x" {x}<]]> in Table
            -
            Path path="al" typed="al" {al}<>
        "#]],
    );
}

#[test]
fn r04_no_completion_in_code() {
    check_each(
        &[
            "`[[al¦`",
            "```\n[[al¦\n```",
            "```\n[[al¦",
            "```\n#al¦",
            "    [[al¦",
            "$[[al¦$",
            "%% [[al¦ %%",
            "%%\n#al¦\n%%",
            "<!-- [[al¦ -->",
            "`#t¦`",
            "\\[[al¦",
            "text¦",
            "[[al\n¦",
            "see [[al¦ and `code` and `x`",
            "[[note#`ha¦s and `x`",
            "`x` [[al¦",
            "`x`¦",
        ],
        expect![[r#"
            -
            -
            -
            -
            -
            -
            -
            -
            -
            -
            -
            -
            -
            Path path="al" typed="al" {al}<>
            Heading path="note" typed="`ha" {`ha}<>
            Path path="al" typed="al" {al}<>
            -
        "#]],
    );
}

#[test]
fn r06_in_the_frontmatter() {
    check_each(
        &[
            "---\nup: \"[[al¦\"\n---\n",
            "---\nup: \"[[al¦]]\"\n---\n",
            "---\nup: \"[[al¦\n---\n",
            "---\n- '[[al#h¦'\n---\n",
            "---\nup: [\"[[a]]\", \"[[b¦\", \"[[c]]\"]\n---\n",
            "---\nup: [[al¦\n---\n",
            "---\nup: it's [[al¦\n---\n",
            "---\na: 'it''s [[x|¦]]'\n---\n",
        ],
        expect![[r#"
            Path path="al" typed="al" {al}<> in DoubleQuoted
            Path path="al" typed="al" {al}<]]> in DoubleQuoted
            Path path="al" typed="al" {al}<> in DoubleQuoted
            Heading path="al" typed="h" {h}<> in SingleQuoted
            Path path="b" typed="b" {b}<> in DoubleQuoted
            Unquoted typed="al" {al}
            Value of up typed="it's [[al" {it's [[al}
            Display path="x" typed="" {}<]]> in SingleQuoted
        "#]],
    );
}

#[test]
fn r13_destinations() {
    check_each(
        &[
            "[t](pa¦",
            "[t](¦)",
            "[t](pa¦th.md)",
            "[t](<pa th¦",
            "[t](<pa ¦th>)",
            "[t](path.md#he¦",
            "[t](pa¦th.md#he)",
            "[t](#he¦)",
            "![](im¦",
            "[t](a%20b¦)",
            "[t](https://a¦",
            "[t](//a¦",
            "[t](a) ¦",
            "[t](a b¦",
            "[t](a¦ more words",
            "[t](a¦ \"title\")",
            "[t](a(b¦)c)",
            "`[t](a¦`",
            "(a¦",
            "](a¦",
            "\\[t](a¦",
            "[![i](b¦)](c)",
            "| a |\n|---|\n| [t](a¦",
        ],
        expect![[r#"
            Destination path="pa" sub=None {pa}
            Destination path="" sub=None {} closed
            Destination path="pa" sub=None {path.md} closed
            Destination angled path="pa th" sub=None {pa th}
            Destination angled path="pa " sub=None {pa th} closed
            Destination path="path.md" sub=Some("he") {he}
            Destination path="pa" sub=None {path.md} closed
            Destination path="" sub=Some("he") {he} closed
            Destination embed path="im" sub=None {im}
            Destination path="a b" sub=None {a%20b} closed
            -
            -
            -
            -
            Destination path="a" sub=None {a}
            Destination path="a" sub=None {a} closed
            Destination path="a(b" sub=None {a(b)c} closed
            -
            -
            -
            -
            Destination embed path="b" sub=None {b} closed
            Destination path="a" sub=None {a}
        "#]],
    );
}

#[test]
fn r26_tags() {
    check_each(
        &[
            "#ta¦",
            "x #¦",
            "#¦",
            "x #ta¦g/b c",
            "x#ta¦",
            "##¦",
            "# ¦",
            "- #é¦",
            "> #a/¦",
            "[ #a¦](b.md)",
            "#a-b¦, c",
        ],
        expect![[r#"
            Tag typed="ta" {ta}
            Tag typed="" {}
            Tag typed="" {}
            Tag typed="ta" {tag/b}
            -
            -
            -
            Tag typed="é" {é}
            Tag typed="a/" {a/}
            -
            Tag typed="a-b" {a-b}
        "#]],
    );
}

#[test]
fn r26_tags_in_the_frontmatter() {
    check_each(
        &[
            "---\ntags:\n  - ta¦\n---\n",
            "---\ntags:\n- ¦\n---\n",
            "---\ntags:\n  - a\n  - \"#t¦a\"\n---\n",
            "---\ntags: [a, b¦c, d]\n---\n",
            "---\ntags: [a,\n  b¦]\n---\n",
            "---\ntags: a b¦\n---\n",
            "---\ntags: ¦\n---\n",
            "---\ntags:¦\n---\n",
            "---\ntag: x\u{3000}y¦\n---\n",
            "---\naliases:\n  - ta¦\n---\n",
            "---\ntags:\n  -¦\n---\n",
            "---\ntags:\n  - a\nother:\n  - b¦\n---\n",
            "---¦\ntags: a\n---\n",
            "---\ntags: a\n¦---\n",
            "---\ntags: {{a¦\n---\n",
        ],
        expect![[r#"
            Tag yaml typed="ta" {ta}
            Tag yaml typed="" {}
            Tag yaml typed="t" {ta}
            Tag yaml typed="b" {bc}
            Tag yaml typed="b" {b}
            Tag yaml typed="b" {b}
            Tag yaml typed="" {}
            -
            Tag yaml typed="y" {y}
            Value of aliases typed="ta" {ta}
            -
            Value of other typed="b" {b}
            -
            -
            Tag yaml typed="{{a" {{{a}
        "#]],
    );
}

#[test]
fn places_that_are_none() {
    let note = parse("é", Format::Markdown);
    assert_eq!(typing_at("é", &note, 1), None);
    assert_eq!(typing_at("é", &note, 9), None);
    assert_eq!(typing_at("", &parse("[[a]] `x`\n#b", Format::Markdown), 0), None);
}

#[test]
fn r06_keys_values_and_links_without_quotes_in_the_frontmatter() {
    let typing = |text: &str| show(&format!("---\n{text}\n---\n"));
    for (text, expected) in [
        ("¦", r#"Key typed="" {}"#),
        ("sta¦tus", r#"Key typed="sta" {status}"#),
        ("sta¦tus: x", r#"Key typed="sta" {status} with a value"#),
        ("status: ¦", r#"Value of status typed="" {}"#),
        ("status:  o¦pen ", r#"Value of status typed="o" {open}"#),
        ("list: [a, b¦ c, d]", r#"Value of list typed="b" {b c} in a list"#),
        ("list:\n  - a\n  - b¦", r#"Value of list typed="b" {b}"#),
        ("of: [[no¦]]", r#"Unquoted typed="no" {no}"#),
        ("of: x [[no¦", r#"Value of of typed="x [[no" {x [[no}"#),
        ("# no¦", "-"),
        ("a: 1\n  b¦", "-"),
        ("status:¦", "-"),
    ] {
        assert_eq!(typing(text), expected, "{text}");
    }
}
