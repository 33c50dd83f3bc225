//! R9–R18: the resolver says what the rules say, word by word.

use proptest::prelude::*;
use wikilinks::vault::Settings;

use super::model::{vault, view_of};
use super::reference;

proptest! {
    #![proptest_config(super::rename::config())]

    #[test]
    fn r09_r18_each_link_means_what_the_rules_say(texts in vault(), aliases: bool) {
        reference::check(&view_of(&texts, Settings { aliases_resolve: aliases, ..Settings::default() }));
    }
}
