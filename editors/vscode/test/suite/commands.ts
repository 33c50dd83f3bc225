// What the extension adds to the server.

import { strict as assert } from 'node:assert';
import { readdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

import type { Tests } from '.';
import type { Backlinks } from '../../src/backlinks';
import { type Entry, mentions, orphans, unresolved } from '../../src/lists';
import { exists, extension, open, press, read, root, until, uriOf } from './vault';

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

/** Runs a command that shows a list, and takes the first of its entries that have this text. */
async function choose(command: string, text: string): Promise<void> {
  const chosen = vscode.commands.executeCommand(command);
  await press('focus .quick-input-widget input', text, 'Enter');
  await chosen;
}

/** The paths of all that is in the vault. */
function notes(): string[] {
  return readdirSync(root(), { recursive: true }).map(String).sort();
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

  'the view of a note without heading and title shows what links there': async () => {
    const { backlinks } = await extension();
    await open('journal/Monday.md');
    assert.deepEqual(await tree(backlinks), [
      ['Tuesday', '1 · journal', ['After <[[journal/Monday]]> and [[alpha-note]].']],
    ]);
  },

  'the notes to which nothing links are listed, and the one that is chosen is opened': async () => {
    const { server } = await extension();
    const shown = ({ label, description }: Entry): unknown => [label, description];
    await until('the list is right', async () => {
      assert.deepEqual((await orphans(server)).map(shown), [
        ['Seeds', 'Seeds.md'],
        ['Tuesday', 'journal/Tuesday.md'],
        ['late', 'late.md'],
        ['path', 'path.md'],
        ['typing', 'typing.md'],
      ]);
      return true;
    });
    await choose('wikilinks.listOrphans', 'Tuesday');
    const uri = (): string | undefined => vscode.window.activeTextEditor?.document.uri.toString();
    await until('the note is open', () => uri() === uriOf('journal/Tuesday.md').toString());
  },

  'the links that lead nowhere are listed, and the one that is chosen is opened': async () => {
    const { server } = await extension();
    const shown = ({ label, description, detail }: Entry): unknown => [label, description, detail];
    await until('the list is right', async () => {
      assert.deepEqual((await unresolved(server)).map(shown), [
        ['Missing', 'Start.md:3', 'See [[Great plans]] and [[Missing]].'],
      ]);
      return true;
    });
    await choose('wikilinks.listUnresolved', 'Missing');
    const selected = (): string | undefined => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection);
    };
    await until('the link is selected', () => selected() === '[[Missing]]');
  },

  'a note is created with its heading, saved, and opened': async () => {
    await vscode.commands.executeCommand('wikilinks.createNote', 'fresh/New one');
    assert.equal(read('fresh/New one.md'), '# New one\n');
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual([document?.getText(), document?.isDirty], ['# New one\n', false]);
  },

  'a note that exists is left as it is': async () => {
    const before = read('Start.md');
    await vscode.commands.executeCommand('wikilinks.createNote', 'Start');
    assert.equal(read('Start.md'), before);
  },

  'the note of a day is made once, and opened': async () => {
    const opened = (): string | undefined => vscode.window.activeTextEditor?.document.uri.toString();
    await choose('wikilinks.openDailyNote', '2026-11-24');
    await until('the note is open', () => opened() === uriOf('2026-11-24.md').toString());
    assert.equal(read('2026-11-24.md'), '');
    await open('Start.md');
    await vscode.commands.executeCommand('wikilinks.openDailyNote', '2026-11-24');
    await until('the note is open again', () => opened() === uriOf('2026-11-24.md').toString());
    await vscode.commands.executeCommand('wikilinks.openDailyNote', 'someday');
    assert.equal(opened(), uriOf('2026-11-24.md').toString());
  },

  'words that name the active note are listed': async () => {
    const { server } = await extension();
    writeFileSync(uriOf('words.md').fsPath, 'No link: great plans.\n');
    const shown = ({ label, description, detail }: Entry): unknown => [label, description, detail];
    await until('the words are found', async () => {
      const found = await mentions(server, uriOf('topics/Great plans.md'));
      return JSON.stringify(found.map(shown)) === JSON.stringify([['words', 'words.md:1', 'No link: great plans.']]);
    });
    await open('topics/Great plans.md');
    await choose('wikilinks.listMentions', 'words');
    const selected = (): string | undefined => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection);
    };
    await until('the words are selected', () => selected() === 'great plans');
  },

  'no note is created outside the vault, hidden, or with a name that cannot be linked': async () => {
    const before = notes();
    for (const name of ['../out', '.hidden', 'a|b', 'a/', '', 'C#', '/../../out', 'a/../../out']) {
      await vscode.commands.executeCommand('wikilinks.createNote', name);
    }
    assert.deepEqual(notes(), before);
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
