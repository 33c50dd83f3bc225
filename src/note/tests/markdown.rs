//! Links, tags and blocks of a note's body.

use expect_test::expect;

use super::check;

#[test]
fn r01_path_subpath_display() {
    check(
        "See [[a#b|c]].",
        expect![[r#"
            Wiki path="a" sub="b" shown="c" @4..13
        "#]],
    );
    check(
        "[[#Heading]] [[#^block]] ![[a.png|300]] ![[p.pdf#page=3]]",
        expect![[r#"
            Wiki path="" sub="Heading" @0..12
            Wiki path="" sub="^block" @13..24
            !Wiki path="a.png" shown="300" @25..39
            !Wiki path="p.pdf" sub="page=3" @40..57
        "#]],
    );
    check(
        "[[a|b|c]] [[a#b#c]] [[a|b#c]] [[C#]] [[a|]]",
        expect![[r#"
            Wiki path="a" shown="b|c" @0..9
            Wiki path="a" sub="b#c" @10..19
            Wiki path="a" shown="b#c" @20..29
            Wiki path="C" sub="" @30..36
            Wiki path="a" shown="" @37..43
        "#]],
    );
}

#[test]
fn r02_escaped_bar() {
    check(
        "In prose [[note\\|shown]].",
        expect![[r#"
            Wiki path="note" shown="shown" in Table @9..24
        "#]],
    );
    check(
        "| a | b |\n|---|---|\n| [[x\\|y]] | [[z]] [t](u.md) |\n\n[[out]]",
        expect![[r#"
            Wiki path="x" shown="y" in Table @22..30
            Wiki path="z" in Table @33..38
            Inline path="u.md" shown="t" in Table @39..48
            Wiki path="out" @52..59
        "#]],
    );
    check(
        "| a | b |\n|---|---|\n| [[x|y]] | d |\n",
        expect![[r#"
            Wiki path="x" shown="y" in Table @22..29
        "#]],
    );
}

#[test]
fn r03_no_word_boundary() {
    check(
        "[[x]]を un[[do]]able [[x]]^[note]",
        expect![[r#"
            Wiki path="x" @0..5
            Wiki path="do" @11..17
            Wiki path="x" @22..27
        "#]],
    );
}

#[test]
fn r03_code_span_inside_a_link() {
    check(
        "[[Functions#hasTag|`hasTag`]] `[[no]]` [[a`]]`b]]",
        expect![[r#"
            Wiki path="Functions" sub="hasTag" shown="`hasTag`" @0..29
            Wiki path="a`]]`b" @39..49
        "#]],
    );
}

#[test]
fn r04_code_comments_math_html() {
    check("```\n[[a]] #a\n```\n    [[b]]\n\n`[[c]]` ``[[`d`]]``\n\n\t[[e]]", expect![[""]]);
    check(
        "<div>\n[[a]]\n</div>\n\n<!-- [[b]] -->\n\nx <!-- [[c]] --> <a href=\"[[d]]\"> [[yes]]",
        expect![[r#"
            Wiki path="yes" @70..77
        "#]],
    );
    check(
        "%%[[a]]%% [[yes]] %%\n# no\n\n- [[b]] ^no\n\n[[c]](d.md) [e](f.md)\n%% [[also]]",
        expect![[r#"
            Wiki path="yes" @10..17
            Wiki path="also" @65..73
        "#]],
    );
    check(
        "$[[a]]$ $$\n[[b]]\n$$ [[yes]] [[US$]] and [[CA$]]",
        expect![[r#"
            Wiki path="yes" @20..27
            Wiki path="US$" @28..35
            Wiki path="CA$" @40..47
        "#]],
    );
    check(
        "100%% of [[a]] `%%` [[b]]",
        expect![[r#"
            Wiki path="a" @9..14
            Wiki path="b" @20..25
        "#]],
    );
}

#[test]
fn r04_empty_and_unclosed_are_no_links() {
    check("[[]] [[|]] [[ ]] [[|x]] [[#]] [[#|x]]", expect![[""]]);
    check(
        "[[a [[b]] [[c\n]] [[d\n\n]] \\[[e]] [\\[f]] \\![[g]]",
        expect![[r#"
            Wiki path="b" @4..9
            Wiki path="g" @41..46
        "#]],
    );
}

#[test]
fn r05_spaces_and_brackets() {
    check(
        "[[ a  b # c | d ]]",
        expect![[r#"
            Wiki path="a  b" sub="c" shown="d" @0..18
        "#]],
    );
    check(
        "[[[x]]] [[x]]] [[a]b]] [[a [b]]",
        expect![[r#"
            Wiki path="x" @1..6
            Wiki path="x" @8..13
            Wiki path="a]b" @15..22
            Wiki path="a [b" @23..31
        "#]],
    );
    check(
        "[[a\r]] [[b]]\r\n[[c]]\r[[d]]",
        expect![[r#"
            Wiki path="b" @7..12
            Wiki path="c" @14..19
            Wiki path="d" @20..25
        "#]],
    );
}

#[test]
fn r13_markdown_links() {
    check(
        "[t](path.md#h) [t](<a b.md>) ![](img.png) [u](a%20b.md?q#x%20y) [*e* x](a\\(b.md \"title\")",
        expect![[r#"
            Inline path="path.md" sub="h" shown="t" @0..14
            Inline<> path="a b.md" shown="t" @15..28
            !Inline path="img.png" @29..41
            Inline path="a b.md?q" sub="x y" shown="u" @42..63
            Inline path="a(b.md" shown="*e* x" @64..88
        "#]],
    );
    check(
        "[h](#frag) [i](<a#b>) [a](a(b)c.md) [j](a&amp;b.md#c&#35;d) [k]( x.md )",
        expect![[r#"
            Inline path="" sub="frag" shown="h" @0..10
            Inline<> path="a" sub="b" shown="i" @11..21
            Inline path="a(b)c.md" shown="a" @22..35
            Inline path="a&b.md" sub="c#d" shown="j" @36..59
            Inline path="x.md" shown="k" @60..71
        "#]],
    );
    check(
        "[x](https://e.org) [x](mailto:a@b) [x](//host/a) [x](C:/a) [x]() [x](#) [x](<>) <https://a.b>",
        expect![[""]],
    );
    check(
        "[id]: a%20b.md#c \"t\"\n[x]: <b c.md>\n[y]: https://e.org\n\n[id] [x][x]",
        expect![[r#"
            Definition path="a b.md" sub="c" @0..16
            Definition<> path="b c.md" @21..34
        "#]],
    );
    check(
        "[![alt](a.png)](b.md) [see [[x]] here](y.md)",
        expect![[r#"
            Inline path="b.md" shown="![alt](a.png)" @0..21
            !Inline path="a.png" shown="alt" @1..14
            Inline path="y.md" shown="see [[x]] here" @22..44
            Wiki path="x" @27..32
        "#]],
    );
    check(
        "> [a](\n> b.md) [c](d.md)\n",
        expect![[r#"
            Inline path="d.md" shown="c" @15..24
        "#]],
    );
}

#[test]
fn r13_wikilink_and_markdown_link_in_one() {
    check(
        "[[14]](https://e.org) [[x]](y.md) ![[z]](w.png) [[a|[b](c.md)]]",
        expect![[r#"
            Wiki path="x" @22..27
            !Wiki path="z" @34..40
            Wiki path="a" shown="[b](c.md)" @48..63
        "#]],
    );
}

#[test]
fn r15_headings() {
    check(
        "# One\n## Two ##\n   ### Three #\n#### \n#no\n####### no\n# C#\n# \\#x \\#",
        expect![[r##"
            h1 "One" 0..5
            h2 "Two" 6..15
            h3 "Three" 19..30
            h4 "" 31..35
            h1 "C#" 52..56
            h1 "\\#x \\#" = "#x #" 57..65
            #no 38..40
        "##]],
    );
    check(
        "Set\next\n===\n> Quoted\n> ---\n\n- # In a list\n",
        expect![[r#"
            h1 "Set\next" 0..11
            h2 "Quoted" 14..26
            h1 "In a list" 30..41
        "#]],
    );
    check(
        "# *a* `b` **c** &amp; <b>d</b>\n# [[n|shown]] [[n#s]] [t](u.md) %%gone%%\n# [[n|a *b* `c`]] {#id} $x$ \\*",
        expect![[r#"
            h1 "*a* `b` **c** &amp; <b>d</b>" = "a b c & d" 0..30
            h1 "[[n|shown]] [[n#s]] [t](u.md) %%gone%%" = "shown n#s t" 31..71
            h1 "[[n|a *b* `c`]] {#id} $x$ \\*" = "a b c {#id} $x$ *" 72..102
            Wiki path="n" shown="shown" @33..44
            Wiki path="n" sub="s" @45..52
            Inline path="u.md" shown="t" @53..62
            Wiki path="n" shown="a *b* `c`" @74..89
        "#]],
    );
    check(
        "# #tag and text #b\r\n\r\n# CR\rtext\r# next",
        expect![[r##"
            h1 "#tag and text #b" 0..18
            h1 "CR" 22..26
            h1 "next" 32..38
            #tag 3..6
            #b 17..18
        "##]],
    );
}

#[test]
fn r17_block_ids() {
    check(
        "Text ^a1\n\nTwo\nlines ^b-2\n\nno^c ^d e\n\n# Heading ^no\n\n`code ^no`\n",
        expect![[r#"
            h1 "Heading ^no" 37..50
            ^a1 "Text ^a1"
            ^b-2 "Two\nlines ^b-2"
        "#]],
    );
    check(
        "- one ^a\n  - two ^b\n- three\n  - four\n\n1. x\n\n   y ^c\n2. z ^d\n- [ ] task ^e",
        expect![[r#"
            ^a "- one ^a\n  - two ^b"
            ^b "- two ^b"
            ^c "y ^c"
            ^d "2. z ^d"
            ^e "- [ ] task ^e"
        "#]],
    );
    check(
        "- one\n- two\n^list\n\n> quote\n^quote\n\n> quote ^inner\n\n> a\n> ^own\n",
        expect![[r#"
            ^list "- one\n- two"
            ^quote "> quote"
            ^inner "quote ^inner"
            ^own "a"
        "#]],
    );
    check(
        "- one\n- two\n\n^list\n\n> [!info] Title\n> text\n\n^callout\n\n```\ncode\n```\n^code\n",
        expect![[r#"
            ^list "- one\n- two"
            ^callout "> [!info] Title\n> text"
            ^code "```\ncode\n```"
        "#]],
    );
    check(
        "| a |\n|---|\n| b |\n^table\n\n| a |\n|---|\n\n^table2\n\ntext\n^text\n\ntext\n\n^text2\n\n\n^none\n",
        expect![[r#"
            ^table "| a |\n|---|\n| b |"
            ^table2 "| a |\n|---|"
            ^text "text"
            ^text2 "text"
        "#]],
    );
    check(
        "# H\n\n^none\n\n- a\n  ^in-a\n- b\n\n  ^in-b\n",
        expect![[r#"
            h1 "H" 0..3
            ^in-a "- a"
            ^in-b "- b"
        "#]],
    );
    check(
        "> | a |\n> |---|\n> | b |\n> ^in\n\nтекст ^ид",
        expect![[r#"
            ^in "| a |\n> |---|\n> | b |"
            ^ид "текст ^ид"
        "#]],
    );
}

#[test]
fn r18_footnotes() {
    check(
        "Text[^1] and [^long name].\n\n[^1]: Note [[a]]\n\n[^long name]: Other\n    more\n",
        expect![[r#"
            [^1] "[^1]: Note [[a]]"
            [^long name] "[^long name]: Other\n    more"
            Wiki path="a" @39..44
        "#]],
    );
}

#[test]
fn r26_tags() {
    check(
        "#a text #b/c #d/ x#no #1984 #y1984 #2024/ ##no # #é #日本 #🌱x #a.b #a,b",
        expect![[r#"
            #a 1..2
            #b/c 9..12
            #d 14..15
            #y1984 29..34
            #é 50..52
            #日本 54..60
            #🌱x 62..67
            #a 69..70
            #a 74..75
        "#]],
    );
    check(
        "- #list\n> #quote\n>#tight\n\n## Heading #in\n\n`#no` [[#no]] [ #no](a.md) [ #no](https://a.b)\n\\#no (#no) \"#no\"",
        expect![[r##"
            h2 "Heading #in" 26..40
            Wiki path="" sub="no" @48..55
            Inline path="a.md" shown="#no" @56..68
            #list 3..7
            #quote 11..16
            #tight 19..24
            #in 38..40
        "##]],
    );
    check(
        "#标签，然后 #tag。 #a_b-c",
        expect![[r#"
            #标签 1..7
            #tag 18..21
            #a_b-c 26..31
        "#]],
    );
}

#[test]
fn r17_block_ids_in_containers() {
    check(
        "> - a\n> - b\n> ^list\n\n> > deep\n> ^quote\n",
        expect![[r#"
            ^list "- a\n> - b"
            ^quote "> deep"
        "#]],
    );
    check(
        "- a\n\n  > q\n  ^q\n- b\n  - c\n  ^c\n- d\n^all\n",
        expect![[r#"
            ^q "> q"
            ^c "- c"
            ^all "- a\n\n  > q\n  ^q\n- b\n  - c\n  ^c\n- d"
        "#]],
    );
    check(
        "1. one\n2. two\n\n   para ^p\n\n^list\n",
        expect![[r#"
            ^p "para ^p"
            ^list "1. one\n2. two\n\n   para ^p"
        "#]],
    );
    check("- a\n\n\n^far\n\ntext\n\n\n\n^far2", expect![[""]]);
    check(
        "[^1]: note ^n\n\n$$\nx\n$$\n^math\n\n![[embed]]\n^e\n",
        expect![[r#"
            ^n "note ^n"
            ^math "$$\nx\n$$"
            ^e "![[embed]]"
            [^1] "[^1]: note ^n"
            !Wiki path="embed" @30..40
        "#]],
    );
    check(
        "> [!tip]- T ^head\n> text ^body\n\n***\n\n^none",
        expect![[r#"
            ^body "[!tip]- T ^head\n> text ^body"
        "#]],
    );
    check(
        "a ^b c\r\nd ^e\r\n\r\n^below\r\n",
        expect![[r#"
            ^e "a ^b c\r\nd ^e"
            ^below "a ^b c\r\nd ^e"
        "#]],
    );
    check("%% ^no %%\n\n%%\ntext ^no2\n%%\n", expect![[""]]);
    check(
        "- [[x]] ^a\n- *em* ^b\n- `c` ^c\n- **x ^no**\n- $y$ ^d\n- ![](i.png) ^e\n",
        expect![[r#"
            ^a "- [[x]] ^a"
            ^b "- *em* ^b"
            ^c "- `c` ^c"
            ^d "- $y$ ^d"
            ^e "- ![](i.png) ^e"
            Wiki path="x" @2..7
            !Inline path="i.png" @53..63
        "#]],
    );
}

#[test]
fn r04_in_containers() {
    check(
        "> ```\n> [[no]]\n> ```\n> [[yes]]\n\n- a\n\n      [[no]]\n\n  [[yes]]\n",
        expect![[r#"
            Wiki path="yes" @23..30
            Wiki path="yes" @53..60
        "#]],
    );
    check(
        "text\n    [[lazy, no code]]\n\n- a\n\t- [[nested]]\n\t\t- [[deeper]]\n",
        expect![[r#"
            Wiki path="lazy, no code" @9..26
            Wiki path="nested" @35..45
            Wiki path="deeper" @50..60
        "#]],
    );
    check(
        "`unclosed [[a]]\n\n``[[b]]` [[c]]",
        expect![[r#"
            Wiki path="a" @10..15
            Wiki path="b" @19..24
            Wiki path="c" @26..31
        "#]],
    );
    check(
        "<span>[[a]]</span> <https://x.y> <br/>[[b]]\n\n<details>\n\n[[c]]\n\n</details>",
        expect![[r#"
            Wiki path="a" @6..11
            Wiki path="b" @38..43
            Wiki path="c" @56..61
        "#]],
    );
    check(
        "\\`[[a]]\\` \\$[[b]]\\$ $5 [[c]] $6",
        expect![[r#"
            Wiki path="a" @2..7
            Wiki path="b" @12..17
            Wiki path="c" @23..28
        "#]],
    );
}

#[test]
fn r26_tags_behind_html() {
    check(
        "<span class=\"x\">#a #b</span> a>#no",
        expect![[r#"
            #a 17..18
            #b 20..21
        "#]],
    );
}

#[test]
fn r13_odd_destinations() {
    check(
        "[a](<b\\>c.md>) [d](e\\#f.md) [g](%zz.md) [h](a%FF) [i](./../j.md#%5Ek) [l]([[m]]) [n](o:p)",
        expect![[r#"
            Inline<> path="b>c.md" shown="a" @0..14
            Inline path="e" sub="f.md" shown="d" @15..27
            Inline path="%zz.md" shown="g" @28..39
            Inline path="a%FF" shown="h" @40..49
            Inline path="./../j.md" sub="^k" shown="i" @50..69
            Wiki path="m" @74..79
        "#]],
    );
    check(
        "[a]( <b> 'c' ) [d](e (f)) [g][h] [i]: j",
        expect![[r#"
            Inline<> path="b" shown="a" @0..14
            Inline path="e" shown="d" @15..25
        "#]],
    );
    check(
        "> [id]: a.md\n\n- [id2]:\n  b.md#c\n\n[^f]: [x](y.md)\n\n[id] [id2] [^f]",
        expect![[r#"
            [^f] "[^f]: [x](y.md)"
            Definition path="a.md" @2..12
            Definition path="b.md" sub="c" @16..31
            Inline path="y.md" shown="x" @39..48
        "#]],
    );
    check(
        "[a\nb](c.md) [`]`](d.md) [\\]](e.md) [](f.md) [ ](g.md)",
        expect![[r#"
            Inline path="c.md" shown="a\nb" @0..11
            Inline path="d.md" shown="`]`" @12..23
            Inline path="e.md" shown="\\]" @24..34
            Inline path="f.md" @35..43
            Inline path="g.md" @44..53
        "#]],
    );
    check(
        "![a ![b](c.png)](d.png) [x](a.md)[y](b.md)",
        expect![[r#"
            !Inline path="d.png" shown="a ![b](c.png)" @0..23
            !Inline path="c.png" shown="b" @4..15
            Inline path="a.md" shown="x" @24..33
            Inline path="b.md" shown="y" @33..42
        "#]],
    );
}
