//! No answer reads outside the workspace, and no edit writes there, whatever a vault or a client
//! says.

use std::path::Path;

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

/// What stands in every file outside the vault.
const SECRET: &str = "tulips-are-secret";

/// A vault in `vault/`, with a file of the same kind outside it, and links in and out.
fn start() -> (Vault, Client) {
    let secret = format!("# Secret\n\n{SECRET} ^block\n");
    let vault = Vault::new(&[
        ("secret.md", &secret),
        ("elsewhere/secret.md", &secret),
        ("elsewhere/secret.png", SECRET),
        ("vault/sub/b.md", "# B\n"),
        ("vault/b.md", "# B\n"),
    ]);
    let capabilities = json!({
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"]},
            "fileOperations": {"willRename": true, "didRename": true},
        },
        "textDocument": {"diagnostic": {}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
    });
    let client = Client::start(&vault.path("vault"), capabilities);
    (vault, client)
}

/// Every way to say a place outside, from `vault/sub/a.md`.
fn ways_out(vault: &Vault) -> Vec<String> {
    let root = vault.root().display().to_string();
    let paths = [
        "../../secret",
        "../../secret.md",
        "../../secret#Secret",
        "../../secret#^block",
        "../../elsewhere/secret.png",
        "./../../secret",
        "../sub/../../secret",
        "/../secret",
        "//secret",
        "secret",
        "elsewhere/secret",
        "vault/../secret",
        "..\\..\\secret",
        "%2e%2e/%2e%2e/secret",
        "%2E%2E%2F%2E%2E%2Fsecret",
        "..%2f..%2fsecret.md",
        "../../../../../../../../../../etc/passwd",
        "/etc/passwd",
        "~/secret",
        "$HOME/secret",
        "file:///etc/passwd",
        "file:../../secret.md",
    ];
    let mut ways: Vec<String> = paths.map(str::to_owned).to_vec();
    ways.extend([
        format!("{root}/secret"),
        format!("{root}/secret.md"),
        format!("file://{root}/secret.md"),
        format!("file://elsewhere.example{root}/secret.md"),
    ]);
    ways
}

/// Nothing in `answer` tells what is in a file outside, or leads to one.
#[track_caller]
fn stays_inside(vault: &Vault, answer: &Value, asked: &str) {
    let text = answer.to_string();
    assert!(!text.contains(SECRET), "{asked}: {text}");
    assert!(!text.contains("root:"), "{asked}: {text}");
    each_uri(answer, &mut |found| {
        let inside = found.starts_with(&format!("{}/", uri(&vault.path("vault"))));
        assert!(inside, "{asked}: {found} is outside, in {text}");
    });
}

/// Calls `check` with every value that an editor takes for the place of a file.
fn each_uri(value: &Value, check: &mut impl FnMut(&str)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| each_uri(value, check)),
        Value::Object(fields) => {
            for (key, value) in fields {
                let is_place = matches!(&**key, "uri" | "targetUri" | "oldUri" | "newUri");
                if let Some(text) = value.as_str().filter(|_| is_place) {
                    check(text);
                }
                each_uri(value, check);
            }
            for key in fields.get("changes").and_then(Value::as_object).into_iter().flat_map(|of| of.keys()) {
                check(key);
            }
        }
        _ => {}
    }
}

