// What is shown of a note beside its text: lenses, outlines, links, folds, hints and colours; and the
// other ways to write what it says.

import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { exists, extension, inside, open, press, root, until, uriOf, write } from './vault';

const SEEDS = `---
tags: [stored]
---
# Seeds

See [[202405011200]] and ![[202405011200#^dry]], #box.

## Wanted

Of [[One]] and [[Two]].
`;

/** The first of the modifiers of semantic tokens. */
const UNRESOLVED = 1;

/** VS Code's own Markdown support has symbols too, and keeps the `#` of a heading, with its space. */
const isOurs = ({ name }: { name: string }): boolean => !/^#+ /.test(name);

/** Has VS Code ask all who know of the note for this. */
async function ask<T>(what: string, path: string, ...more: unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(`vscode.${what}`, uriOf(path), ...more);
}

/** The lenses of a note: their titles and lines. */
async function lenses(path: string): Promise<[string, number][]> {
  const found = await ask<vscode.CodeLens[]>('executeCodeLensProvider', path);
  return found.map(({ command, range }) => [command?.title ?? '', range.start.line]);
}

/** The texts of the inlay hints in the seeds' note. */
async function hints(): Promise<unknown[]> {
  const all = new vscode.Range(0, 0, 100, 0);
  const found = await ask<vscode.InlayHint[]>('executeInlayHintProvider', 'Seeds.md', all);
  return found.map(({ label }) => label);
}

/** The semantic tokens of a note: the text, the type and the modifiers of each. */
async function tokens(document: vscode.TextDocument): Promise<[string, string, number][]> {
  const path = vscode.workspace.asRelativePath(document.uri);
  const legend = await ask<vscode.SemanticTokensLegend>('provideDocumentSemanticTokensLegend', path);
  const { data } = await ask<vscode.SemanticTokens>('provideDocumentSemanticTokens', path);
  const found: [string, string, number][] = [];
  let [line, column] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + 5);
    column = lines === 0 ? column + columns : columns;
    line += lines;
    const text = document.getText(new vscode.Range(line, column, line, column + length));
    found.push([text, legend.tokenTypes[type] ?? '', modifiers]);
  }
  return found;
}

/** What can be done at `text` in the seeds' note, of one kind. */
async function actions(text: string, kind: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const { document } = await open('Seeds.md');
  const at = inside(document, text);
  return ask('executeCodeActionProvider', 'Seeds.md', new vscode.Range(at, at), kind.value, 20);
}

export const shown: Tests = {
  'a lens says how many links lead to the note': async () => {
    await extension();
    await open('Ideas.md');
    await until('the lens is right', async () => {
      assert.deepEqual(await lenses('Ideas.md'), [['4 backlinks', 0]]);
      return true;
    });
  },

  'a click on the lens shows the links': async () => {
    const [lens] = await ask<vscode.CodeLens[]>('executeCodeLensProvider', 'Ideas.md');
    assert(lens?.command);
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await press('focus .reference-zone-widget *', 'Escape');
  },

  'the outline holds headings in headings': async () => {
    write('202405011200.md', '# Dry places\n\nA jar in the cellar. ^dry\n');
    write('Seeds.md', SEEDS);
    await open('Seeds.md');
    const found = await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', 'Seeds.md');
    const outline = ({ name, children }: vscode.DocumentSymbol): unknown => [name, children.map(outline)];
    assert.deepEqual(found.filter(isOurs).map(outline), [
      ['#stored', []],
      ['Seeds', [['#box', []], ['Wanted', []]]],
    ]);
  },

  'a note is found by its title': async () => {
    const find = (): Thenable<vscode.SymbolInformation[]> =>
      vscode.commands.executeCommand('vscode.executeWorkspaceSymbolProvider', 'dry pl');
    await until('the note is found', async () => {
      const found = (await find()).filter(isOurs).map(({ name, location }) => [name, vscode.workspace.asRelativePath(location.uri)]);
      assert.deepEqual(found, [['Dry places', '202405011200.md']]);
      return true;
    });
  },

  'the incoming calls of a note are its backlinks': async () => {
    await open('Ideas.md');
    const [item] = await ask<vscode.CallHierarchyItem[]>('prepareCallHierarchy', 'Ideas.md', new vscode.Position(0, 0));
    const calls = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      item,
    );
    assert.deepEqual(calls.map(({ from, fromRanges }) => [from.name, fromRanges.length]), [['Start', 1], ['Monday', 3]]);
  },

  'the links that lead somewhere can be clicked': async () => {
    const { document } = await open('Start.md');
    const found = await ask<vscode.DocumentLink[]>('executeLinkProvider', 'Start.md', 10);
    assert.deepEqual(
      found.map(({ range, target, tooltip }) => [document.getText(range), target?.path, tooltip]),
      [['[[Ideas]]', `${root()}/Ideas.md`, 'Ideas (Ideas.md)']],
    );
  },

  'frontmatter and sections can be folded': async () => {
    const found = await ask<vscode.FoldingRange[]>('executeFoldingRangeProvider', 'Seeds.md');
    assert.deepEqual(found.map(({ start, end }) => [start, end]), [[0, 2], [3, 9], [7, 9]]);
  },

  'titles and blocks are shown behind links once that is set': async () => {
    await open('Seeds.md');
    const settings = vscode.workspace.getConfiguration('wikilinks.hints');
    const set = async (value: true | undefined): Promise<void> => {
      await settings.update('titles', value, vscode.ConfigurationTarget.Workspace);
      await settings.update('embeds', value, vscode.ConfigurationTarget.Workspace);
    };
    assert.deepEqual(await hints(), []);
    try {
      await set(true);
      await until('there are hints', async () => {
        assert.deepEqual(await hints(), ['Dry places', 'A jar in the cellar.']);
        return true;
      });
    } finally {
      await set(undefined);
    }
  },

  'links, embeds, tags and keys have colours': async () => {
    const { document } = await open('Seeds.md');
    assert.deepEqual(await tokens(document), [
      ['tags', 'property', 0],
      ['stored', 'decorator', 0],
      ['[[202405011200]]', 'function', 0],
      ['![[202405011200#^dry]]', 'macro', 0],
      ['#box', 'decorator', 0],
      ['[[One]]', 'function', UNRESOLVED],
      ['[[Two]]', 'function', UNRESOLVED],
    ]);
  },

  'all missing notes of a note are created at once': async () => {
    const found = await actions('[[One]]', vscode.CodeActionKind.QuickFix);
    const all = found.find(({ title }) => title === 'Create all 2 notes that links of this note look for');
    assert(all?.edit, found.map(({ title }) => title).join('; '));
    assert(await vscode.workspace.applyEdit(all.edit));
    await until('the notes are there', () => exists('One.md') && exists('Two.md'));
  },

  'a link is written as a Markdown link': async () => {
    const found = await actions('[[202405011200]]', vscode.CodeActionKind.RefactorRewrite);
    const convert = found.find(({ title }) => title === 'Write the link as a Markdown link');
    assert.deepEqual(
      convert?.edit?.get(uriOf('Seeds.md')).map(({ newText }) => newText),
      ['[202405011200](202405011200.md)'],
    );
  },
};
