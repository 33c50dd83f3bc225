// What is shown around the cursor, and of other notes while they change.

import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { during, extension, inside, open, press, see, until, uriOf, write } from './vault';

const NOTE = `---
status: open
due: 2026-11-20
---
# Around

See [[Shelf#Low|the shelf]] and [[Shelf]].

## Part

Again [[shelf]], in [[#Part]]. Shelf in words.
`;

/** Writes the notes that these tests are about, and opens the first. */
async function opened(text = NOTE): Promise<vscode.TextEditor> {
  write('Shelf.md', '# Shelf\n\n## Low\n\nJars.\n');
  write('Around.md', text);
  const editor = await open('Around.md');
  await until('the text is there', () => editor.document.getText() === text);
  return editor;
}

/** What VS Code proposes in a new note, whose text is up to the cursor. */
async function proposals(text: string): Promise<[string, string][]> {
  const { document } = await opened(text);
  const at = document.positionAt(text.length);
  const found = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  const label = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);
  const inserted = ({ insertText }: vscode.CompletionItem): string =>
    typeof insertText === 'string' ? insertText : (insertText?.value ?? '');
  return found.items.map((item) => [label(item), inserted(item)]);
}

/** Today, as the name of a daily note. */
function today(): string {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const around: Tests = {
  'a selection grows from the word to the parts of its link, its line and its section': async () => {
    await extension();
    const { document } = await opened();
    const [found] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [inside(document, 'Low')],
    );
    const texts: string[] = [];
    for (let range = found; range; range = range.parent) {
      texts.push(document.getText(range.range));
    }
    const wanted = ['Low', 'Shelf#Low', '[[Shelf#Low|the shelf]]', NOTE.split('\n')[6] ?? ''];
    assert.deepEqual(texts.filter((text) => wanted.includes(text)), wanted);
    assert.equal(texts.at(-1)?.trim(), NOTE.trim());
  },

  'the same target is highlighted, however it is written': async () => {
    const { document } = await opened();
    await until('both are highlighted', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
        'vscode.executeDocumentHighlights',
        document.uri,
        inside(document, '[[Shelf]]'),
      );
      assert.deepEqual(found.map(({ range }) => document.getText(range)), ['[[Shelf]]', '[[shelf]]']);
      return true;
    });
  },

  'the name of a heading and a link to it are typed at once': async () => {
    const { document } = await opened();
    await during('editor.linkedEditing', true, async () => {
      const editor = await open('Around.md');
      const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_000));
      await until('both are changed', async () => {
        const end = document.positionAt(document.getText().indexOf('## Part') + '## Part'.length);
        editor.selection = new vscode.Selection(end, end);
        // VS Code asks where else is typed once the cursor has come to rest, and types there after here.
        await rest();
        await vscode.commands.executeCommand('type', { text: 's' });
        await rest();
        const typed = document.getText();
        if (typed !== NOTE.replaceAll('Part', 'Parts')) {
          await vscode.commands.executeCommand('undo');
          assert.fail(typed);
        }
        return true;
      });
    });
    await vscode.commands.executeCommand('workbench.action.files.revert');
  },

  'a part of a note has its colours by itself': async () => {
    const { document } = await opened();
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentRangeSemanticTokens',
      document.uri,
      new vscode.Range(10, 0, 11, 0),
    );
    assert.deepEqual([data.length / 5, data[0]], [2, 10]);
  },

  'the outgoing calls of a note are its links': async () => {
    const { document } = await opened();
    const [item] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      new vscode.Position(4, 3),
    );
    const calls = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      item,
    );
    assert.deepEqual(
      calls.map(({ to, fromRanges }) => [to.name, fromRanges.map((range) => document.getText(range))]),
      [
        ['Low', ['[[Shelf#Low|the shelf]]']],
        ['Shelf', ['[[Shelf]]', '[[shelf]]']],
        ['Part', ['[[#Part]]']],
      ],
    );
  },

  'keys of the frontmatter are proposed, and their values': async () => {
    write('Other.md', '---\nstatus: open\n---\n');
    // Not by typing: each change of a file puts off when VS Code tells of those before.
    await until('the other note is known', async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'Other',
      );
      return found.some(({ name }) => name === 'Other');
    });
    await until('the key is proposed', async () => {
      const found = await proposals('---\nsta');
      return found.some(([label, inserted]) => label === 'status' && inserted === 'status: ');
    });
    await until('the value is proposed', async () => {
      const found = await proposals('---\nstatus: o');
      return found.some(([label, inserted]) => label === 'open' && inserted === 'open');
    });
    rmSync(uriOf('Other.md').fsPath);
  },

  'a key tells what it holds in the vault': async () => {
    const { document } = await opened();
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      inside(document, 'due'),
    );
    const text = hover?.contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n');
    assert.match(text ?? '', /\*\*due\*\* · 1 note · date/);
  },

  'a day is proposed by its name': async () => {
    const found = await proposals('See [[today');
    assert.equal(found[0]?.[0], 'today');
    assert(found[0]?.[1].includes(today()), found[0]?.[1]);
  },

  'words that name a note say so behind them, once that is set': async () => {
    await opened();
    await during('wikilinks.hints.mentions', true, () => see('Shelf[[Shelf]] in'));
  },

  'lenses, hints and colours follow other notes': async () => {
    write('202405011300.md', '# First title\n');
    await opened('# Around\n\nSee [[202405011300]] and [[Later]].\n');
    await during('wikilinks.hints.titles', true, async () => {
      await see('See [[202405011300]]First title and');
      write('Linking.md', 'To [[Around]].\n');
      await see('1 backlink');
      write('202405011300.md', '# Second title\n');
      await see('See [[202405011300]]Second title and');
    });
    rmSync(uriOf('Linking.md').fsPath);
    await press('Escape');
    await until('the lens is gone', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uriOf('Around.md'),
      );
      return lenses.length === 0;
    });
    rmSync(uriOf('202405011300.md').fsPath);
  },
};