/// Asks everything about the place `column` in the first line of `path`.
fn ask_everything(client: &mut Client, vault: &Vault, path: &Path, column: u32, asked: &str) {
    for method in ["textDocument/definition", "textDocument/hover", "textDocument/completion"] {
        let answer = client.result(method, at(path, 0, column));
        stays_inside(vault, &answer, &format!("{method} {asked}"));
        for item in answer["items"].as_array().into_iter().flatten().take(5) {
            let item = client.result("completionItem/resolve", item.clone());
            stays_inside(vault, &item, asked);
        }
    }
    let mut about = at(path, 0, column);
    about["context"] = json!({"includeDeclaration": true});
    stays_inside(vault, &client.result("textDocument/references", about), asked);
    let report = client.result("textDocument/diagnostic", json!({"textDocument": {"uri": uri(path)}}));
    stays_inside(vault, &report, asked);
    let here = json!({"line": 0, "character": column});
    let actions = json!({"textDocument": {"uri": uri(path)}, "range": {"start": here, "end": here},
        "context": {"diagnostics": report["items"]}});
    stays_inside(vault, &client.result("textDocument/codeAction", actions), asked);
    let mut rename = at(path, 0, column);
    rename["newName"] = json!("../../moved");
    stays_inside(vault, &client.request("textDocument/rename", rename), asked);
}

#[test]
fn no_link_leads_out_of_the_vault() {
    let (vault, mut client) = start();
    let a = vault.path("vault/sub/a.md");
    for way in ways_out(&vault) {
        for link in [
            format!("[[{way}]]"),
            format!("![[{way}]]"),
            format!("[x]({way})"),
            format!("![](<{way}>)"),
            format!("[[{way}"),
            format!("[x]({way}"),
        ] {
            client.open(&a, &link);
            let inside = link.find(&way).expect("it is there") as u32 + 1;
            ask_everything(&mut client, &vault, &a, inside, &link);
            let end = link.trim_end_matches([']', ')', '>']).encode_utf16().count() as u32;
            ask_everything(&mut client, &vault, &a, end, &link);
        }
    }
    client.open(&a, "[[../b]]");
    assert_eq!(client.definition_files(&a, 0, 4), ["b.md"], "links inside still lead there");
}

/// An embed in a note that is shown, and a definition of a reference: a second way to the same.
#[test]
fn no_note_that_is_shown_shows_what_is_outside() {
    let (vault, mut client) = start();
    let (a, shown) = (vault.path("vault/a.md"), vault.path("vault/sub/shown.md"));
    client.open(&a, "[[shown]] ![[shown]]");
    for way in ways_out(&vault) {
        client.open(&shown, &format!("![[{way}]] ![]({way}) [x][r]\n\n[r]: <{way}>\n"));
        for column in [3, 15] {
            let answer = client.result("textDocument/hover", at(&a, 0, column));
            assert!(!answer.is_null());
            stays_inside(&vault, &answer, &way);
        }
    }
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out_of_the_vault() {
    use std::os::unix::fs::symlink;
    let (vault, mut client) = start();
    let link = |to: &str, at: &str| symlink(vault.path(to), vault.path(at)).expect("a link can be made");
    link("secret.md", "vault/secret.md");
    link("elsewhere", "vault/out");
    link("elsewhere/secret.png", "vault/secret.png");
    link("vault", "vault/sub/again");
    link("vault/loop.md", "vault/loop.md");
    symlink("/etc/passwd", vault.path("vault/passwd.md")).expect("a link can be made");
    let a = vault.path("vault/a.md");
    let all = ["secret", "out/secret", "secret.png", "out/secret.png", "passwd", "loop", "again/b"];
    let changed: Vec<Value> = ["secret.md", "out", "out/secret.md", "secret.png", "passwd.md", "loop.md"]
        .map(|name| json!({"uri": uri(&vault.path("vault").join(name)), "type": 1}))
        .to_vec();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changed}));
    for name in all {
        client.open(&a, &format!("[[{name}]] ![[{name}]]"));
        ask_everything(&mut client, &vault, &a, 3, name);
        ask_everything(&mut client, &vault, &a, name.len() as u32 + 9, name);
    }
    // An editor that opens such a file has its text; when it closes it, nobody reads it again.
    let linked = vault.path("vault/secret.md");
    client.open(&linked, "# Mine\n");
    client.open(&a, "[[secret]]");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&linked)}}));
    stays_inside(&vault, &client.result("textDocument/hover", at(&a, 0, 4)), "a link that was closed");
}

