// The Wikilinks extension: starts the server, and adds what a server alone cannot show.

import * as vscode from 'vscode';

import { Backlinks } from './backlinks';
import { copyBlockLink } from './blockLink';
import { createNote, openDailyNote } from './createNote';
import { listMentions, listOrphans, listUnresolved } from './lists';
import { registerShowReferences } from './references';
import { Server } from './server';

let server: Server | undefined;

/** What the extension gives to its tests. */
export interface Api {
  server: Server;
  backlinks: Backlinks;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const started = new Server(context);
  const backlinks = new Backlinks(started);
  server = started;
  const { commands, workspace } = vscode;
  context.subscriptions.push(
    started,
    backlinks,
    commands.registerCommand('wikilinks.restart', () => started.restart()),
    commands.registerCommand('wikilinks.showLog', () => started.showLog()),
    commands.registerCommand('wikilinks.createNote', (name?: unknown) => createNote(started, name)),
    commands.registerCommand('wikilinks.openDailyNote', (day?: unknown) => openDailyNote(started, day)),
    commands.registerCommand('wikilinks.copyBlockLink', () => copyBlockLink(started)),
    commands.registerCommand('wikilinks.listMentions', () => listMentions(started)),
    commands.registerCommand('wikilinks.listOrphans', () => listOrphans(started)),
    commands.registerCommand('wikilinks.listUnresolved', () => listUnresolved(started)),
    commands.registerCommand('wikilinks.refreshBacklinks', () => backlinks.refresh()),
    commands.registerCommand('wikilinks.showProblems', () =>
      commands.executeCommand('workbench.actions.view.problems'),
    ),
    registerShowReferences(started),
    commands.registerCommand('wikilinks.howToInstall', () => showHowToInstall(context)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wikilinks.server.path')) {
        void started.programMayHaveChanged();
      }
    }),
  );
  await commands.executeCommand('setContext', 'wikilinks.active', true);
  await started.restart();
  return { server: started, backlinks };
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** Opens the section of the README that says how to install the server. */
async function showHowToInstall(context: vscode.ExtensionContext): Promise<void> {
  // A package has it in lower case.
  const names = (await vscode.workspace.fs.readDirectory(context.extensionUri)).map(([name]) => name);
  const name = names.find((name) => name.toLowerCase() === 'readme.md') ?? 'README.md';
  const page = vscode.Uri.joinPath(context.extensionUri, name).with({ fragment: 'install-the-server' });
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
