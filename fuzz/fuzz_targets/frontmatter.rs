//! Any text as the YAML of a note: it breaks neither the note nor its body, and what is read at sight
//! is what the parser reads (R6, R7).
#![no_main]

use libfuzzer_sys::fuzz_target;
use wikilinks::note::{Format, fields, invariants, parse};

fuzz_target!(|bytes: &[u8]| {
    let yaml = wikilinks_fuzz::text(bytes);
    invariants::check_read_at_sight(yaml);
    let text = format!("---\n{yaml}\n---\n[[body]]");
    let note = parse(&text, Format::Markdown);
    invariants::check_spans(&text, &note);
    invariants::check_stored(&note);
    let _ = fields(&text);
    let frontmatter = note.frontmatter.as_deref().expect("it begins and ends");
    // The YAML may end the frontmatter early: what follows is text like any other.
    if frontmatter.body.range() == (4..4 + yaml.len() + 1) {
        let body = note.links.last().expect("the link behind it");
        assert_eq!(&*body.path, "body", "{text:?}");
    }
});