#[test]
fn a_new_note_is_made_inside_or_not_at_all() {
    let (vault, mut client) = start();
    #[cfg(unix)]
    std::os::unix::fs::symlink(vault.path("elsewhere"), vault.path("vault/out")).expect("a link can be made");
    let outside = vault.path("new").display().to_string();
    let names = [
        "../new",
        "../../new",
        "sub/../../new",
        "/../new",
        "..",
        ".",
        "",
        "/",
        "..\\new",
        "C:\\new",
        "C:/new",
        "out/new",
        "out/sub/new",
        "a\0b",
        "a\nb",
        "%2e%2e/new",
        "~/new",
        "/etc/new",
        ".git/hooks/new",
        ".obsidian/new",
        &outside,
    ];
    for name in names {
        let asked = json!({"command": "wikilinks.new", "arguments": [{"name": name}]});
        let answer = client.request("workspace/executeCommand", asked);
        stays_inside(&vault, &answer["result"], name);
        let reached_out =
            ["../", "out/", ".git", ".obsidian", "..\\"].iter().any(|way| name.starts_with(way));
        assert!(!reached_out || answer["error"]["code"] == -32803, "{name:?}: {answer}");
    }
    while client.has_received("workspace/applyEdit") {
        let edit = client.wait_for("workspace/applyEdit", |_| true);
        stays_inside(&vault, &edit, "the edits that were asked for");
    }
    // Another file's folder is no way out either.
    let asked = json!({"command": "wikilinks.new",
        "arguments": [{"name": "new", "uri": uri(&vault.path("elsewhere/secret.md"))}]});
    assert_eq!(client.error("workspace/executeCommand", asked)["code"], -32602);
}

#[cfg(unix)]
#[test]
fn a_fix_makes_no_note_behind_a_symbolic_link() {
    let (vault, mut client) = start();
    std::os::unix::fs::symlink(vault.path("elsewhere"), vault.path("vault/out")).expect("a link can be made");
    let a = vault.path("vault/a.md");
    client.open(&a, "[[out/new]] [[inner]] [[sub/other]]");
    let actions = json!({"textDocument": {"uri": uri(&a)}, "context": {"diagnostics": []},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 35}}});
    let fixes = client.result("textDocument/codeAction", actions);
    let titles: Vec<&str> =
        fixes.as_array().expect("fixes").iter().filter_map(|fix| fix["title"].as_str()).collect();
    for title in [
        "Create note \"inner\"",
        "Create note \"sub/other\"",
        "Create all 2 notes that links of this note look for",
    ] {
        assert!(titles.contains(&title), "{title}: {titles:?}");
    }
    for fix in fixes.as_array().expect("fixes") {
        let changes = fix["edit"]["documentChanges"].as_array().expect("changes").iter();
        let made: Vec<_> = changes.filter(|change| change["kind"] == "create").collect();
        assert!(made.iter().all(|file| !file["uri"].to_string().contains("/out/")), "{made:?}");
    }
}

#[test]
fn a_file_that_moves_out_takes_no_edit_with_it() {
    let (vault, mut client) = start();
    let a = vault.path("vault/a.md");
    std::fs::write(&a, "[[sub/b]] [x](sub/b.md)").expect("it can be written");
    client.open(&a, "[[sub/b]] [x](sub/b.md)");
    let from = uri(&vault.path("vault/sub/b.md"));
    for to in [
        uri(&vault.path("moved.md")),
        uri(&vault.path("vault/../moved.md")),
        format!("{}/%2e%2e/moved.md", uri(&vault.path("vault"))),
        "file:///etc/moved.md".to_owned(),
        format!("file://elsewhere.example{}/vault/moved.md", vault.root().display()),
        "https://elsewhere.example/moved.md".to_owned(),
    ] {
        let files = json!({"files": [{"oldUri": from, "newUri": to}]});
        stays_inside(&vault, &client.request("workspace/willRenameFiles", files), &to);
    }
    // From outside to outside, and in: what is outside is not read for it.
    for (from, to) in [("secret.md", "other.md"), ("secret.md", "vault/in.md"), ("elsewhere", "vault/in")] {
        let files = json!({"files": [{"oldUri": uri(&vault.path(from)), "newUri": uri(&vault.path(to))}]});
        stays_inside(&vault, &client.request("workspace/willRenameFiles", files), from);
    }
}

