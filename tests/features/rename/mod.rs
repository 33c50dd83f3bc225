//! What is renamed here, and how?

mod files;
mod forms;
mod meanings;
mod places;
mod refused;
mod titles;

use expect_test::Expect;
use wikilinks::features::rename::{prepare, rename};
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

/// What the vault becomes, or why nothing is renamed.
fn check_with(settings: Settings, vault: &str, new_name: &str, expected: Expect) {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let shown = match rename(&fixture.view, id, offset, new_name) {
        Ok(plan) => fixture.outcome(&plan),
        Err(refusal) => format!("refused: {refusal}"),
    };
    expected.assert_eq(&shown);
}

fn check(vault: &str, new_name: &str, expected: Expect) {
    check_with(Settings::default(), vault, new_name, expected);
}

fn check_prepare(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let text = fixture.view.read(id).unwrap().text;
    let shown = match prepare(&fixture.view, id, offset) {
        Ok(prepared) => format!("{:?}, now {:?}", prepared.span.of(&text), prepared.placeholder),
        Err(refusal) => format!("refused: {refusal}"),
    };
    expected.assert_eq(&shown);
}
