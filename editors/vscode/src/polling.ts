// How often the problems of all notes are asked for. The client asks every two seconds; that is work
// for the server with each note, also while nothing happens.

import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** How long after a change the client asks as often as it likes, in milliseconds. */
const LIVELY = 10_000;

/** How long it waits from one time to the next when nothing changes, in milliseconds. */
const REST = 30_000;

/** Lets the server rest while nothing changes. */
export class Polling implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private last = Date.now();

  constructor() {
    const { workspace } = vscode;
    const files = workspace.createFileSystemWatcher('**/*');
    const note = (): void => this.noteChange();
    this.subscriptions.push(
      files,
      files.onDidChange(note),
      files.onDidCreate(note),
      files.onDidDelete(note),
      workspace.onDidChangeTextDocument(note),
      workspace.onDidChangeConfiguration(note),
      workspace.onDidChangeWorkspaceFolders(note),
    );
  }

  readonly middleware: Middleware = {
    provideWorkspaceDiagnostics: async (known, token, report, next) => {
      if (Date.now() > this.last + LIVELY) {
        await this.change(token);
      }
      return next(known, token, report);
    },
  };

  /** Something may have changed what is wrong with the notes. */
  noteChange(): void {
    this.last = Date.now();
    this.changed.fire();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  /** Waits for a change, for the time of a rest, or until nobody wants to know. */
  private async change(token: vscode.CancellationToken): Promise<void> {
    const waiting: vscode.Disposable[] = [];
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, REST);
      waiting.push(this.changed.event(() => resolve()), token.onCancellationRequested(() => resolve()));
    });
    clearTimeout(timer);
    waiting.forEach((subscription) => subscription.dispose());
  }
}
