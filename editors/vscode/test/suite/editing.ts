// Links that are typed, and proposals that are accepted.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { extension, open, until, write } from './vault';

/** Types `text` into a new note as a person does, accepts the first proposal, and gives the note's text. */
async function accept(note: string, text: string): Promise<string> {
  write(note, '');
  const editor = await open(note);
  const { document } = editor;
  for (const letter of text) {
    await vscode.commands.executeCommand('type', { text: letter });
  }
  const typed = document.getText();
  assert.equal(typed, `${text}]]`, 'VS Code has closed the brackets');
  await until('a proposal is accepted', async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.getText() !== typed;
  });
  return document.getText();
}

export const editing: Tests = {
  'an accepted proposal takes the brackets that VS Code has closed': async () => {
    await extension();
    assert.equal(await accept('typing.md', 'see [[al'), 'see [[alpha-note]]');
  },

  'the cursor stands behind the link that was accepted': async () => {
    const cursor = vscode.window.activeTextEditor?.selection.active;
    assert.deepEqual([cursor?.line, cursor?.character], [0, 'see [[alpha-note]]'.length]);
  },

  "Obsidian's way to write links holds, as nothing is set in VS Code": async () => {
    assert.equal(await accept('path.md', '[[garden'), '[[topics/Gardening]]');
  },
};
