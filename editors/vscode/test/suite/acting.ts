// What can be done to a note: each action is taken from the menu's list and carried out, and the text
// that it leaves is looked at.

import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';

import type { Tests } from '.';
import { during, exists, extension, has, inside, open, read, saveAll, until, uriOf, write } from './vault';

const { QuickFix, Refactor } = vscode.CodeActionKind;

/** Opens the note `Acting.md` with this text. */
async function opened(text: string): Promise<vscode.TextEditor> {
  write('Acting.md', text);
  const editor = await open('Acting.md');
  await until('the text is there', () => editor.document.getText() === text);
  return editor;
}

/** Carries out the action of this title at `place` in a note of this text, and gives what the text is then. */
async function act(text: string, place: string, title: string, kind = Refactor): Promise<string> {
  const { document } = await opened(text);
  const at = inside(document, place);
  let titles: string[] = [];
  let action: vscode.CodeAction | undefined;
  await until(`there is ${title}`, async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      kind.value,
      50,
    );
    titles = found.map(({ title }) => title);
    action = found.find((one) => one.title === title);
    assert(action !== undefined, titles.join('; '));
    return true;
  });
  assert(action?.edit && (await vscode.workspace.applyEdit(action.edit)));
  await saveAll();
  return read('Acting.md');
}

export const acting: Tests = {
  'a section becomes a note of its own': async () => {
    await extension();
    const text = await act('# Acting\n\n## Split\n\nSee [[Start]].\n', 'Split', 'Move to a new note "Split" and link to it');
    assert.equal(text, '# Acting\n\n[[Split]]\n');
    await has('Split.md', '## Split\n\nSee [[Start]].\n');
  },

  'an embed becomes the text that it shows': async () => {
    const text = await act('> ![[Split]]\n', '[[Split]]', 'Replace the embed by the text of "Split"');
    assert.equal(text, '> ## Split\n>\n> See [[Start]].\n');
    rmSync(uriOf('Split.md').fsPath);
  },

  'a table of contents is made, and brought up to date': async () => {
    const made = await act('# Acting\n\n## One\n\n## Two\n', 'Acting', 'Insert a table of contents');
    assert.equal(
      made,
      '# Acting\n\n<!-- toc -->\n- [[#One]]\n- [[#Two]]\n<!-- /toc -->\n\n## One\n\n## Two\n',
    );
    const longer = await act(`${made}\n## Three\n`, 'toc', 'Update the table of contents');
    assert(longer.includes('- [[#Two]]\n- [[#Three]]\n<!-- /toc -->'), longer);
  },

  'words that name a note become a link to it': async () => {
    write('Compost.md', '# Compost\n');
    assert.equal(await act('On compost.\n', 'compost', 'Link "compost" to "Compost"'), 'On [[Compost|compost]].\n');
  },

  'what a link shows becomes an alias of its note': async () => {
    await act('See [[Compost|the heap]].\n', 'the heap', 'Add the alias "the heap" to "Compost"');
    await has('Compost.md', '---\naliases:\n  - the heap\n---\n# Compost\n');
  },

  'an alias in the place of a name is mended': async () => {
    const text = await act('See [[the heap]].\n', 'the heap', 'Link to "Compost" by its name', QuickFix);
    assert.equal(text, 'See [[Compost|the heap]].\n');
  },

  'and so on saving, when that is set': async () => {
    await during('editor.codeActionsOnSave', { 'source.fixAll.wikilinks': 'explicit' }, async () => {
      const editor = await opened('See [[the heap]].\n');
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'More.\n'));
      await vscode.commands.executeCommand('workbench.action.files.save');
      await has('Acting.md', 'See [[Compost|the heap]].\nMore.\n');
    });
    rmSync(uriOf('Compost.md').fsPath);
  },

  'all links of a note are written the other way': async () => {
    const text = '[[Start]] and [[Start|again]].\n';
    const all = 'Write all 2 links of the note as Markdown links';
    assert.equal(await act(text, '[[Start]]', all), '[Start](Start.md) and [again](Start.md).\n');
  },

  'the path of a link is written from the vault, from the folder, and as short as can be': async () => {
    write('Seed box.md', '# Seed box\n');
    const relative = "Write the path from this note's folder";
    assert.equal(await act('See [[Seed box]].\n', 'Seed box', relative), 'See [[./Seed box]].\n');
    const short = 'Write the path as short as possible';
    assert.equal(await act('See [[./Seed box]].\n', 'Seed box', short), 'See [[Seed box]].\n');
    const deep = await act('See [[journal/Tuesday]].\n', 'Tuesday', short);
    assert.equal(deep, 'See [[Tuesday]].\n');
    assert.equal(
      await act(deep, 'Tuesday', "Write the path from the vault's folder"),
      'See [[journal/Tuesday]].\n',
    );
    rmSync(uriOf('Seed box.md').fsPath);
  },

  'a paragraph gets an id, and a link to it is copied': async () => {
    const editor = await opened('A thought.\n\nAnother.\n');
    editor.selection = new vscode.Selection(0, 3, 0, 3);
    await vscode.commands.executeCommand('wikilinks.copyBlockLink');
    await saveAll();
    const [, id] = /^A thought\. \^([0-9a-f]{6})\n/.exec(read('Acting.md')) ?? [];
    assert(id, read('Acting.md'));
    assert.equal(await vscode.env.clipboard.readText(), `[[Acting#^${id}]]`);
  },

  'a new note begins as the template that is set': async () => {
    write('Template.md', '---\nmade: {{date:YYYY}}\n---\n# {{title}}\n');
    const made = `---\nmade: ${new Date().getFullYear()}\n---\n# Fresh\n`;
    await during('wikilinks.new.template', 'Template.md', async () => {
      await act('See [[Fresh]].\n', 'Fresh', 'Create note "Fresh"', QuickFix);
      await until('the note is there', () => exists('Fresh.md') && read('Fresh.md') === made);
    });
    rmSync(uriOf('Fresh.md').fsPath);
    rmSync(uriOf('Template.md').fsPath);
  },

  'the graph around a note is told': async () => {
    const { server } = await extension();
    await act('See [[Start]].\n', 'Start', 'Write the link as a Markdown link');
    const argument = { uri: uriOf('Acting.md').toString(), depth: 1 };
    const { nodes, links } = await server.execute<{ nodes: { path: string }[]; links: object[] }>(
      'wikilinks.graph',
      argument,
    );
    assert.deepEqual(nodes.map(({ path }) => path), ['Acting.md', 'Start.md']);
    assert.deepEqual(links, [{ source: 0, target: 1, count: 1 }]);
  },
};
