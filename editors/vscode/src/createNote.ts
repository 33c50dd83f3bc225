// The command that creates a note.

import * as vscode from 'vscode';

import { wordsOf } from './failure';
import type { Server } from './server';
import { NOT_TRUSTED } from './untrusted';

/**
 * Has the server create the note, and opens it. Asks for the name, unless a key binding has it as its
 * argument. The server says where the note goes, and why one cannot be.
 */
export async function createNote(server: Server, given?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(NOT_TRUSTED);
    return;
  }
  const folder = await chooseFolder();
  const name = typeof given === 'string' ? given : folder && (await askForName(folder));
  if (folder === undefined || name === undefined) {
    return;
  }
  try {
    // It is opened here, once it is saved.
    const argument = { name, uri: folder.uri.toString(), open: false };
    const { uri } = await server.execute<{ uri: string }>('wikilinks.new', argument);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await document.save();
    await vscode.window.showTextDocument(document);
  } catch (error) {
    const why = wordsOf(error);
    void vscode.window.showWarningMessage(`No note is created: ${why}`);
  }
}

function askForName(folder: vscode.WorkspaceFolder): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Create Note',
    prompt: `The name, from the folder ${folder.name}`,
    placeHolder: 'Ideas, or folder/Ideas',
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
