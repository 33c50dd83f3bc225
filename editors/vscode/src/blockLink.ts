// The command that copies a link to a paragraph.

import * as vscode from 'vscode';

import { wordsOf } from './failure';
import type { Server } from './server';

/** How long what was copied is shown in the status bar, in milliseconds. */
const SHOWN = 5_000;

/**
 * Copies a link to the paragraph, list item or table at the cursor. The server gives it a block id when it
 * has none.
 */
export async function copyBlockLink(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'markdown') {
    void vscode.window.showWarningMessage('Open a note first: a link to the paragraph at the cursor is copied.');
    return;
  }
  try {
    const { line, character } = editor.selection.active;
    const argument = { uri: editor.document.uri.toString(), position: { line, character } };
    const found = await server.execute<{ link: string } | null>('wikilinks.blockLink', argument);
    if (found === null) {
      void vscode.window.showWarningMessage('No link can lead here: put the cursor into a paragraph, a list item or a table.');
      return;
    }
    await vscode.env.clipboard.writeText(found.link);
    vscode.window.setStatusBarMessage(`Copied ${found.link}`, SHOWN);
  } catch (error) {
    void vscode.window.showWarningMessage(`No link is copied: ${wordsOf(error)}`);
  }
}
