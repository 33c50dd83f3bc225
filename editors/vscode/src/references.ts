// A click on a code lens: what links to the note, heading or block is shown where the lens is.

import * as vscode from 'vscode';
import type { Position } from 'vscode-languageclient';
import type { Middleware, StaticFeature } from 'vscode-languageclient/node';

import { rangeOf, type Told } from './backlinks';
import { wordsOf } from './failure';
import type { Server } from './server';

const COMMAND = 'wikilinks.showReferences';

/** What the server asks about: a note, or what is at a position of it. */
interface About {
  uri: string;
  position?: Position;
}

/** Says to the server that a lens can be clicked. */
export const clickable: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [COMMAND] } };
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** Tells the command where the lens is: that of a note has no position. */
export const lenses: Middleware = {
  provideCodeLenses: async (document, token, next) => {
    const found = await next(document, token);
    for (const { command, range } of found ?? []) {
      if (command?.command === COMMAND) {
        command.arguments?.push(range.start);
      }
    }
    return found;
  },
};

/** Registers the command of the lenses. */
export function registerShowReferences(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand(COMMAND, (about: About, at?: vscode.Position) =>
    showReferences(server, about, at ?? new vscode.Position(0, 0)),
  );
}

async function showReferences(server: Server, about: About, at: vscode.Position): Promise<void> {
  try {
    const notes = await server.execute<Told[]>('wikilinks.backlinks', about);
    const links = notes.flatMap(({ uri, links }) =>
      links.map((link) => new vscode.Location(vscode.Uri.parse(uri), rangeOf(link))),
    );
    await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(about.uri), at, links);
  } catch (error) {
    void vscode.window.showErrorMessage(wordsOf(error));
  }
}
