//! The rules in words, with their numbers.

use crate::resolve::{Rule, Spot};

/// The rule by which a file was found.
pub fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::SameNote => "R1: the path is empty, so it is the same note",
        Rule::FromFolder => "R13: a Markdown link starts from its note's folder",
        Rule::Relative => "R11, step 1: ./ and ../ start from the note's folder",
        Rule::FromRoot => "R11, step 2: a leading / starts from the vault's root",
        Rule::VaultPath => "R11, step 3: it is the exact path in the vault",
        Rule::OwnFolder => "R11, step 4: it is the end of a path, and in the note's own folder",
        Rule::PathEnd => "R11, step 4: it is the end of a path",
        Rule::Alias => "R12: it is an alias, and the setting aliases_resolve makes aliases targets",
    }
}

/// The rule by which a place in the file was found with `subpath`; `None` for the whole file.
pub fn spot_rule(spot: Spot, subpath: &str) -> Option<String> {
    match spot {
        Spot::Whole => None,
        Spot::Heading(_) if subpath.contains('#') => {
            Some("R16: each segment is a heading below the one before".to_owned())
        }
        Spot::Heading(_) => {
            Some("R15: the first heading with this text; punctuation and case do not count".to_owned())
        }
        Spot::Block(_) => Some("R17: ^ names a block by its id".to_owned()),
        Spot::Footnote(_) => Some("R18: [^…] names a footnote".to_owned()),
    }
}
