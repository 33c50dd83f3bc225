//! The five answers, one after the other: asked for, checked, and shown.

use serde_json::{Value, json};

use crate::features::diagnostics::diagnostics as problems_of;
use crate::text::{LineTable, Span};
use crate::vault::Severity;

use super::super::opened;
use super::Trouble;
use super::editor::{edited, offset, position};
use super::session::{OPEN, Session};

/// What is typed at the end of the open note.
const TYPED: &str = "- Look up [[att";
/// What it has to become.
const ACCEPTED: &str = "- Look up [[Attachment theory]]";
/// How many proposals are shown.
const SHOWN: usize = 6;

/// An error with this `reason` unless `fine`.
fn must(fine: bool, reason: impl FnOnce() -> String) -> Result<(), Trouble> {
    if fine { Ok(()) } else { Err(Trouble(reason())) }
}

/// While `[[att` is typed, the notes that could be meant.
pub async fn completion(session: &mut Session) -> Result<(), Trouble> {
    session.screen.say(
        "This is a real session with the language server: nine small notes in a temporary folder, \
         and what an editor would show of them.",
    );
    session.screen.title("1 of 5: completion, while [[att is typed");
    let text = session.editor.text(OPEN)?;
    let end = position(&text, text.len());
    session.change(json!([{"range": {"start": end, "end": end}, "text": TYPED}])).await?;
    let typed = text + TYPED;
    let at = position(&typed, typed.len());
    let params = json!({"textDocument": {"uri": session.editor.uri(OPEN)}, "position": at});
    let answer = session.client.request("textDocument/completion", params).await?;
    let items = answer["items"].as_array().or(answer.as_array()).cloned().unwrap_or_default();
    let accepted = |item: &Value| edited(&typed, &json!([item["textEdit"]]));
    let first = items.first().ok_or_else(|| Trouble("there are no proposals for [[att".to_owned()))?;
    must(accepted(first).ends_with(ACCEPTED), || {
        format!("the first proposal makes {:?}", accepted(first).lines().last().unwrap_or_default())
    })?;

    let last = typed.lines().count();
    session.screen.note(OPEN, &(typed.clone() + "█"), (last - 1, last), None);
    let rows: Vec<_> = items.iter().take(SHOWN).map(row).collect();
    session.screen.popup(7 + TYPED.len() - 3, &rows);
    session.screen.say(&format!("Enter takes the first, and closes the link: {ACCEPTED}"));

    let edit = &first["textEdit"];
    session.change(json!([{"range": edit["range"], "text": edit["newText"]}])).await?;
    session.save(&(accepted(first) + "\n")).await?;
    session.change(json!([{"text": accepted(first) + "\n"}])).await
}

/// What a proposal's row says: its label, and what stands beside it.
fn row(item: &Value) -> (String, String) {
    let details = &item["labelDetails"];
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let label = text(&item["label"]) + details["detail"].as_str().unwrap_or_default();
    let beside = [&details["description"], &item["detail"]].map(text);
    (label, beside.into_iter().find(|text| !text.is_empty()).unwrap_or_default())
}

/// Where a link to a heading leads.
pub async fn definition(session: &mut Session) -> Result<(), Trouble> {
    const LINK: &str = "[[Attachment theory#Four styles|four styles]]";
    session.screen.title("2 of 5: go to definition");
    let params = session.editor.at(OPEN, LINK)?;
    let answer = session.client.request("textDocument/definition", params).await?;
    let place = answer.as_array().and_then(|places| places.first()).cloned().unwrap_or(answer);
    let either = |a: &str, b: &str| if place[a].is_null() { place[b].clone() } else { place[a].clone() };
    let path = session.editor.path(either("targetUri", "uri").as_str().unwrap_or_default())?;
    let text = session.editor.text(&path)?;
    let lines = LineTable::new(&text);
    let start = offset(&lines, &either("targetSelectionRange", "range")["start"]);
    let line = lines.line_of(start);
    let shown = lines.line_span(line).of(&text);
    must(path == "Attachment theory.md" && shown == "## Four styles", || {
        format!("{LINK} leads to line {} of {path}: {shown}", line + 1)
    })?;

    session.screen.say(&format!("The cursor is on {LINK}, and the editor jumps to"));
    session.screen.note(&path, &text, (line + 1, line + 8), Some((line + 1, "Four styles")));
    Ok(())
}

/// What a link is about.
pub async fn hover(session: &mut Session) -> Result<(), Trouble> {
    const LINK: &str = "[[Attachment theory]]";
    session.screen.title("3 of 5: hover");
    let params = session.editor.at(OPEN, LINK)?;
    let answer = session.client.request("textDocument/hover", params).await?;
    let markdown = answer["contents"]["value"].as_str().unwrap_or_default();
    must(markdown.contains("Children are born with a need"), || {
        format!("the hover on {LINK} does not show the note's first paragraph: {markdown:?}")
    })?;

    let text = session.editor.text(OPEN)?;
    session.screen.note(OPEN, &text, (3, 3), Some((3, LINK)));
    session.screen.hover(7, markdown);
    session.screen.say("The note's description is empty, so its first paragraph is shown.");
    Ok(())
}

