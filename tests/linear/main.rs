//! Texts that make a reader quadratic which starts again at each mark: how time grows with size.
//!
//! `cargo test --release --test linear -- --ignored --nocapture` prints the table, and fails where four
//! times as much takes much more than four times as long.

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use support::fixture::Fixture;
use wikilinks::features;
use wikilinks::index::{NoteText, View};
use wikilinks::note::cursor::typing_at;
use wikilinks::note::{Format, fields, parse};
use wikilinks::text::Span;

/// How much longer four times as much may take: linear is 4, quadratic 16.
const MOST: f64 = 10.0;

/// What is counted at once: Linux counts in steps of some milliseconds.
const LONG_ENOUGH: Duration = Duration::from_millis(60);

/// The larger text has so many bytes.
const SIZE: usize = 1 << 20;

/// How long this thread has computed, as Linux counts it: what else the machine does is not in it.
fn computed() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts it");
    let nanoseconds = counted.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// How long one run takes: so many runs are counted that the clock's steps do not matter.
fn mean(mut run: impl FnMut()) -> Duration {
    let start = computed();
    for runs in 1..=10_000 {
        run();
        let time = computed() - start;
        if time >= LONG_ENOUGH {
            return time / runs;
        }
    }
    Duration::ZERO
}

/// `piece` again and again, up to `size` bytes.
fn repeated(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

/// A text of about so many bytes.
type Make = Box<dyn Fn(usize) -> String>;

/// Each hostile text by its name.
fn hostile() -> Vec<(String, Format, Make)> {
    let mut texts: Vec<(String, Format, Make)> = Vec::new();
    for piece in [
        "[",
        "[[",
        "![[",
        "[[a ",
        "[[a\n",
        "[[a|",
        "[[a]] ",
        "[[a#b]] ",
        "[](",
        "![](",
        "[a][",
        "[a]: b\n",
        "*",
        "_",
        "**a ",
        "*a_b",
        "~~a",
        "`",
        "`` a ",
        "$",
        "$$",
        "$a",
        "<",
        "<a ",
        "<!--",
        "<!-- a",
        "<?",
        "<![CDATA[",
        "%%",
        "%% a\n",
        "#a ",
        "# a\n",
        "a\n===\n",
        "^a\n\n",
        "a ^b\n\n",
        "&",
        "&#",
        "\\",
        "[^a]",
        "[^a]: b\n",
        "| a ",
        "| a |\n|---|\n",
        "|[[a\\|b]]",
        "- a\n",
        "- [ ] a\n",
        "1. a\n",
        "> a\n\n",
        "```\n",
        "```\na\n```\n",
        "~~~\n",
        "    a\n",
        "a  \n",
        "\r",
        "\r\n",
        "\n",
        "é",
        "😀",
        "https://a.b ",
        "a@b.c ",
    ] {
        let make = move |size| repeated(piece, size);
        texts.push((format!("{piece:?} again and again"), Format::Markdown, Box::new(make)));
    }
    for piece in ["> ", "- ", "1. ", "  - ", ">- "] {
        let make = move |size: usize| repeated(piece, size) + "a ^b\n";
        texts.push((format!("{piece:?} nested"), Format::Markdown, Box::new(make)));
    }
    let nested = |size: usize| {
        let mut text = String::new();
        for depth in 0.. {
            if text.len() >= size {
                return text;
            }
            text += &format!("{}- a\n", "  ".repeat(depth % 300));
        }
        text
    };
    texts.push(("lists 300 deep".to_owned(), Format::Markdown, Box::new(nested)));
    for (name, start, piece, end) in [
        ("a list in a list of YAML", "---\na: ", "[", "\n---\n"),
        ("mappings of YAML in each other", "---\na: ", "{a: ", "\n---\n"),
        ("dashes of YAML", "---\n", "- ", "\n---\n"),
        ("anchors and aliases of YAML", "---\na: &a [x]\nb: [", "*a, ", "]\n---\n"),
        ("keys of YAML", "---\n", "key: a\n", "---\n"),
        ("aliases in one line", "---\naliases: ", "a, ", "\n---\n"),
        ("tags in one line", "---\ntags: ", "a ", "\n---\n"),
        ("escapes of YAML", "---\na: \"", "\\\"[[", "]]\"\n---\n"),
        ("quotes of YAML", "---\na: '", "''[[", "]]'\n---\n"),
        ("links in YAML", "---\na: \"", "[[b]] ", "\"\n---\n"),
        ("tabs in YAML", "---\na:\n", "\t- b\n", "---\n"),
        ("a frontmatter that does not end", "---\n", "a: b\n", ""),
        ("dashes that end no frontmatter", "---\n", "a: b\n --- \n", ""),
    ] {
        let make = move |size| format!("{start}{}{end}", repeated(piece, size));
        texts.push((name.to_owned(), Format::Markdown, Box::new(make)));
    }
    for (name, start, piece, format) in [
        ("arrays of JSON in each other", "{\"nodes\":", "[", Format::Canvas),
        ("objects of JSON in each other", "{\"nodes\":[", "{\"a\":", Format::Canvas),
        ("cards", "{\"nodes\":[", "{\"file\":\"a.md\"},", Format::Canvas),
        ("escapes of JSON", "{\"nodes\":[{\"text\":\"", "\\u0041[[", Format::Canvas),
        ("quotes of JSON", "", "\"", Format::Canvas),
        ("lists of a base", "a: ", "[", Format::Base),
        ("scalars of a base", "a:\n", "  - '[[b]]'\n", Format::Base),
        ("a block of a base", "a: |\n", "  [[b]]\n", Format::Base),
    ] {
        let make = move |size| format!("{start}{}", repeated(piece, size));
        texts.push((name.to_owned(), format, Box::new(make)));
    }
    // An alias of an alias of an alias: as much again with each line, for who writes it all out.
    let bomb = |size: usize| {
        let lines = (size / 40).min(20_000);
        let line = |n: usize| format!("k{n}: &k{n} [*k{0}, *k{0}, *k{0}, *k{0}]\n", n.max(1) - 1);
        format!("---\nk0: &k0 [x, x]\n{}---\n", (1..lines).map(line).collect::<String>())
    };
    texts.push(("a bomb of YAML".to_owned(), Format::Markdown, Box::new(bomb)));
    texts
}

fn read(text: &str, format: Format) {
    let note = parse(text, format);
    let middle = (0..=text.len() / 2).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    for offset in [text.len(), middle] {
        let _ = typing_at(text, &note, offset);
    }
    if format == Format::Markdown {
        let _ = fields(text);
    }
}

/// Measures one thing at a quarter of its size and at all of it. Whether the whole takes too long.
fn grows_too_fast(name: &str, small: impl FnMut(), large: impl FnMut()) -> bool {
    let (small, large) = (mean(small), mean(large));
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    // What takes no time at all is not measured by a clock.
    let slow = ratio > MOST && large > Duration::from_millis(20);
    let mark = if slow { "  <-- too fast a growth" } else { "" };
    println!("{:>9.2} ms {:>9.2} ms {ratio:>6.1}  {name}{mark}", ms(small), ms(large));
    slow
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[test]
#[ignore = "measures time"]
fn reading_takes_linear_time() {
    let only = std::env::var("WIKILINKS_LINEAR").unwrap_or_default();
    println!("  a quarter      all of it  ratio");
    let mut slow = Vec::new();
    for (name, format, make) in hostile().into_iter().filter(|(name, ..)| name.contains(&only)) {
        let (small, large) = (make(SIZE / 4), make(SIZE));
        if grows_too_fast(&name, || read(&small, format), || read(&large, format)) {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

/// A note with many headings and as many of everything else, that links to each of them, in every way, and to
/// another note.
fn note(lines: usize) -> Fixture {
    let mut text = String::new();
    for line in 0..lines {
        text += &format!(
            "# Part {line}\n\n[[#Part {line}]] [x](#part-{line}) [[#^b{line}]] [[#[^f{line}]]] and [[b#H|x]] #t/{line} \
             [^f{line}] ^b{line}\n\n[^f{line}]: x\n\n"
        );
    }
    Fixture::new(&format!("//- a.md\n{text}End [[a\n//- b.md\n# H\n\n[[a]]\n"))
}

/// One question about a note.
type Ask = fn(&View, &NoteText);

/// What an editor asks about one document.
fn questions() -> Vec<(&'static str, Ask)> {
    vec![
        ("diagnostics", |view, read| drop(features::diagnostics::diagnostics(view, read.file.place.id))),
        ("outline", |_, read| drop(features::outline::outline(&read.note))),
        ("links", |view, read| drop(features::document_links::document_links(view, read.file.place.id))),
        ("tokens", |view, read| drop(features::semantic_tokens::tokens(view, read, whole(read)))),
        ("folds", |_, read| {
            drop(features::folding::folds(&read.text, &read.note, Format::Markdown, usize::MAX));
        }),
        ("selection", |_, read| {
            drop(features::selection::selection(&read.text, &read.note, read.text.len() / 2))
        }),
        ("highlights", |view, read| drop(features::highlight::highlights(view, read.file.place.id, 3))),
        ("hints", |view, read| drop(features::hints::hints(view, read.file.place.id, whole(read)))),
        ("lenses", |view, read| drop(features::lens::lenses(view, read.file.place.id))),
        ("mentions", |view, read| drop(features::mentions::mentions_in(view, read.file.place.id))),
        ("references", |view, read| {
            drop(features::references::references(view, read.file.place.id, 3, true));
        }),
        ("hover", |view, read| drop(features::hover::hover(view, read.file.place.id, 3))),
        ("completion", |view, read| {
            drop(features::completion::complete(view, read.file.place.id, read.text.len() - 4));
        }),
        ("a rename of a heading", |view, read| {
            drop(features::rename::rename(view, read.file.place.id, 3, "Another"));
        }),
    ]
}

fn whole(read: &NoteText) -> Span {
    Span::new(0, read.text.len())
}

#[test]
#[ignore = "measures time"]
fn answers_about_a_long_note_take_linear_time() {
    let (small, large) = (note(500), note(2_000));
    let read = |fixture: &Fixture| fixture.view.read(fixture.file("a.md").place.id).expect("readable");
    println!("  a quarter      all of it  ratio");
    let slow = questions().into_iter().filter(|(name, ask)| {
        let (few, many) = (read(&small), read(&large));
        grows_too_fast(name, || ask(&small.view, &few), || ask(&large.view, &many))
    });
    let slow: Vec<_> = slow.map(|(name, _)| name).collect();
    assert!(slow.is_empty(), "{slow:?}");
}

/// A vault of so many files called `index.md`, each with a link to that name: a rename of one has to look at all.
fn equal_names(files: usize) -> Fixture {
    let files: String = (0..files).map(|file| format!("//- f{file}/index.md\n[[index]]\n")).collect();
    Fixture::new(&format!("//- a.md\nSee [[index]].\n{files}"))
}

#[test]
#[ignore = "measures time"]
fn a_rename_of_one_of_many_equal_names_takes_linear_time() {
    // On this thread alone, whose time is counted.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let _alone = alone.expect("this thread is in no other pool");
    let rename = |fixture: &Fixture| {
        let view = &fixture.view;
        let plan = features::rename::rename(view, fixture.file("a.md").place.id, 7, "Another");
        assert!(plan.is_ok());
    };
    let (small, large) = (equal_names(500), equal_names(2_000));
    assert!(!grows_too_fast("a rename", || rename(&small), || rename(&large)));
}
