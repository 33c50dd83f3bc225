//! The headings of a note as a list of links.

use expect_test::{Expect, expect};
use wikilinks::features::table_of_contents::table_of_contents;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

fn shown(vault: &str, settings: Settings) -> String {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let plan = table_of_contents(&fixture.view, id, offset);
    plan.map(|plan| format!("{}\n{}", plan.title, fixture.outcome(&plan))).unwrap_or_default()
}

fn check(vault: &str, expected: Expect) {
    expected.assert_eq(&shown(vault, Settings::default()));
}

const HEADINGS: &str = "# One\n### Deep: [[x]]\n## Same\n# Two\n## Same\n# `[]]`\n";

#[test]
fn r21_headings_below_the_marks_are_listed_with_links_that_lead_there() {
    check(
        &format!("# Title$0\n\n<!-- TOC -->\nold\n<!-- tocstop -->\n\n{HEADINGS}"),
        expect![[r#"
            Update the table of contents
            //- main.md
            # Title

            <!-- TOC -->
            - [[#One]]
              - [[#Deep x|Deep: x]]
              - [[#Same]]
            - [[#Two]]
              - [[#Two#Same|Same]]
            - [[#`[ `]]
            <!-- tocstop -->

            # One
            ### Deep: [[x]]
            ## Same
            # Two
            ## Same
            # `[]]`
        "#]],
    );
}

#[test]
fn a_table_is_made_below_the_first_heading_or_on_a_blank_line() {
    let made = expect![[r#"
        Insert a table of contents
        //- main.md
        # Title

        <!-- toc -->
        - [[#A]]
          - [[#B]]
        <!-- /toc -->
        ## A
        ### B
    "#]];
    check("# Ti$0tle\n## A\n### B\n", made);
    check(
        "text\n$0\n## A\n## B\n",
        expect![[r#"
            Insert a table of contents
            //- main.md
            text
            <!-- toc -->
            - [[#A]]
            - [[#B]]
            <!-- /toc -->
            ## A
            ## B
        "#]],
    );
}

#[test]
fn markdown_links_lead_to_slugs() {
    let settings = Settings { markdown_links: true, ..Settings::default() };
    let expected = expect![[r#"
        Insert a table of contents
        //- main.md
        <!-- toc -->
        - [A b](#a-b)
        - [A b](#a-b-1)
        <!-- /toc -->
        # A b
        # A b
    "#]];
    expected.assert_eq(&shown("\n$0\n# A b\n# A b\n", settings));
}

#[test]
fn where_nothing_is_to_do_there_is_no_action() {
    for vault in [
        "<!-- toc -->\n- [[#A]]\n- [[#B]]\n<!-- /toc -->\n# A$0\n# B\n",
        "$0\n# Only\n",
        "te$0xt\n# A\n# B\n",
        "# A\n# B\n\n$0\n",
        "# A\n# B\n```\n\n$0\n```\n# C\n# D\n",
        "---\na: b\n$0\n---\n# A\n# B\n",
    ] {
        check(vault, expect![""]);
    }
}
