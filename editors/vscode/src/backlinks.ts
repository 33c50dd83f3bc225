// The view of the notes that link to the note in the active editor.

import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient';

import { wordsOf } from './failure';
import type { Server } from './server';

/** A note that links to the active one, with its links. */
export interface LinkingNote {
  uri: vscode.Uri;
  ranges: vscode.Range[];
}

/** A note that links to another one, as the server tells it. */
export interface Told {
  uri: string;
  links: { range: Range }[];
}

/** One link, with the line that it stands in. */
export interface LinkLine {
  uri: vscode.Uri;
  range: vscode.Range;
  line: string;
}

/** More notes than this are shown folded. */
const MOST_UNFOLDED = 20;

/** How long typing has to pause before the server is asked again, in milliseconds. */
const PAUSE = 400;

export class Backlinks implements vscode.TreeDataProvider<LinkingNote | LinkLine>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private readonly view: vscode.TreeView<LinkingNote | LinkLine>;
  private note: vscode.Uri | undefined;
  private notes = 0;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly server: Server) {
    this.view = vscode.window.createTreeView('wikilinks.backlinks', { treeDataProvider: this });
    const { workspace, window } = vscode;
    this.subscriptions.push(
      this.view,
      window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      workspace.onDidChangeTextDocument(({ document }) => isNote(document) && this.refreshSoon()),
      workspace.onDidCreateFiles(() => this.refreshSoon()),
      workspace.onDidDeleteFiles(() => this.refreshSoon()),
      workspace.onDidRenameFiles(() => this.refreshSoon()),
      workspace.onDidSaveTextDocument((document) => isNote(document) && this.refreshSoon()),
      server.onReady(() => this.refresh()),
    );
    this.follow(window.activeTextEditor);
  }

  /** Asks the server again. */
  refresh(): void {
    clearTimeout(this.timer);
    this.changed.fire();
  }

  async getChildren(of?: LinkingNote | LinkLine): Promise<(LinkingNote | LinkLine)[]> {
    if (of === undefined) {
      return this.linkingNotes();
    }
    return 'ranges' in of ? linesOf(of) : [];
  }

  getTreeItem(of: LinkingNote | LinkLine): vscode.TreeItem {
    return 'ranges' in of ? this.itemOfNote(of) : itemOfLine(of);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  /** Shows the note of `editor`. An editor of something else leaves the note that is shown. */
  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isNote(editor.document)) {
      return;
    }
    this.note = editor.document.uri;
    this.view.description = nameOf(this.note);
    this.refresh();
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  private async linkingNotes(): Promise<LinkingNote[]> {
    const note = this.note;
    let notes: LinkingNote[] = [];
    let message: string | undefined = 'Open a note to see what links to it.';
    if (note !== undefined) {
      try {
        notes = await this.notesThatLinkTo(note);
        message = notes.length === 0 ? 'No note links here.' : undefined;
      } catch (error) {
        // The note may be gone, or the server ending.
        message = wordsOf(error);
      }
    }
    if (note === this.note) {
      this.view.message = message;
      this.notes = notes.length;
    }
    return notes;
  }

  private async notesThatLinkTo(note: vscode.Uri): Promise<LinkingNote[]> {
    const uri = this.server.client?.code2ProtocolConverter.asUri(note);
    const found = await this.server.execute<Told[]>('wikilinks.backlinks', { uri });
    return found.map(({ uri, links }) => ({ uri: vscode.Uri.parse(uri), ranges: links.map(rangeOf) }));
  }

  private itemOfNote({ uri, ranges }: LinkingNote): vscode.TreeItem {
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(nameOf(uri), this.notes > MOST_UNFOLDED ? Collapsed : Expanded);
    const folder = posix.dirname(vscode.workspace.asRelativePath(uri, undefined));
    item.description = folder === '.' ? `${ranges.length}` : `${ranges.length} · ${folder}`;
    item.resourceUri = uri;
    item.iconPath = vscode.ThemeIcon.File;
    item.tooltip = uri.fsPath;
    return item;
  }
}

function itemOfLine({ uri, range, line }: LinkLine): vscode.TreeItem {
  const indent = line.length - line.trimStart().length;
  const start = Math.max(0, range.start.character - indent);
  const end = range.isSingleLine ? range.end.character - indent : line.length;
  const item = new vscode.TreeItem({ label: line.trim(), highlights: [[start, end]] });
  item.tooltip = `Line ${range.start.line + 1}`;
  item.command = { command: 'vscode.open', title: 'Open', arguments: [uri, { selection: range }] };
  return item;
}

function isNote(document: vscode.TextDocument): boolean {
  return document.languageId === 'markdown' && document.uri.scheme === 'file';
}

function nameOf(uri: vscode.Uri): string {
  return posix.basename(uri.path).replace(/\.md$/i, '');
}

export function rangeOf({ range: { start, end } }: { range: Range }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The lines of the links of a note. The file is read, not opened: many notes may link to one. */
async function linesOf({ uri, ranges }: LinkingNote): Promise<LinkLine[]> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const lines = text.split(/\r\n|\n|\r/);
  return ranges.map((range) => ({ uri, range, line: lines[range.start.line] ?? '' }));
}
