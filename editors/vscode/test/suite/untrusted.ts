// A workspace of two folders that is not trusted: it is read, and nothing in it is changed.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { changes } from './moving';
import { exists, extension, inside, open, read, until, uriOf } from './vault';

async function definition(document: vscode.TextDocument, link: string): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    inside(document, link),
  );
  return found.map(({ targetUri }) => vscode.workspace.asRelativePath(targetUri));
}

export const untrusted: Tests = {
  'the workspace is not trusted, and does not choose the program': async () => {
    await open('Start.md');
    assert(!vscode.workspace.isTrusted);
    const { server } = await extension();
    assert(server.client);
  },

  'a link leads to a note of its own folder': async () => {
    const first = await open('Start.md');
    assert.deepEqual(await definition(first.document, '[[Ideas]]'), ['vault/Ideas.md']);
    const second = await open('../second/Ideas.md');
    assert.deepEqual(await definition(second.document, '[[Abroad]]'), ['second/Abroad.md']);
  },

  'nothing is renamed': async () => {
    assert.deepEqual(await changes('[[Ideas]]', 'Plans'), []);
  },

  'no fix is offered': async () => {
    const { document } = await open('Start.md');
    const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri);
    await until('there is a problem', () => problems().length > 0);
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problems()[0]?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.deepEqual(fixes.filter(({ title }) => /note/i.test(title)), []);
  },

  'a file that is moved leaves the links alone': async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uriOf('Ideas.md'), uriOf('Plans.md'));
    assert(await vscode.workspace.applyEdit(edit));
    assert(exists('Plans.md'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty), []);
    assert.match(read('Start.md'), /\[\[Ideas\]\]/);
  },

  'no note is created': async () => {
    await vscode.commands.executeCommand('wikilinks.createNote', 'New');
    assert(!exists('New.md'));
  },
};
