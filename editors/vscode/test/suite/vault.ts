// The vault that the tests work in, and waiting for what comes of itself.

import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

import type { Api } from '../../src/extension';

/** The folder of the vault. */
export function root(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder, 'a folder is open');
  return folder.uri.fsPath;
}

export function uriOf(path: string): vscode.Uri {
  return vscode.Uri.file(join(root(), path));
}

/** The text of a note on the disk. */
export function read(path: string): string {
  return readFileSync(join(root(), path), 'utf8');
}

export function write(path: string, text: string): void {
  writeFileSync(join(root(), path), text);
}

export function exists(path: string): boolean {
  return existsSync(join(root(), path));
}

/** Opens a note in the active editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(path)));
}

/** Saves what was changed, also in notes that no editor shows yet. */
export async function saveAll(): Promise<void> {
  await until('all is saved', async () => {
    const dirty = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
    await Promise.all(dirty.map((document) => document.save()));
    return dirty.length === 0;
  });
}

/** Waits until a note on the disk has this text. */
export async function has(path: string, text: string): Promise<void> {
  await until(`${path} is as it shall be`, () => {
    assert.equal(read(path), text);
    return true;
  });
}

/**
 * Has keys pressed in the browser: names of keys, or a text to type. `focus` and a CSS selector waits
 * until such an element has the focus; `see` and words waits until they are shown.
 */
export async function press(...keys: string[]): Promise<void> {
  const file = `${root()}.keys`;
  writeFileSync(`${file}.new`, JSON.stringify(keys));
  renameSync(`${file}.new`, file);
  await until('the keys are pressed', () => !existsSync(file));
  if (existsSync(`${file}.failed`)) {
    const why = readFileSync(`${file}.failed`, 'utf8');
    rmSync(`${file}.failed`);
    assert.fail(`no key is pressed: ${why}`);
  }
}

/** Waits until the window shows these words. */
export const see = (words: string): Promise<void> => press(`see ${words}`);

/** Runs `test` while a setting of the workspace has this value. */
export async function during(section: string, value: unknown, test: () => Promise<void>): Promise<void> {
  const set = (value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration().update(section, value, vscode.ConfigurationTarget.Workspace);
  await set(value);
  try {
    await test();
  } finally {
    await set(undefined);
  }
}

/** The position in the middle of `text`, where it first stands in the document. */
export function inside(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert(start >= 0, `${document.uri.path} has ${text}`);
  return document.positionAt(start + Math.floor(text.length / 2));
}

/** What the extension gives to tests, once its server is ready. */
export async function extension(): Promise<Api> {
  const found = vscode.extensions.getExtension<Api>('wikilinks.wikilinks');
  assert(found, 'the extension is there');
  const api = await found.activate();
  await until('the server is ready', () => {
    assert.equal(api.server.status.state.kind, 'ready', JSON.stringify(api.server.status.state));
    return true;
  });
  return api;
}

/** Waits until `holds`, for 30 seconds at most. What `holds` throws counts as no. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await holds()) {
        return;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`waited in vain: ${what}${last ? ` (${last})` : ''}`);
}
