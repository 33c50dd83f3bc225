//! The cases in which a rename has to be right, as an editor meets them.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};
use super::edits::able;
use super::moves::{move_on_disk, moves, taking, tell, until_leads};

/// The edits of one file in a workspace edit, and the version that they are for.
fn edits_of<'a>(edit: &'a Value, vault: &Vault, path: &str) -> (&'a Value, &'a Value) {
    let changes = edit["documentChanges"].as_array().expect("document changes").iter();
    let uri = uri(&vault.path(path));
    let mut of_file = changes.filter(|change| change["textDocument"]["uri"] == uri.as_str());
    let change = of_file.next().unwrap_or_else(|| panic!("no edit of {path}: {edit}"));
    assert!(of_file.next().is_none(), "two edits of {path}: {edit}");
    (&change["edits"], &change["textDocument"]["version"])
}

/// The byte of a position, counted by someone who does not know the server's way.
fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let number = |key: &str| position[key].as_u64().expect("a number") as usize;
    let mut start = 0;
    for _ in 0..number("line") {
        let rest = &text[start..];
        let end = rest.find(['\r', '\n']).expect("there is such a line");
        start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let (mut at, mut column) = (start, 0);
    let mut chars = text[start..].chars();
    while column < number("character") {
        let next = chars.next().expect("there is such a column");
        column += match encoding {
            "utf-8" => next.len_utf8(),
            "utf-16" => next.len_utf16(),
            _ => 1,
        };
        at += next.len_utf8();
    }
    assert_eq!(column, number("character"), "a position inside a character");
    at
}

/// `text` after `edits`, all of which are for `text`.
fn applied(text: &str, edits: &Value, encoding: &str) -> String {
    let place = |edit: &Value, end: &str| offset(text, &edit["range"][end], encoding);
    let mut edits: Vec<_> = edits.as_array().expect("a list of edits").iter().collect();
    edits.sort_by_key(|edit| place(edit, "start"));
    edits.iter().rev().fold(text.to_owned(), |mut after, edit| {
        let new = edit["newText"].as_str().expect("a text");
        after.replace_range(place(edit, "start")..place(edit, "end"), new);
        after
    })
}

fn rename(client: &mut Client, vault: &Vault, path: &str, line: u32, column: u32, name: &str) -> Value {
    let mut params = at(&vault.path(path), line, column);
    params["newName"] = json!(name);
    client.result("textDocument/rename", params)
}

#[test]
fn the_same_rename_in_every_encoding() {
    let text = "😀😀 日本 [[b]] e\u{301}[[b|日]]を ![[b#^id]]\r\n\r\n| 💡 | [[b\\|x]] |\r\n|---|---|\r\n| 字 | [m](b.md#h) |\r\nend";
    let right = "😀😀 日本 [[näh 🌱]] e\u{301}[[näh 🌱|日]]を ![[näh 🌱#^id]]\r\n\r\n| 💡 | [[näh 🌱\\|x]] |\r\n|---|---|\r\n| 字 | [m](näh%20🌱.md#h) |\r\nend";
    let vault = Vault::new(&[("a.md", text), ("b.md", "# h\n\ntext ^id\n")]);
    for (encoding, column) in [("utf-8", 18), ("utf-16", 10), ("utf-32", 8)] {
        let mut able = able();
        able["general"] = json!({"positionEncodings": [encoding]});
        let mut client = Client::start(vault.root(), able);
        assert_eq!(client.initialized["capabilities"]["positionEncoding"], encoding);
        let edit = rename(&mut client, &vault, "a.md", 0, column, "näh 🌱");
        let after = applied(text, edits_of(&edit, &vault, "a.md").0, encoding);
        assert_eq!(after, right, "{encoding}");
    }
}

