// The lists of a vault to choose from: notes that nothing links to, and links that lead nowhere.

import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient';

import { rangeOf } from './backlinks';
import { wordsOf } from './failure';
import type { Server } from './server';

/** An entry of a list, and the place that it opens. */
export interface Entry extends vscode.QuickPickItem {
  uri: vscode.Uri;
  /** The link; of a note its beginning. */
  range: vscode.Range;
}

/** A note as the server tells it. */
interface Note {
  uri: string;
  title: string;
}

/** A note that names another one, as the server tells it. */
interface Mentioning extends Note {
  links: { range: Range; text: string }[];
}

/** What links look for and do not find, as the server tells it. */
interface Unresolved {
  target: string;
  links: { uri: string; range: Range; text: string }[];
}

const BEGINNING = new vscode.Range(0, 0, 0, 0);

/** The notes of all folders to which no other note links, by their titles. */
export async function orphans(server: Server): Promise<Entry[]> {
  const notes = await server.execute<Note[]>('wikilinks.orphans', {});
  return notes.map(({ uri, title }) => {
    const at = vscode.Uri.parse(uri);
    return { label: title, description: vscode.workspace.asRelativePath(at), uri: at, range: BEGINNING };
  });
}

/** The places in other notes that name the note in plain words and do not link it. */
export async function mentions(server: Server, note: vscode.Uri): Promise<Entry[]> {
  const notes = await server.execute<Mentioning[]>('wikilinks.mentions', { uri: note.toString() });
  return notes.flatMap(({ uri, title, links }) =>
    links.map((words) => {
      const [at, range] = [vscode.Uri.parse(uri), rangeOf(words)];
      const description = `${vscode.workspace.asRelativePath(at)}:${range.start.line + 1}`;
      return { label: title, description, detail: words.text, uri: at, range };
    }),
  );
}

/** The links of all folders that lead nowhere: what most links look for comes first. */
export async function unresolved(server: Server): Promise<Entry[]> {
  const targets = await server.execute<Unresolved[]>('wikilinks.unresolved', {});
  return targets.flatMap(({ target, links }) =>
    links.map((link) => {
      const [at, range] = [vscode.Uri.parse(link.uri), rangeOf(link)];
      const description = `${vscode.workspace.asRelativePath(at)}:${range.start.line + 1}`;
      return { label: target, description, detail: link.text, uri: at, range };
    }),
  );
}

export const listOrphans = (server: Server): Promise<void> =>
  choose(orphans(server), 'Orphans: notes to which no other note links', 'Every note is linked from another one.');

export const listUnresolved = (server: Server): Promise<void> =>
  choose(unresolved(server), 'Unresolved links, by what they look for', 'Every link leads somewhere.');

/** Lists where other notes name the active one. */
export async function listMentions(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'markdown') {
    void vscode.window.showWarningMessage('Open a note first: its mentions are listed.');
    return;
  }
  const none = 'No other note names this one without a link.';
  await choose(mentions(server, document.uri), 'Mentions of this note that are no links', none);
}

/** Lets a person choose one of the entries, and opens it. Says `none` when there are none. */
async function choose(entries: Promise<Entry[]>, title: string, none: string): Promise<void> {
  try {
    const found = await entries;
    if (found.length === 0) {
      void vscode.window.showInformationMessage(none);
      return;
    }
    const options = { title, placeHolder: 'Opens the note', matchOnDescription: true, matchOnDetail: true };
    const chosen = await vscode.window.showQuickPick(found, options);
    if (chosen !== undefined) {
      await vscode.window.showTextDocument(chosen.uri, { selection: chosen.range });
    }
  } catch (error) {
    void vscode.window.showErrorMessage(wordsOf(error));
  }
}
