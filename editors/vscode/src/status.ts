// The item in the status bar.

import * as vscode from 'vscode';

/** What the server is doing. */
export type State =
  | { kind: 'starting' }
  | { kind: 'reading'; what: string }
  | { kind: 'ready'; server: string }
  | { kind: 'stopped' }
  | { kind: 'failed'; why: string };

/** Shows the state of the server; a click opens its log. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('wikilinks', vscode.StatusBarAlignment.Right, 50);
  private now: State = { kind: 'starting' };

  constructor() {
    this.item.name = 'Wikilinks';
    this.item.command = 'wikilinks.showLog';
    this.show({ kind: 'starting' });
    this.item.show();
  }

  /** The state that is shown. */
  get state(): State {
    return this.now;
  }

  show(state: State): void {
    this.now = state;
    const [icon, tooltip] = appearance(state);
    this.item.text = `$(${icon}) Wikilinks`;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `Wikilinks: ${tooltip}` };
    const failed = state.kind === 'failed' ? 'statusBarItem.errorBackground' : undefined;
    this.item.backgroundColor = failed === undefined ? undefined : new vscode.ThemeColor(failed);
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** An icon, and the state in words. */
function appearance(state: State): [string, string] {
  switch (state.kind) {
    case 'starting':
      return ['sync~spin', 'The server starts.'];
    case 'reading':
      return ['sync~spin', state.what];
    case 'ready':
      return ['link', `Ready: ${state.server}`];
    case 'stopped':
      return ['debug-stop', 'The server is stopped.'];
    case 'failed':
      return ['error', state.why];
  }
}
