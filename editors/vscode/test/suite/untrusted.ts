// A workspace of two folders that is not trusted: it is read, and nothing in it is changed.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { orphans, unresolved } from '../../src/lists';
import { changes, moveInExplorer } from './moving';
import { exists, extension, inside, open, read, until, uriOf } from './vault';

async function definition(document: vscode.TextDocument, link: string): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    inside(document, link),
  );
  return found.map(({ targetUri }) => vscode.workspace.asRelativePath(targetUri));
}

/** No note is changed, also after a while. */
async function nothingChanges(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty), []);
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
    await nothingChanges();
    assert.match(read('Start.md'), /\[\[Ideas\]\]/);
  },

  'a file that is moved in the explorer leaves the links alone': async () => {
    await moveInExplorer('alpha-note.md', 'topics/Gardening.md');
    await until('the note is moved', () => exists('topics/alpha-note.md') && !exists('alpha-note.md'));
    await moveInExplorer('log/Monday.md', 'topics/Gardening.md');
    await until('the note is moved', () => exists('topics/Monday.md') && !exists('log/Monday.md'));
    await nothingChanges();
    assert.equal(read('log/Tuesday.md'), '# Tuesday\n\nAfter [[log/Monday]] and [[alpha-note]].\n');
  },

  'no note is created': async () => {
    await vscode.commands.executeCommand('wikilinks.createNote', 'New');
    assert(!exists('New.md'));
  },

  'the server itself creates no note either': async () => {
    const { server } = await extension();
    const uri = uriOf('Start.md').toString();
    await assert.rejects(server.execute('wikilinks.new', { name: 'New', uri }), /not trusted/);
    assert(!exists('New.md'));
  },

  'the lists speak of all folders': async () => {
    const { server } = await extension();
    const described = (entries: vscode.QuickPickItem[]): unknown =>
      entries.map(({ label, description }) => [label, description]);
    assert.deepEqual(described(await orphans(server)), [
      ['Ideas', 'vault/Plans.md'],
      ['Start', 'vault/Start.md'],
      ['Tuesday', 'vault/log/Tuesday.md'],
      ['Gardening', 'vault/topics/Gardening.md'],
      ['Monday', 'vault/topics/Monday.md'],
      ['Ideas', 'second/Ideas.md'],
    ]);
    assert.deepEqual(described(await unresolved(server)), [
      ['Ideas', 'vault/Start.md:3'],
      ['Ideas', 'vault/topics/Monday.md:1'],
      ['Ideas', 'vault/topics/Monday.md:1'],
      ['Ideas', 'vault/topics/Monday.md:3'],
      ['Missing', 'vault/Start.md:3'],
      ['log/Monday', 'vault/log/Tuesday.md:3'],
    ]);
  },
};
