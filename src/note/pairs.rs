//! Two bytes that stand together, of which the first is rare. To set up a search for longer texts takes
//! longer than to look through most notes.

use memchr::memchr;

/// Where `pair` first stands in `text`, in bytes.
pub(super) fn find_pair(text: &[u8], pair: [u8; 2]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(pair[0], text.get(at..)?)?;
        if text.get(at + 1) == Some(&pair[1]) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pair_is_found() {
        for (text, at) in
            [("[[a", Some(0)), ("[ [[[", Some(2)), ("a[", None), ("", None), ("[a[a[[", Some(4))]
        {
            assert_eq!(find_pair(text.as_bytes(), *b"[["), at, "{text}");
        }
        assert_eq!(find_pair(b"a: b]:c", *b"]:"), Some(4));
    }
}
