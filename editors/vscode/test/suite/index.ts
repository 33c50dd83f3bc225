// Runs the tests of one suite in the extension host, one after the other, in a copy of `test/vault`.

import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';

import { acting } from './acting';
import { around } from './around';
import { commands } from './commands';
import { editing } from './editing';
import { links } from './links';
import { moving } from './moving';
import { shown } from './shown';
import { untrusted } from './untrusted';
import { root } from './vault';

/** A test: what holds, and how that is found out. */
export type Tests = Record<string, () => Promise<void>>;

const suites: Record<string, Tests> = {
  trusted: { ...links, ...shown, ...editing, ...moving, ...commands, ...around, ...acting },
  untrusted,
};

/** What went wrong. */
function told(error: unknown): string {
  return (error instanceof Error ? error.stack : undefined) ?? String(error);
}

/** Leaves nothing open or unsaved of a test that failed. */
async function leave(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/**
 * Called by VS Code. Fails when a test does. One that fails is tried once more: a busy editor drops keys and
 * events of files.
 */
export async function run(): Promise<void> {
  const report = (line: string): void => appendFileSync(`${root()}.report`, `${line}\n`);
  report(`VS Code ${vscode.version}`);
  const failed: string[] = [];
  const all = Object.entries(suites[process.env.SUITE ?? ''] ?? {});
  const tests = all.filter(([name]) => name.includes(process.env.ONLY ?? ''));
  for (const [name, test] of tests) {
    try {
      await test();
      report(`ok    ${name}`);
    } catch (first) {
      report(`again ${name}\n${told(first)}`);
      try {
        await leave();
        await test();
        report(`ok    ${name}, the second time`);
      } catch (error) {
        failed.push(name);
        report(`FAIL  ${name}\n${told(error)}`);
      }
    }
  }
  report(`${tests.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || tests.length === 0) {
    throw new Error(`failed: ${failed.join('; ') || 'there is no such suite'}`);
  }
}