#[test]
fn r25_unsaved_texts_are_edited_and_carry_their_versions() {
    let vault = Vault::new(&[("a.md", "saved"), ("b.md", "saved"), ("c.md", "[[b]]"), ("d.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), able());
    let (a, b, c) = ("typed [[b]]\r\n", "---\ntitle: b\n---\n# b\n\n[[#b]]\n", "no link any more");
    client.open(&vault.path("a.md"), "");
    client.replace(&vault.path("a.md"), 7, a);
    client.open(&vault.path("b.md"), b);
    client.open(&vault.path("c.md"), c);
    let edit = rename(&mut client, &vault, "a.md", 0, 9, "new");
    let after = |path: &str, text: &str, version: Value| {
        let (edits, of) = edits_of(&edit, &vault, path);
        assert_eq!(*of, version, "{path}");
        applied(text, edits, "utf-16")
    };
    assert_eq!(after("a.md", a, json!(7)), "typed [[new]]\r\n");
    assert_eq!(after("b.md", b, json!(1)), "---\ntitle: new\n---\n# new\n\n[[#new]]\n");
    assert_eq!(after("d.md", "[[b]]", Value::Null), "[[new]]");
    assert!(!edit.to_string().contains("c.md"), "{edit}");
}

/// Moves a file as an editor does that asks before and tells after: the answer's edits are made on
/// disk, the file is moved, and the file watcher tells of all of it.
fn carry_out(client: &mut Client, vault: &Vault, from: &str, to: &str) {
    let edit = client.result("workspace/willRenameFiles", moves(vault, &[(from, to)]));
    let mut changed = Vec::new();
    for change in edit["documentChanges"].as_array().expect("document changes") {
        let of = change["textDocument"]["uri"].as_str().expect("a URI");
        let path = of.strip_prefix(&format!("{}/", uri(vault.root()))).expect("a file of the vault");
        let text = std::fs::read_to_string(vault.path(path)).expect("it can be read");
        vault.write(path, &applied(&text, &change["edits"], "utf-16"));
        changed.push(path.to_owned());
    }
    move_on_disk(vault, from, to);
    client.notify("workspace/didRenameFiles", moves(vault, &[(from, to)]));
    let changed: Vec<&str> = changed.iter().map(|path| if path == from { to } else { path }).collect();
    tell(client, vault, &[from], &[&[to], changed.as_slice()].concat());
}

#[test]
fn r22_two_names_are_swapped_one_after_the_other() {
    let files = [("a.md", "# a\n\n[[b]]"), ("b.md", "# b\n\n[[a#a]]"), ("c.md", "[[a]] [[b|x]] [[a#a]]")];
    let vault = Vault::new(&files);
    let mut client = Client::start(vault.root(), taking());
    for (from, to) in [("a.md", "tmp.md"), ("b.md", "a.md"), ("tmp.md", "b.md")] {
        carry_out(&mut client, &vault, from, to);
    }
    let text = |path: &str| std::fs::read_to_string(vault.path(path)).expect("it can be read");
    assert_eq!(text("a.md"), "# a\n\n[[b#b]]");
    assert_eq!(text("b.md"), "# b\n\n[[a]]");
    assert_eq!(text("c.md"), "[[b]] [[a|x]] [[b#b]]");
    until_leads(&mut client, &vault, "c.md", "b.md");
    assert!(!client.has_received("workspace/applyEdit"));
}

#[test]
fn r22_an_editor_that_asks_about_a_move_while_it_makes_it_gets_no_edit_twice() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), able());
    rename(&mut client, &vault, "a.md", 0, 3, "longer");
    let asked = |client: &mut Client, to: &str| {
        client.result("workspace/willRenameFiles", moves(&vault, &[("b.md", to)]))
    };
    assert_eq!(asked(&mut client, "longer.md"), Value::Null, "the rename had all edits");
    assert!(asked(&mut client, "other.md")["documentChanges"].is_array(), "another move has none yet");
    rename(&mut client, &vault, "a.md", 0, 3, "longer");
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(asked(&mut client, "longer.md")["documentChanges"].is_array(), "the rename was thrown away");
}

#[test]
fn only_the_case_changes() {
    let vault = Vault::new(&[("a.md", "[[note]] [m](note.md)"), ("note.md", "# note\n")]);
    let mut client = Client::start(vault.root(), able());
    let edit = rename(&mut client, &vault, "a.md", 0, 3, "Note");
    let changes = edit["documentChanges"].as_array().expect("document changes");
    let operation = changes.last().expect("an operation");
    assert_eq!(operation["kind"], "rename", "{edit}");
    assert_eq!(operation["oldUri"], uri(&vault.path("note.md")));
    assert_eq!(operation["newUri"], uri(&vault.path("Note.md")));
    assert_eq!(applied("# note\n", edits_of(&edit, &vault, "note.md").0, "utf-16"), "# Note\n");
    assert_eq!(changes.len(), 2, "a link does not mind the case: {edit}");
    let mut client = Client::start(vault.root(), able());
    let asked = client.result("workspace/willRenameFiles", moves(&vault, &[("note.md", "Note.md")]));
    assert_eq!(asked["documentChanges"].as_array().map(Vec::len), Some(1), "{asked}");
}

#[test]
fn a_new_name_keeps_its_normal_form() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    let name = "Cafe\u{301} u\u{308}ber";
    let edit = rename(&mut client, &vault, "a.md", 0, 3, name);
    let after = applied("[[b]]", edits_of(&edit, &vault, "a.md").0, "utf-16");
    assert_eq!(after, format!("[[{name}]]"));
    let operation =
        edit["documentChanges"].as_array().and_then(|changes| changes.last()).expect("an operation");
    let file = format!("{name}.md");
    assert_eq!(operation["newUri"], uri(&vault.path(&file)));
    vault.write("a.md", &after);
    move_on_disk(&vault, "b.md", &file);
    tell(&mut client, &vault, &["b.md"], &[&file, "a.md"]);
    until_leads(&mut client, &vault, "a.md", "Cafe%CC%81%20u%CC%88ber.md");
}

#[test]
fn the_same_note_five_times_on_one_line() {
    let text = "😀[[b]][[b]]を[[b|b]] ![[b]] **[[b#b]]**";
    let vault = Vault::new(&[("a.md", text), ("b.md", "")]);
    let mut client = Client::start(vault.root(), able());
    let edit = rename(&mut client, &vault, "a.md", 0, 5, "longer name");
    let after = applied(text, edits_of(&edit, &vault, "a.md").0, "utf-16");
    let right = "😀[[longer name]][[longer name]]を[[longer name|b]] ![[longer name]] **[[longer name#b]]**";
    assert_eq!(after, right);
    assert_eq!(edit["changeAnnotations"]["link"]["label"], "Update 5 links in 1 note");
}

#[test]
fn ten_thousand_links_to_one_note() {
    let vault = Vault::new(&[("b.md", "")]);
    let text = "text [[b]]\n".repeat(50) + &"[[b|x]] ".repeat(50);
    for number in 0..100 {
        vault.write(&format!("n/{number}.md"), &text);
    }
    let mut client = Client::start(vault.root(), able());
    let edit = rename(&mut client, &vault, "n/0.md", 0, 8, "new");
    assert_eq!(edit["changeAnnotations"]["link"]["label"], "Update 10000 links in 100 notes");
    let after = applied(&text, edits_of(&edit, &vault, "n/99.md").0, "utf-16");
    assert_eq!(after, text.replace("[[b", "[[new"));
}