/// What is wrong, and a fix.
pub async fn diagnostics(session: &mut Session) -> Result<(), Trouble> {
    session.screen.title("4 of 5: diagnostics, and a quick fix");
    let mut problems = session.problems(2).await?;
    problems.sort_by_key(|problem| problem["range"]["start"]["line"].as_u64());
    let text = session.editor.text(OPEN)?;
    for problem in &problems {
        show_problem(session, &text, problem);
    }
    let near = problems.swap_remove(0);
    must(near["code"] == "unresolved-note", || format!("the first problem is {}", near["code"]))?;

    let document = json!({"uri": session.editor.uri(OPEN)});
    let context = json!({"diagnostics": [near], "only": ["quickfix"]});
    let params = json!({"textDocument": document, "range": near["range"], "context": context});
    let actions = session.client.request("textDocument/codeAction", params).await?;
    let actions = actions.as_array().cloned().unwrap_or_default();
    session.screen.say("");
    let titles =
        actions.iter().map(|action| (action["title"].as_str().unwrap_or_default().to_owned(), String::new()));
    session.screen.popup(7, &titles.collect::<Vec<_>>());
    let first = actions.into_iter().next().ok_or_else(|| Trouble("there is no quick fix".to_owned()))?;
    let first = match first["edit"].is_null() {
        true => session.client.request("codeAction/resolve", first).await?,
        false => first,
    };
    let changes = session.apply(&first["edit"]).await?;
    session.screen.say("Enter takes the first, which changes");
    changes.iter().for_each(|change| session.screen.diff(change));
    let fixed = session.editor.text(OPEN)?;
    must(fixed.contains("[[Mary Ainsworth]]"), || "the fix does not write [[Mary Ainsworth]]".to_owned())?;
    session.problems(1).await?;
    session.screen.say("\nand its problem is gone.");
    Ok(())
}

/// The line of a problem, with marks under the place.
fn show_problem(session: &mut Session, text: &str, problem: &Value) {
    let lines = LineTable::new(text);
    let place = |end: &str| offset(&lines, &problem["range"][end]);
    let span = Span::new(place("start"), place("end").max(place("start")));
    let line = lines.line_of(span.start as usize);
    let before = Span { start: lines.line_span(line).start, end: span.start }.of(text);
    let text_of = |key: &str| problem[key].as_str().unwrap_or_default();
    let message = format!("{}: {}", text_of("code"), text_of("message"));
    session.screen.note(OPEN, text, (line + 1, line + 1), None);
    session.screen.squiggle(before, span.of(text), &message);
}

/// A note gets another name, and every link to it with it.
pub async fn rename(session: &mut Session) -> Result<(), Trouble> {
    const LINK: &str = "[[Attachment theory]]";
    const NEW: &str = "Theory of attachment";
    session.screen.title("5 of 5: rename, with every link");
    let params = session.editor.at(OPEN, LINK)?;
    let prepared = session.client.request("textDocument/prepareRename", params.clone()).await?;
    must(prepared["placeholder"] == "Attachment theory", || format!("the name to change is {prepared}"))?;
    let mut params = params;
    params["newName"] = NEW.into();
    let edit = session.client.request("textDocument/rename", params).await?;
    let changes = session.editor.apply(&edit)?;
    session.screen.say(&format!(
        "{LINK} is renamed to \"{NEW}\": the file, its heading, and every link to it, whichever way it \
         is written."
    ));
    changes.iter().for_each(|change| session.screen.diff(change));

    let renamed = session.editor.has(&format!("{NEW}.md")) && !session.editor.has("Attachment theory.md");
    must(renamed, || "the file was not renamed".to_owned())?;
    let broken = broken_links(session)?;
    must(broken == ["Donald Winnicott"], || format!("after the rename these links are broken: {broken:?}"))?;
    session.screen.say("\nRead again from the disk: no link is broken that was not before.");
    Ok(())
}

/// What the broken links of the vault say, as it is on disk now.
fn broken_links(session: &Session) -> Result<Vec<String>, Trouble> {
    let view = opened::open(session.editor.root()).map_err(|failure| Trouble(failure.to_string()))?;
    let mut broken = Vec::new();
    for file in view.index.files() {
        let Some(note) = file.note() else { continue };
        for problem in problems_of(&view, file.place.id) {
            if problem.severity <= Severity::Warning {
                let link = note.link_at(problem.span.start as usize);
                broken.push(link.map_or_else(|| problem.message.clone(), |link| link.path.to_string()));
            }
        }
    }
    Ok(broken)
}

/// How to go on from here.
pub fn next_steps(session: &mut Session) {
    let screen = &mut session.screen;
    screen.title("Next: your own notes");
    screen.say("See every broken link of a vault:");
    screen.code("wikilinks check ~/notes");
    screen.say("\nIn Neovim 0.11 or newer, put this into init.lua (README.md has Helix and others):");
    screen.code(
        "vim.lsp.config('wikilinks', {\n  cmd = { 'wikilinks', 'server' },\n  filetypes = { 'markdown' },\n  \
         root_markers = { '.obsidian', '.wikilinks.toml', '.foam', '.git' },\n})\nvim.lsp.enable('wikilinks')",
    );
}
