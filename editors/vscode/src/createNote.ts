// The commands that create notes.

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

/** The words for days that are offered before any are typed. */
const DAYS = ['today', 'yesterday', 'tomorrow', 'last friday', 'next monday'];

/**
 * Opens the note of a day, and has the server make it where it is missing. Asks for the day, unless a key
 * binding has it as its argument.
 */
export async function openDailyNote(server: Server, given?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(NOT_TRUSTED);
    return;
  }
  const folder = await chooseFolder();
  const date = typeof given === 'string' ? given : folder && (await askForDay());
  if (folder === undefined || date === undefined) {
    return;
  }
  try {
    const argument = { date, today: dateHere(), uri: folder.uri.toString(), open: false };
    const { uri, created } = await server.execute<{ uri: string; created: boolean }>('wikilinks.daily', argument);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    if (created) {
      await document.save();
    }
    await vscode.window.showTextDocument(document);
  } catch (error) {
    void vscode.window.showWarningMessage(`There is no daily note: ${wordsOf(error)}`);
  }
}

/** Lets a person choose a day, or type one. */
function askForDay(): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  picker.title = 'Open Daily Note';
  picker.placeholder = 'today, last friday, in 3 days, 2026-11-24';
  const offer = (typed: string) => {
    const others = typed === '' || DAYS.includes(typed) ? [] : [{ label: typed, alwaysShow: true }];
    picker.items = [...DAYS.map((label) => ({ label })), ...others];
  };
  offer('');
  return new Promise((resolve) => {
    picker.onDidChangeValue((typed) => offer(typed.trim()));
    picker.onDidAccept(() => {
      // Enter may come before what is typed is among the items.
      resolve(picker.activeItems[0]?.label ?? (picker.value.trim() || undefined));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** What day it is for the person, who may sit elsewhere than the server runs. */
function dateHere(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
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
