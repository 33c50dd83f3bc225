// What a link leads to, and what is wrong with it.

import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { extension, inside, open, until, uriOf, write } from './vault';

/** The problems of a note that the server tells: code, severity, and the text that is underlined. */
function problems(path: string): [unknown, vscode.DiagnosticSeverity][] {
  const found = vscode.languages.getDiagnostics(uriOf(path));
  const code = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);
  return found.filter(({ source }) => source === 'wikilinks').map((of) => [code(of), of.severity]);
}

const missing = (severity: vscode.DiagnosticSeverity): [unknown, vscode.DiagnosticSeverity][] => [
  ['unresolved-note', severity],
];

async function shows(path: string, wanted: [unknown, vscode.DiagnosticSeverity][]): Promise<void> {
  await until(`${path} has ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(problems(path), wanted);
    return true;
  });
}

export const links: Tests = {
  'the extension starts the server when a note is opened': async () => {
    await open('Start.md');
    const { server } = await extension();
    assert.equal(server.client?.initializeResult?.serverInfo?.name, 'wikilinks');
  },

  'the definition of a link is its note': async () => {
    const { document } = await open('Start.md');
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      inside(document, '[[Ideas]]'),
    );
    const uris = found.map((of) => ('uri' in of ? of.uri : of.targetUri).fsPath);
    assert.deepEqual(uris, [uriOf('Ideas.md').fsPath]);
  },

  'a hover shows how the note begins': async () => {
    const { document } = await open('Start.md');
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      inside(document, '[[Ideas]]'),
    );
    const text = hover?.contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n');
    assert.match(text ?? '', /What might become something\./);
  },

  'a broken link is underlined until its note is there': async () => {
    await open('Start.md');
    await shows('Start.md', missing(vscode.DiagnosticSeverity.Warning));
    write('Missing.md', '# Missing\n');
    await shows('Start.md', []);
    rmSync(uriOf('Missing.md').fsPath);
    await shows('Start.md', missing(vscode.DiagnosticSeverity.Warning));
  },

  'a note that is not open has its problems listed': async () => {
    write('closed.md', 'See [[Nowhere]].\n');
    await shows('closed.md', missing(vscode.DiagnosticSeverity.Warning));
    rmSync(uriOf('closed.md').fsPath);
  },

  'the same after a rest, in which the server is hardly asked': async () => {
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    write('late.md', 'See [[Nowhere]].\n');
    await shows('late.md', missing(vscode.DiagnosticSeverity.Warning));
    write('late.md', 'See [[Start]].\n');
    await shows('late.md', []);
  },

  'a quick fix creates the note that a link misses': async () => {
    const { document } = await open('Start.md');
    const [problem] = vscode.languages.getDiagnostics(document.uri);
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert(fixes.some(({ title, edit }) => title === 'Create note "Missing"' && edit !== undefined));
  },

  'a setting reaches the server while it runs': async () => {
    await open('Start.md');
    const settings = vscode.workspace.getConfiguration('wikilinks');
    const set = (value: string | undefined): Thenable<void> =>
      settings.update('diagnostics.unresolved-note', value, vscode.ConfigurationTarget.Workspace);
    await set('error');
    await shows('Start.md', missing(vscode.DiagnosticSeverity.Error));
    await set('off');
    await shows('Start.md', []);
    await set(undefined);
    await shows('Start.md', missing(vscode.DiagnosticSeverity.Warning));
  },
};
