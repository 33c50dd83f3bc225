// The command that creates a note.

import * as vscode from 'vscode';

import { NOT_TRUSTED } from './untrusted';

/**
 * Creates the note in the vault and opens it; one that exists is opened. Asks for the name, unless a
 * key binding has it as its argument.
 */
export async function createNote(given?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(NOT_TRUSTED);
    return;
  }
  const folder = await chooseFolder();
  const name = typeof given === 'string' ? given : folder && (await askForName(folder));
  if (folder === undefined || name === undefined) {
    return;
  }
  const wrong = whatIsWrongWith(name);
  if (wrong !== undefined) {
    void vscode.window.showWarningMessage(wrong);
    return;
  }
  const uri = vscode.Uri.joinPath(folder.uri, ...segments(name));
  if (!(await exists(uri))) {
    await create(uri);
  }
  await vscode.window.showTextDocument(uri);
}

/** Why a note cannot have this name; `undefined` when it can. */
export function whatIsWrongWith(name: string): string | undefined {
  const path = segments(name);
  const mark = /[#|^:\\*?"<>\u0000-\u001f]|\[\[|\]\]|%%/.exec(name)?.[0];
  if (mark !== undefined) {
    return `A name with ${mark} cannot be linked, or is no file's name on some systems.`;
  }
  if (path.some((segment) => segment.startsWith('.'))) {
    return 'A name that begins with a dot is hidden: the server leaves it out.';
  }
  return path.some((segment) => segment.trim() !== segment || segment === '' || segment === '.md')
    ? 'A name is needed, without spaces at its ends. A / stands between a folder and the name.'
    : undefined;
}

function askForName(folder: vscode.WorkspaceFolder): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Create Note',
    prompt: `The name, from the folder ${folder.name}`,
    placeHolder: 'Ideas, or folder/Ideas',
    validateInput: (name) => (name === '' ? undefined : whatIsWrongWith(name)),
  });
}

/** The folder of the active note, the only one, or one that a person chooses. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const home = active && vscode.workspace.getWorkspaceFolder(active);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showWarningMessage('Open the folder of your notes first: a note is created there.');
  }
  return home ?? (folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0]);
}

/** The path that a name means, with the ending of a note. */
function segments(name: string): string[] {
  return (/\.md$/i.test(name) ? name : `${name}.md`).split('/');
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Creates the note with its name as heading, as the server's quick fix does. */
async function create(uri: vscode.Uri): Promise<void> {
  const name = uri.path.replace(/^.*\//, '').replace(/\.md$/i, '');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(`# ${name}\n`) });
  await vscode.workspace.applyEdit(edit);
}
