//! Any text as a note: all that the parser says of it fits, whichever way it takes through it, and
//! there is an answer wherever a cursor stands.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wikilinks::note::cursor::typing_at;
use wikilinks::note::{Format, invariants, parse};

fuzz_target!(|bytes: &[u8]| {
    let text = wikilinks_fuzz::text(bytes);
    let note = parse(text, Format::Markdown);
    invariants::check_spans(text, &note);
    invariants::check_shortcuts(text);
    invariants::check_stored(&note);
    for offset in 0..=text.len() + 1 {
        invariants::check_typing(text, &note, offset);
    }
    // A cursor may come with the note of the text as it was a moment ago.
    let (before, after) = text.split_at(text.floor_char_boundary(text.len() / 2));
    for offset in 0..=before.len() {
        let _ = typing_at(before, &note, offset);
    }
    let _ = typing_at(after, &note, after.len() / 2);
    let _ = note.title();
    for at in 0..note.headings.len() {
        let section = note.section(at);
        assert!(text.get(section.range()).is_some(), "section {at} of {text:?}");
    }
});
