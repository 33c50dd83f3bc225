//! Frontmatter, canvases, bases.

use expect_test::{Expect, expect};

use super::{check, show};
use crate::note::{Format, parse};

fn check_canvas(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &parse(text, Format::Canvas)));
}

fn check_base(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &parse(text, Format::Base)));
}

#[test]
fn r06_every_escape_of_a_quoted_scalar_is_read() {
    for (escape, c) in [
        ("\\0", '\0'),
        ("\\a", '\x07'),
        ("\\b", '\x08'),
        ("\\v", '\x0b'),
        ("\\f", '\x0c'),
        ("\\N", '\u{85}'),
        ("\\x41", 'A'),
        ("\\U0001f600", '😀'),
        ("\\t", '\t'),
        ("\\e", '\x1b'),
        ("\\_", '\u{a0}'),
        ("\\/", '/'),
        ("\\\\", '\\'),
    ] {
        let note = parse(&format!("---\nup: \"[[a{escape}b]]\"\n---\n"), Format::Markdown);
        let paths: Vec<&str> = note.links.iter().map(|link| &*link.path).collect();
        assert_eq!(paths, [format!("a{c}b")], "{escape}");
    }
}

#[test]
fn r06_quoted_scalars_are_links() {
    check(
        "---\nup: \"[[Note#h|x]]\"\nlist:\n  - '[[a]]'\n  - [[b]]\n  - [\"see [[c]] and [[d]]\"]\nk: [[e]]\n---\n[[f]]",
        expect![[r#"
            Wiki path="Note" sub="h" shown="x" in DoubleQuoted @9..21
            Wiki path="a" in SingleQuoted @34..39
            Wiki path="c" in DoubleQuoted @61..66
            Wiki path="d" in DoubleQuoted @71..76
            Wiki path="f" @92..97
        "#]],
    );
    check(
        "---\na: \"\\\"[[x\\u00e9\\\\y]]\\\"\"\nb: 'it''s [[it''s|o''k]]'\nc: \"[[\\ud83d\\ude00#s]]\"\n---\n",
        expect![[r#"
            Wiki path="xé\\y" in DoubleQuoted @10..24
            Wiki path="it's" shown="o''k" in SingleQuoted @38..52
            Wiki path="😀" sub="s" in DoubleQuoted @58..76
        "#]],
    );
    check(
        "---\na: \"over\n  [[two]] lines\"\nb: {k: \"[[deep]]\"}\n---\n",
        expect![[r#"
            Wiki path="deep" in DoubleQuoted @38..46
        "#]],
    );
}

#[test]
fn r06_aliases() {
    check(
        "---\naliases:\n  - One\n  - 'It''s two'\n  - 2024\n  - null\n  -\n  - [nested]\n  - a, b\n---\n",
        expect![[r#"
            alias "One" Plain 17..20
            alias "It's two" SingleQuoted 25..36
            alias "2024" Plain 41..45
            alias "a, b" Plain 76..80
        "#]],
    );
    check(
        "---\naliases: One, Two b ,, three\n---\n",
        expect![[r#"
            alias "One" Plain partial 13..16
            alias "Two b" Plain partial 18..23
            alias "three" Plain partial 27..32
        "#]],
    );
    check(
        "---\nalias: \"One, it\\u0027s\"\n---\n",
        expect![[r#"
            alias "One" DoubleQuoted partial 12..15
            alias "it's" DoubleQuoted partial 17..26
        "#]],
    );
    check(
        "---\naliases: [a, \"b, c\", 1.0]\n---\n",
        expect![[r#"
            alias "a" Plain 14..15
            alias "b, c" DoubleQuoted 17..23
            alias "1.0" Plain 25..28
        "#]],
    );
    check(
        "---\naliases: Single\n---\n",
        expect![[r#"
            alias "Single" Plain 13..19
        "#]],
    );
    check("---\naliases:\ntags:\ntitle:\ndescription: \"\"\n---\n", expect![[""]]);
    check("---\naliases: {a: b}\nother:\n  aliases: [no]\n---\n", expect![[""]]);
}

#[test]
fn r06_tags() {
    check(
        "---\ntags:\n  - a\n  - \"#b/c\"\n  - 2024\n  - d/\n---\n#e",
        expect![[r#"
            #a yaml 14..15
            #b/c yaml 22..25
            #d yaml 40..41
            #e 48..49
        "#]],
    );
    check(
        "---\ntags: [a, b/c]\ntag: x, y z\n---\n",
        expect![[r#"
            #a yaml 11..12
            #b/c yaml 14..17
            #x yaml 24..25
            #y yaml 27..28
            #z yaml 29..30
        "#]],
    );
    check("---\ntags: #comment\n---\n", expect![[""]]);
    check(
        "---\ntags: a, b\n  c\n---\n",
        expect![[r#"
            #a yaml 10..11
            #b yaml 13..14
            #c yaml 17..18
        "#]],
    );
    check(
        "---\ntags: \"#a #b\"\n---\n",
        expect![[r#"
            #a yaml 12..13
            #b yaml 15..16
        "#]],
    );
}

#[test]
fn r06_title_and_description() {
    check(
        "---\ntitle: A title\ndescription: >\n  Two\n  lines\nlinter-yaml-title-alias: \"T\"\n---\n",
        expect![[r#"
            title "A title" 11..18
            description "Two lines" 36..48
            linter title "T" 73..76
        "#]],
    );
    check("---\ntitle: [x]\ndescription: null\n---\n", expect![[""]]);
}

#[test]
fn r07_broken_frontmatter_keeps_the_body() {
    check(
        "---\ndate: {{date}}\ntags: [a]\n---\n[[a]]",
        expect![[r#"
            error "{" The frontmatter is not valid YAML: "{{" has to be in quotes. Put the value in quotes, as in "{{date}}".
            Wiki path="a" @33..38
        "#]],
    );
    check(
        "---\ntitle: {{title}} x\n---\n[[a]]",
        expect![[r#"
            error "{" The frontmatter is not valid YAML: "{{" has to be in quotes. Put the value in quotes, as in "{{date}}".
            Wiki path="a" @27..32
        "#]],
    );
    check(
        "---\na:\n\tb: c\n---\n[[a]]",
        expect![[r#"
            error "\t" The frontmatter is not valid YAML: tabs disallowed within this context (block indentation). Indent with spaces: YAML knows no tabs there.
            Wiki path="a" @17..22
        "#]],
    );
    check(
        "---\na: @me\n---\n[[a]]",
        expect![[r#"
            error "@" The frontmatter is not valid YAML: unexpected character: `@'. Put the value in quotes: YAML keeps this character for itself.
            Wiki path="a" @15..20
        "#]],
    );
    check(
        "---\na: 1\nb: 2\na: 3\n---\n[[a]]",
        expect![[r#"
            error "a" The frontmatter is not valid YAML: the key "a" is there twice.
            Wiki path="a" @23..28
        "#]],
    );
    check(
        "---\na: \"open\nb: 2\n---\n[[a]]",
        expect![[r#"
            error "\"" The frontmatter is not valid YAML: unclosed quote.
            Wiki path="a" @22..27
        "#]],
    );
    check(
        "---\na: [b\n---\n[[a]]",
        expect![[r#"
            error "[" The frontmatter is not valid YAML: unclosed bracket '['.
            Wiki path="a" @14..19
        "#]],
    );
    check(
        "---\na: b: c\n---\n[[a]]",
        expect![[r#"
            error ":" The frontmatter is not valid YAML: mapping values are not allowed in this context.
            Wiki path="a" @16..21
        "#]],
    );
    check(
        "---\naliases: [x]\n  y: z\nw\n---\n[[a]]",
        expect![[r#"
            error "y" The frontmatter is not valid YAML: while parsing a block mapping, did not find expected key.
            Wiki path="a" @30..35
        "#]],
    );
}

#[test]
fn r07_where_a_frontmatter_is() {
    check(
        "\u{feff}---\r\ntitle: T\r\n---\r\n# H [[a]]",
        expect![[r#"
            title "T" 15..16
            h1 "H [[a]]" = "H a" 23..32
            Wiki path="a" @27..32
        "#]],
    );
    check(
        "---\rtitle: T\r---  \r[[a]]",
        expect![[r#"
            title "T" 11..12
            Wiki path="a" @19..24
        "#]],
    );
    check(
        "---\ntitle: T\n[[a]]",
        expect![[r#"
            Wiki path="a" @13..18
        "#]],
    );
    check(
        "\n---\ntitle: T\n---\n",
        expect![[r#"
            h2 "title: T" 5..17
        "#]],
    );
    check(
        "---  \n---\n[[a]]",
        expect![[r#"
            Wiki path="a" @10..15
        "#]],
    );
    check(
        "----\ntitle: T\n---\n",
        expect![[r#"
            h2 "title: T" 5..17
        "#]],
    );
    check(
        "---\ntitle: a---b\nx: |\n  ---\n---",
        expect![[r#"
            title "a---b" 11..16
        "#]],
    );
    check(
        "---\n# only a comment\n---\n# H",
        expect![[r#"
            h1 "H" 25..28
        "#]],
    );
    check(
        "\u{feff}# H\n#tag",
        expect![[r#"
            h1 "H" 3..6
            #tag 8..11
        "#]],
    );
}

#[test]
fn r08_canvas() {
    check_canvas(
        r##"{"nodes":[{"id":"1","type":"file","file":"a/b \"q\".md","subpath":"#H \u00e9"},{"file":"x.png"}],"edges":[{"file":"no"}]}"##,
        expect![[r#"
            File path="a/b \"q\".md" sub="H é" in Json @42..54
            File path="x.png" in Json @88..93
        "#]],
    );
    check_canvas(
        r##"{"nodes":[{"text":"# \u00dc [[a#b|c]]\n\n`[[no]]` #tag\n![[d\\|e]] \ud83d\ude00 [[f]] [t](g.md)"}]}"##,
        expect![[r#"
            Wiki path="a" sub="b" shown="c" in Json @28..37
            !Wiki path="d" shown="e" in Json @56..66
            Wiki path="f" in Json @80..85
            Inline path="g.md" shown="t" in Json @86..95
            #tag 51..54
        "#]],
    );
    check_canvas(
        r#"{"nodes":[{"file":"a.md","x":{"file":"no","text":"[[no]]"}},{"text":"[[b]]"},{"file":"c"#,
        expect![[r#"
            File path="a.md" in Json @19..23
            Wiki path="b" in Json @69..74
        "#]],
    );
    check_canvas(r#"{"other":[{"file":"no"}],"nodes":{"file":"no"}}"#, expect![[""]]);
    check_canvas(
        r#"{"nodes":[{"text":"\t\r\b\f[[a\/b]] [[c\"d]]"}]}"#,
        expect![[r#"
        Wiki path="a/b" in Json @27..35
        Wiki path="c\"d" in Json @36..44
    "#]],
    );
    check_canvas("", expect![[""]]);
    check_canvas("]]}}{{\"\\", expect![[""]]);
    check_canvas(&"[".repeat(200_000), expect![[""]]);
}

#[test]
fn r08_base() {
    check_base(
        "filters:\n  and:\n    - file.hasLink(\"[[Note]]\")\n    - 'up == link(\"[[It''s]]\")'\n    - \"x(\\\"[[Q|s]]\\\")\"\n    - [[no]]\n",
        expect![[r#"
            Wiki path="Note" in PlainScalar @36..44
            Wiki path="It's" in SingleQuoted @66..75
            Wiki path="Q" shown="s" in DoubleQuoted @90..97
        "#]],
    );
    check_base(
        "formulas:\n  a: |\n    link(\"[[Block]]\")\n  b: \"[[x]]\"\nviews: [broken\n",
        expect![[r#"
            Wiki path="Block" in PlainScalar @27..36
            Wiki path="x" in DoubleQuoted @45..50
        "#]],
    );
}

#[test]
fn r06_long_frontmatter_is_no_error() {
    let comments = "# about tags\n".repeat(300);
    let text = format!("---\n{comments}tags: [a] # why\ntitle: {}\n---\n", "long ".repeat(1_000));
    let note = parse(&text, Format::Markdown);
    let frontmatter = note.frontmatter.expect("it is there");
    assert_eq!(frontmatter.error, None);
    assert!(frontmatter.title.is_some() && note.tags.len() == 1);
}

#[test]
fn a_parser_that_panics_costs_what_one_text_says() {
    let broken = |text: &str, _: Format, note: &mut crate::note::Note| {
        note.tables.push(crate::text::Span { start: 0, end: 9_999 });
        assert!(text.is_empty(), "a bug in a parser");
    };
    let note = crate::note::parse_with(broken, "one\ntwo", Format::Markdown);
    let lines = crate::text::LineTable::new("one\ntwo");
    assert_eq!(note, crate::note::Note { lines, length: 7, ..Default::default() });
}

#[test]
fn r12_breaks_in_a_quoted_alias_are_read() {
    for (escape, value) in [("\\n", "a\nb"), ("\\r", "a\rb"), ("\\L", "a\u{2028}b"), ("\\P", "a\u{2029}b")] {
        let note = parse(&format!("---\naliases: [\"a{escape}b\"]\n---\n"), Format::Markdown);
        let aliases: Vec<&str> = note.aliases().map(|alias| &*alias.value).collect();
        assert_eq!(aliases, [value], "{escape}");
    }
}
