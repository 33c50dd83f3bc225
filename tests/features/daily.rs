//! The note of a day.

use expect_test::{Expect, expect};
use wikilinks::features::completion::complete;
use wikilinks::features::daily::{DailyNote, daily_note, day_in_words, today};
use wikilinks::features::fixes::fixes;
use wikilinks::features::new_note::new_note;
use wikilinks::text::Span;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

fn daily(folder: &str, format: &str, template: &str) -> Settings {
    let [daily_folder, daily_format, daily_template] = [folder, format, template].map(str::to_owned);
    Settings { daily_folder, daily_format, daily_template, ..Settings::default() }
}

/// What becomes of the vault, or why nothing does.
fn shown(fixture: &Fixture, words: &str) -> String {
    let day = day_in_words(words, today(&fixture.view)).expect("a day");
    match daily_note(&fixture.view, day) {
        Ok(DailyNote::Found(id)) => {
            format!("there: {}", fixture.view.index.file(id).expect("a file").place.path)
        }
        Ok(DailyNote::New(_, plan)) => fixture.outcome(&plan),
        Err(refusal) => refusal.to_string(),
    }
}

fn check(settings: Settings, vault: &str, words: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::with_settings(vault, settings), words));
}

#[test]
fn without_settings_it_is_a_date_in_the_vaults_own_folder_and_empty() {
    check(
        Settings::default(),
        "//- a.md\n",
        "today",
        expect![[r#"
        //- new 2026-11-24.md
    "#]],
    );
    check(
        daily("", "", ""),
        "//- a.md\n",
        "yesterday",
        expect![[r#"
        //- new 2026-11-23.md
    "#]],
    );
}

#[test]
fn one_that_is_there_is_found_whatever_its_case() {
    let settings = daily("/Days/", "dddd", "");
    check(settings, "//- days/TUESDAY.md\n", "today", expect!["there: days/TUESDAY.md"]);
}

#[test]
fn the_template_knows_the_day_and_the_time() {
    check(
        daily("Days", "YYYY/[W]ww/YYYY-MM-DD", "t/Day"),
        "//- t/day.md\n# {{title}}\n{{date:dddd}} {{time}} [[{{date}}]]\n",
        "last friday",
        expect![[r#"
            //- new Days/2026/W47/2026-11-20.md
            # 2026-11-20
            Friday 15:04 [[2026-11-20]]
        "#]],
    );
}

#[test]
fn nothing_outside_the_vault_is_made_or_read() {
    let vault = "//- a.md\n";
    check(
        daily("../out", "", ""),
        vault,
        "today",
        expect![[r#""../out/2026-11-24" is no place in the vault; write a name, with folders before it"#]],
    );
    check(
        daily("", "[../../x]", ""),
        vault,
        "today",
        expect![[r#""../../x" is no place in the vault; write a name, with folders before it"#]],
    );
    check(
        daily("", "HH:mm", ""),
        vault,
        "today",
        expect![[r#""15:04" cannot be the name of a note: it holds ":", and no wikilink can hold that"#]],
    );
    check(
        daily("", "", "../../etc/passwd"),
        vault,
        "today",
        expect![[
            r#"the template "../../etc/passwd" is no note of the vault; make it, or change the setting"#
        ]],
    );
}

#[test]
fn new_notes_begin_as_their_template_too() {
    let settings = Settings { new_template: "t.md".to_owned(), ..Settings::default() };
    let fixture = Fixture::with_settings("[[x/Idea$0]]\n//- t.md\n# {{title}}\n{{date}}\n", settings.clone());
    let (_, plan) = new_note(&fixture.view, "Plan").expect("it can be made");
    assert_eq!(fixture.outcome(&plan), "//- new Plan.md\n# Plan\n2026-11-24\n");
    let (id, offset) = fixture.at();
    let fix = fixes(&fixture.view, id, Span::at(offset)).pop().expect("a fix");
    assert_eq!(fixture.outcome(&fix.plan), "//- new x/Idea.md\n# Idea\n2026-11-24\n");

    let fixture = Fixture::with_settings("[[x/Idea$0]]\n", settings);
    assert!(new_note(&fixture.view, "Plan").is_err_and(|why| why.0.contains("\"t.md\" is no note")));
    assert!(fixes(&fixture.view, fixture.at().0, Span::at(fixture.at().1)).is_empty());
}

#[test]
fn a_link_to_a_day_makes_its_note_from_the_template_of_daily_notes() {
    let template = "//- t.md\n{{title}} is {{date:dddd}}\n";
    let made = |link: &str, format: &str| {
        let settings = daily("Days", format, "t.md");
        let fixture = Fixture::with_settings(&format!("[[{link}$0]]\n{template}"), settings);
        let (id, offset) = fixture.at();
        let fix = fixes(&fixture.view, id, Span::at(offset)).pop().expect("a fix");
        fixture.outcome(&fix.plan)
    };
    let days = "//- new Days/2026-11-27.md\n2026-11-27 is Friday\n";
    assert_eq!(made("Days/2026-11-27", ""), days);
    assert_eq!(made("Days/2026/27 Nov", "YYYY/DD MMM"), "//- new Days/2026/27 Nov.md\n27 Nov is Friday\n");
    // No note of a day: it begins as all others.
    assert_eq!(made("Days/Ideas 2", ""), "//- new Days/Ideas 2.md\n# Ideas 2\n");
    assert_eq!(made("2026-11-27", ""), "//- new 2026-11-27.md\n# 2026-11-27\n");
    assert_eq!(made("Days/ü2026-11-27", ""), "//- new Days/ü2026-11-27.md\n# ü2026-11-27\n");
}

/// Each proposal: label, detail, and what is written; and whether more may come.
fn completions(vault: &str, settings: Settings) -> String {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let found = complete(&fixture.view, id, offset).expect("proposals");
    let items = found.items.iter().map(|item| format!("{} ({}): {}\n", item.label, item.detail, item.insert));
    items.collect::<String>() + if found.incomplete { "more\n" } else { "" }
}

#[test]
fn days_are_completed_to_their_notes() {
    let settings = daily("Days", "YYYY-MM-DD", "");
    expect![[r#"
        today (Days/2026-11-24): 2026-11-24]]
        Today's list (): Today's list]]
        more
    "#]]
    .assert_eq(&completions("[[Today$0\n//- Days/2026-11-24.md\n//- Today's list.md\n", settings.clone()));
    expect![[r#"
        next friday (Days/2026-11-27, no note yet): Days/2026-11-27]]
        more
    "#]]
    .assert_eq(&completions("[[next Friday$0\n", settings));
}

#[test]
fn a_date_is_completed_to_its_note_where_that_is_called_otherwise() {
    let settings = daily("Days", "YYYY/DD MMM", "");
    expect![[r#"
        2026-11-24 (Days/2026/24 Nov, no note yet): Days/2026/24 Nov]]
        more
    "#]]
    .assert_eq(&completions("[[2026-11-24$0\n", settings.clone()));
    expect![[r#"
        2026-11-24 (Days/2026/24 Nov): 24 Nov]]
        more
    "#]]
    .assert_eq(&completions("[[2026-11-24$0\n//- Days/2026/24 Nov.md\n", settings));
    let settings = daily("Days", "YYYY-MM-DD", "");
    expect![[r#"
        2026-11-24 (Days): 2026-11-24]]
        more
    "#]]
    .assert_eq(&completions("[[2026-11-24$0\n//- Days/2026-11-24.md\n", settings));
    expect![[r#"
        more
    "#]]
    .assert_eq(&completions("[[2026-11-24$0\n", Settings::default()));
    expect![[r#"
        more
    "#]]
    .assert_eq(&completions("[[2026-11-2$0\n", Settings::default()));
}

#[test]
fn a_day_that_is_only_begun_comes_behind_the_best_note() {
    expect![[r#"
        Tom (): Tom]]
        tomorrow (2026-11-25, no note yet): 2026-11-25]]
        more
    "#]]
    .assert_eq(&completions("[[tom$0\n//- Tom.md\n", Settings::default()));
    expect![[r#"
        Tomato (): Tomato]]
        more
    "#]]
    .assert_eq(&completions("[[to$0\n//- Tomato.md\n", Settings::default()));
}
