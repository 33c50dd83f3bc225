//! Where words begin and end, in every script, and texts whose names compare.

use unicode_normalization::char::is_combining_mark;

use crate::text::{Span, fold};

/// How a character goes together with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A space or a mark: between words.
    Between,
    /// A letter or a digit of a script that writes words apart.
    Letter,
    /// As good as a word: of a script without spaces.
    Alone,
    /// Kana for foreign words, which are recognised by where the script begins and ends.
    Katakana,
    /// Words begin behind a space, and may have an ending that is no part of the name.
    Hangul,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Kind::Katakana,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7ff}' | '\u{3130}'..='\u{318f}' => Kind::Hangul,
        // Ideographs and hiragana; Thai, Lao, Burmese, Khmer.
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Alone,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Kind::Alone,
        _ if c.is_alphanumeric() || c == '_' || is_combining_mark(c) => Kind::Letter,
        _ => Kind::Between,
    }
}

/// Whether `span` of `text` is a word or several, and no part of one. What an apostrophe and an `s`
/// follow is a word.
pub(super) fn is_words(text: &str, span: Span) -> bool {
    let (Some(before), Some(behind)) = (text.get(..span.start as usize), text.get(span.end as usize..))
    else {
        return false;
    };
    let inside = span.of(text);
    let begins = match (before.chars().next_back().map(kind), inside.chars().next().map(kind)) {
        (Some(outer), Some(inner)) => parted(outer, inner),
        _ => true,
    };
    let first_behind = behind.chars().next();
    let ends = match (inside.chars().next_back().map(kind), first_behind.map(kind)) {
        (Some(Kind::Hangul), Some(Kind::Hangul)) => true,
        (Some(inner), Some(outer)) => parted(inner, outer),
        _ => true,
    };
    begins && ends && !first_behind.is_some_and(is_combining_mark)
}

/// Whether a word can end between two characters.
fn parted(left: Kind, right: Kind) -> bool {
    let is_free = |kind| matches!(kind, Kind::Between | Kind::Alone);
    is_free(left) || is_free(right) || left != right
}

/// A text as names compare (R9), and where its bytes stand in the source.
pub(super) struct Folded {
    pub text: String,
    /// The byte of the source behind which each byte of `text` stands, and its end; `None` when they
    /// are the same.
    places: Option<Vec<u32>>,
}

impl Folded {
    pub fn new(source: &str) -> Self {
        if source.is_ascii() {
            return Self { text: source.to_ascii_lowercase(), places: None };
        }
        let (mut text, mut places) =
            (String::with_capacity(source.len()), Vec::with_capacity(source.len() + 1));
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            // A letter goes with its accents, with which it may be one character of the normal form.
            let end = rest[first.len_utf8()..].find(|c| !is_combining_mark(c));
            let end = end.map_or(rest.len(), |end| first.len_utf8() + end);
            let at = Span::at(source.len() - rest.len()).start;
            let (letter, behind) = rest.split_at(end);
            text.push_str(&fold(letter));
            places.resize(text.len(), at);
            rest = behind;
        }
        places.push(Span::at(source.len()).start);
        Self { text, places: Some(places) }
    }

    /// The span of the source that `span` of the folded text stands for; `None` when that begins or
    /// ends within what folds to several characters.
    pub fn source(&self, span: Span) -> Option<Span> {
        let Some(places) = &self.places else { return Some(span) };
        let at = |byte: u32| {
            let place = *places.get(byte as usize)?;
            let before = byte.checked_sub(1).and_then(|before| places.get(before as usize));
            (before != Some(&place)).then_some(place)
        };
        Some(Span { start: at(span.start)?, end: at(span.end)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_word(text: &str, word: &str) -> bool {
        let start = text.find(word).unwrap();
        is_words(text, Span::new(start, start + word.len()))
    }

    #[test]
    fn words_end_where_their_script_says() {
        for (text, word) in [
            ("a garden.", "garden"),
            ("garden's", "garden"),
            ("C++, or", "C++"),
            ("日本語の庭を見る", "庭"),
            ("庭garden", "garden"),
            ("新しいノートを", "ノート"),
            ("우리 학교에서", "학교"),
            ("ไปสวนกัน", "สวน"),
            ("\u{f9b4}\u{f9b5}", "\u{f9b5}"),
            ("über-uns", "uns"),
        ] {
            assert!(is_word(text, word), "{text} {word}");
        }
        for (text, word) in [
            ("gardening", "garden"),
            ("my_garden", "garden"),
            ("2garden", "garden"),
            ("スマート", "マート"),
            ("고등학교", "학교"),
            ("cafe\u{301}", "cafe"),
        ] {
            assert!(!is_word(text, word), "{text} {word}");
        }
    }

    #[test]
    fn a_folded_text_leads_back_to_its_source() {
        for (source, name, expected) in [
            ("Ein GARTEN hier", "garten", "GARTEN"),
            ("Ü, GARTEN", "garten", "GARTEN"),
            ("die Straße hier", "strasse", "Straße"),
            ("ein Cafe\u{301}!", "café", "Cafe\u{301}"),
            ("İstanbul Garten", "garten", "Garten"),
        ] {
            let folded = Folded::new(source);
            let start = folded.text.find(name).unwrap();
            let span = folded.source(Span::new(start, start + name.len())).unwrap();
            assert_eq!(span.of(source), expected);
        }
        let folded = Folded::new("Straße");
        let start = folded.text.find("sse").unwrap() + 1;
        assert_eq!(folded.source(Span::new(start, start + 2)), None);
    }
}
