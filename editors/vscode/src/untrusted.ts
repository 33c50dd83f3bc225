// What does not happen in a workspace that is not trusted: no file is changed.

import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** Why something that changes files was not done. */
export const NOT_TRUSTED = 'The workspace is not trusted, so that no note is changed.';

/** Keeps back what changes files until the workspace is trusted. Looks anew each time. */
export const readsOnly: Middleware = {
  provideCodeActions: async (document, range, context, token, next) =>
    vscode.workspace.isTrusted ? next(document, range, context, token) : [],
};

/** The same for what concerns files and not the text of one. */
export const readsFilesOnly: Middleware['workspace'] = {
  willRenameFiles: async (event, next) => (vscode.workspace.isTrusted ? next(event) : undefined),
  didRenameFiles: async (event, next) => {
    if (vscode.workspace.isTrusted) {
      await next(event);
    }
  },
  handleApplyEdit: async (params, next) => {
    if (!vscode.workspace.isTrusted) {
      return { applied: false, failureReason: NOT_TRUSTED };
    }
    return next(params, new vscode.CancellationTokenSource().token);
  },
};
