// What the extension adds to the server.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import type { Backlinks } from '../../src/backlinks';
import { exists, extension, open, read, until } from './vault';

/** The tree as it is shown: each note with its description, and its lines with what stands out in them. */
async function tree(backlinks: Backlinks): Promise<[string, string, string[]][]> {
  const notes = await backlinks.getChildren();
  return Promise.all(
    notes.map(async (note): Promise<[string, string, string[]]> => {
      const item = backlinks.getTreeItem(note);
      const lines = (await backlinks.getChildren(note)).map((line) => marked(backlinks.getTreeItem(line)));
      return [String(item.label), String(item.description), lines];
    }),
  );
}

/** The label of a line, with `<…>` around what stands out. */
function marked({ label }: vscode.TreeItem): string {
  assert(typeof label === 'object');
  const [start, end] = label.highlights?.[0] ?? [0, 0];
  return `${label.label.slice(0, start)}<${label.label.slice(start, end)}>${label.label.slice(end)}`;
}

/** Sets which program is the server. */
async function program(path: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('wikilinks');
  await settings.update('server.path', path, vscode.ConfigurationTarget.Workspace);
}

/** Why the server has failed with this program. */
async function failure(path: string): Promise<string> {
  const { server } = await extension();
  await program(path);
  await until('the server has failed', () => server.status.state.kind === 'failed');
  const { state } = server.status;
  return state.kind === 'failed' ? state.why : '';
}

export const commands: Tests = {
  'the view shows each note that links here, with the lines': async () => {
    const { backlinks } = await extension();
    await open('topics/Great plans.md');
    assert.deepEqual(await tree(backlinks), [
      ['Start', '1', ['See <[[Great plans]]> and [[Missing]].']],
      [
        'Monday',
        '3 · journal',
        [
          'Thought of <[[Great plans|thoughts]]>, and again of [[Great plans]].',
          'Thought of [[Great plans|thoughts]], and again of <[[Great plans]]>.',
          '- later: <[[Great plans]]>',
        ],
      ],
    ]);
  },

  'a line opens the note at its link': async () => {
    const { backlinks } = await extension();
    const [, monday] = await backlinks.getChildren();
    const [line] = await backlinks.getChildren(monday);
    assert(line);
    const { command } = backlinks.getTreeItem(line);
    assert(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), '[[Great plans|thoughts]]');
  },

  'the view follows the active editor, and takes a title for a heading': async () => {
    const { backlinks } = await extension();
    await open('alpha-note.md');
    await vscode.workspace.saveAll();
    assert.deepEqual(await tree(backlinks), [
      ['Tuesday', '1 · journal', ['After [[journal/Monday]] and <[[alpha-note]]>.']],
      ['typing', '1', ['see <[[alpha-note]]>']],
    ]);
  },

  'the view of a note without heading and title is empty': async () => {
    const { backlinks } = await extension();
    await open('journal/Monday.md');
    assert.deepEqual(await tree(backlinks), []);
  },

  'a note is created with its heading, and opened': async () => {
    await vscode.commands.executeCommand('wikilinks.createNote', 'fresh/New one');
    assert.equal(read('fresh/New one.md'), '# New one\n');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '# New one\n');
  },

  'a note that exists is opened as it is': async () => {
    await vscode.commands.executeCommand('wikilinks.createNote', 'Start');
    assert.match(read('Start.md'), /\[\[Missing\]\]/);
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /Start\.md$/);
  },

  'no note is created outside the vault, hidden, or with a name that cannot be linked': async () => {
    for (const name of ['../out', '.hidden', 'a|b', 'a/', '', 'C#']) {
      await vscode.commands.executeCommand('wikilinks.createNote', name);
    }
    for (const path of ['../out.md', '.hidden.md', 'a|b.md', 'a/.md', '.md', 'C#.md']) {
      assert(!exists(path), path);
    }
  },

  'the server is restarted': async () => {
    const { server } = await extension();
    const before = server.client;
    await vscode.commands.executeCommand('wikilinks.restart');
    await extension();
    assert.notEqual(server.client, before);
  },

  'how to install the server is a page of the extension': async () => {
    await vscode.commands.executeCommand('wikilinks.howToInstall');
    const label = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    await until('the page is shown', () => /^Preview readme\.md$/i.test(label() ?? ''));
  },

  'without a program the extension says so, and works when there is one again': async () => {
    assert.match(await failure('/nowhere/wikilinks'), /names "\/nowhere\/wikilinks", and no program is there/);
    await program(undefined);
    await extension();
  },

  'a program that is no server is a failure too': async () => {
    assert.notEqual(await failure('/bin/false'), '');
    await program(undefined);
    await extension();
  },
};
