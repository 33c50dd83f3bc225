// Renames and moves, with every file looked at.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { exists, extension, has, inside, open, press, read, saveAll, until, uriOf } from './vault';

async function move(from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(uriOf(from), uriOf(to));
  assert(await vscode.workspace.applyEdit(edit));
  await saveAll();
}

/** Cuts a note in the explorer, and pastes it beside another. */
export async function moveInExplorer(note: string, beside: string): Promise<void> {
  for (const [path, command] of [[note, 'filesExplorer.cut'], [beside, 'filesExplorer.paste']] as const) {
    await vscode.commands.executeCommand('revealInExplorer', uriOf(path));
    await press('focus .explorer-folders-view .monaco-list');
    // The explorer may fail to draw what has just moved; what came of it is looked at on the disk.
    await vscode.commands.executeCommand(command).then(undefined, () => {});
  }
}

/** Waits until the server knows of what has moved: a link to `path` leads there. */
async function leadsTo(from: string, link: string, path: string): Promise<void> {
  const { document } = await open(from);
  await until(`${link} leads to ${path}`, async () => {
    const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      inside(document, link),
    );
    return found[0]?.targetUri.path === uriOf(path).path;
  });
}

/** Which notes the rename of a link in `Start.md` would change, each with the number of its changes. */
export async function changes(link: string, name: string): Promise<[string, number][]> {
  const { document } = await open('Start.md');
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    inside(document, link),
    name,
  );
  return edit.entries().map(([uri, edits]) => [vscode.workspace.asRelativePath(uri), edits.length]);
}

export const moving: Tests = {
  'a rename says all that it changes': async () => {
    await extension();
    assert.deepEqual(await changes('[[Ideas]]', 'Plans'), [['Ideas.md', 1], ['Start.md', 1], ['log/Monday.md', 3]]);
  },

  'a rename that the server refuses is left to nobody else': async () => {
    assert.deepEqual(await changes('[[Ideas]]', 'Start'), []);
    assert.deepEqual(await changes('[[Missing]]', 'Found'), []);
  },

  'F2 renames the note, its heading, and every link to it': async () => {
    const editor = await open('Start.md');
    const at = inside(editor.document, '[[Ideas]]');
    editor.selection = new vscode.Selection(at, at);
    await press('F2', 'focus .rename-box input', 'Control+A', 'Plans', 'Enter');
    await has('Start.md', '# Start\n\nSee [[Plans]] and [[Missing]].\n');
    await has('Plans.md', '# Plans\n\nWhat might become something.\n');
    await has(
      'log/Monday.md',
      'Thought of [[Plans|thoughts]], and again of [[Plans]].\n\n- later: [[Plans]]\n',
    );
    assert(!exists('Ideas.md'));
    await leadsTo('Start.md', '[[Plans]]', 'Plans.md');
  },

  'a file that is moved takes its links along': async () => {
    await move('Plans.md', 'topics/Great plans.md');
    assert.equal(read('Start.md'), '# Start\n\nSee [[Great plans]] and [[Missing]].\n');
    assert.match(read('log/Monday.md'), /^Thought of \[\[Great plans\|thoughts\]\], and again of \[\[Great plans\]\]/);
    await leadsTo('Start.md', '[[Great plans]]', 'topics/Great plans.md');
  },

  'a folder that is renamed takes its links along': async () => {
    await move('log', 'journal');
    assert.equal(read('journal/Tuesday.md'), '# Tuesday\n\nAfter [[journal/Monday]] and [[alpha-note]].\n');
    await leadsTo('journal/Tuesday.md', '[[journal/Monday]]', 'journal/Monday.md');
  },

  'a note that is renamed in the explorer takes its links along': async () => {
    await saveAll();
    await vscode.commands.executeCommand('revealInExplorer', uriOf('topics/Gardening.md'));
    await press('focus .explorer-folders-view .monaco-list');
    void vscode.commands.executeCommand('renameFile');
    await press('focus .explorer-folders-view input', 'Control+A', 'Allotment.md', 'Enter');
    await until('the note is renamed', () => exists('topics/Allotment.md'));
    const { document } = await open('path.md');
    await until('the note with the link is changed and unsaved', () => document.isDirty);
    await saveAll();
    await has('path.md', '[[topics/Allotment]]');
    await leadsTo('path.md', '[[topics/Allotment]]', 'topics/Allotment.md');
  },

  'a note that is cut and pasted in the explorer takes its links along': async () => {
    await moveInExplorer('topics/Allotment.md', 'journal/Tuesday.md');
    await until('the note is moved', () => exists('journal/Allotment.md') && !exists('topics/Allotment.md'));
    const { document } = await open('path.md');
    await until('the note with the link is changed and unsaved', () => document.isDirty);
    await saveAll();
    await has('path.md', '[[journal/Allotment]]');
  },
};
