// Renames that are refused. VS Code asks its own Markdown support when a rename is refused with an
// error; that takes `[[Note]]` for a reference and changes the text of the link alone, which breaks it.

import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

import { wordsOf } from './failure';
import { NOT_TRUSTED } from './untrusted';

/** Refuses with a message and an edit that changes nothing, so that nobody else is asked. */
export const renaming: Middleware = {
  prepareRename: async (document, position, token, next) => {
    try {
      return await next(document, position, token);
    } catch (error) {
      const link = linkAt(document, position);
      if (link === undefined) {
        throw error;
      }
      return link;
    }
  },
  provideRenameEdits: async (document, position, name, token, next) => {
    if (!vscode.workspace.isTrusted) {
      return refuse(NOT_TRUSTED);
    }
    try {
      return await next(document, position, name, token);
    } catch (error) {
      return refuse(wordsOf(error));
    }
  },
};

function refuse(why: string): vscode.WorkspaceEdit {
  void vscode.window.showErrorMessage(`Nothing is renamed: ${why}`);
  return new vscode.WorkspaceEdit();
}

/** What stands between the brackets of the wikilink at `position`. */
function linkAt(document: vscode.TextDocument, position: vscode.Position): vscode.Range | undefined {
  const link = document.getWordRangeAtPosition(position, /\[\[[^[\]]+\]\]/);
  return link && new vscode.Range(link.start.translate(0, 2), link.end.translate(0, -2));
}
