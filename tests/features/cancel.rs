//! A question that nobody waits for any more ends before it has its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wikilinks::features::completion::complete;
use wikilinks::features::diagnostics::diagnostics;
use wikilinks::features::graph::graph;
use wikilinks::features::mentions::{mentioned, mentions_of};
use wikilinks::features::near::near_names;
use wikilinks::features::references::references;
use wikilinks::features::rename::rename;
use wikilinks::features::unresolved::unresolved;
use wikilinks::features::workspace_symbols::workspace_symbols;
use wikilinks::index::{Cancel, Cancelled, FileId, View};

use crate::support::fixture::Fixture;

type Question = fn(&View, FileId, usize);

const QUESTIONS: &[(&str, Question)] = &[
    ("references", |view, id, at| drop(references(view, id, at, false))),
    ("rename", |view, id, at| drop(rename(view, id, at, "Thoughts"))),
    ("completion", |view, id, at| drop(complete(view, id, at))),
    ("symbols", |view, _, _| drop(workspace_symbols(view, "idea"))),
    ("near names", |view, _, _| drop(near_names(view, "idees", 1))),
    ("diagnostics", |view, id, _| drop(diagnostics(view, id))),
    ("unresolved", |view, _, _| drop(unresolved(view))),
    ("graph", |view, _, _| drop(graph(view))),
    ("mentions of a note", |view, id, _| drop(mentions_of(view, id))),
    ("all mentions", |view, _, _| drop(mentioned(view))),
];

#[test]
fn every_long_answer_ends_when_it_is_cancelled() {
    let fixture = Fixture::new("//- a.md\n[[Ideas$0]]\n//- Ideas.md\n# Ideas\n[[a]] [[gone]]\n");
    let (id, at) = fixture.at();
    for (name, ask) in QUESTIONS {
        let cancel = Cancel::default();
        let view = fixture.view.clone().until(&cancel);
        cancel.cancel();
        let ended = catch_unwind(AssertUnwindSafe(|| ask(&view, id, at)));
        assert!(ended.is_err_and(|with| with.is::<Cancelled>()), "{name}");
        ask(&fixture.view, id, at);
    }
}