#[test]
fn a_rename_to_a_place_outside_is_refused() {
    let (vault, mut client) = start();
    let a = vault.path("vault/a.md");
    client.open(&a, "[[sub/b]]");
    let outside = vault.path("moved").display().to_string();
    for name in ["../../moved", "../moved/../../x", "/etc/passwd", "..", "a/../../../b", &outside] {
        let mut rename = at(&a, 0, 4);
        rename["newName"] = json!(name);
        let answer = client.request("textDocument/rename", rename);
        stays_inside(&vault, &answer, name);
        assert!(!name.starts_with("../..") || answer["error"]["message"].is_string(), "{name}: {answer}");
    }
}

/// Settings are data: none of Obsidian's names a place from which is read, or to which is written.
#[test]
fn settings_that_point_outside_lead_nowhere() {
    let secret = vault_with_settings();
    let vault = &secret;
    let capabilities = json!({"workspace": {"applyEdit": true, "workspaceEdit": {
        "documentChanges": true, "resourceOperations": ["create"]}}});
    let mut client = Client::start(&vault.path("vault"), capabilities);
    let a = vault.path("vault/a.md");
    for name in ["secret", "elsewhere/secret", "secret.png"] {
        client.open(&a, &format!("[[{name}]]"));
        stays_inside(vault, &client.result("textDocument/hover", at(&a, 0, 4)), name);
        assert!(client.definition_files(&a, 0, 4).is_empty(), "{name}");
    }
    let asked = json!({"command": "wikilinks.new", "arguments": [{"name": "new"}]});
    let made = client.result("workspace/executeCommand", asked);
    assert_eq!(made["uri"], uri(&vault.path("vault/new.md")));
    assert!(!vault.path("vault/ran").exists() && !vault.path("elsewhere/new.md").exists());
}

fn vault_with_settings() -> Vault {
    let app = json!({
        "newFileLocation": "folder", "newFileFolderPath": "../elsewhere",
        "attachmentFolderPath": "../elsewhere", "trashOption": "none", "promptDelete": false,
        "userIgnoreFilters": ["../elsewhere", "/etc/"], "strictLineBreaks": "$(touch ran)",
    });
    Vault::new(&[
        ("elsewhere/secret.md", SECRET),
        ("elsewhere/secret.png", SECRET),
        ("vault/.obsidian/app.json", &app.to_string()),
        ("vault/.obsidian/templates.json", r#"{"folder": "../elsewhere"}"#),
        (
            "vault/.obsidian/daily-notes.json",
            r#"{"folder": "../elsewhere", "template": "../elsewhere/secret"}"#,
        ),
        ("vault/.wikilinks.toml", "files.exclude = ['!../elsewhere', '!/etc/*']\n"),
        ("vault/.gitignore", "!../elsewhere/*\n"),
    ])
}

#[test]
fn a_file_on_another_machine_is_none_of_ours() {
    let (vault, mut client) = start();
    let b = vault.path("vault/b.md");
    client.open(&b, "[[sub/b]]");
    assert_eq!(client.definition_files(&b, 0, 3), ["b.md"]);
    let elsewhere = format!("file://elsewhere.example{}", b.display());
    let asked = json!({"textDocument": {"uri": elsewhere}, "position": {"line": 0, "character": 3}});
    assert_eq!(client.result("textDocument/definition", asked), Value::Null);
    let document = json!({"uri": elsewhere, "languageId": "markdown", "version": 1, "text": "other"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    assert_eq!(client.definition_files(&b, 0, 3), ["b.md"], "it is another document");
}
