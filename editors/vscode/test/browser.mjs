// Uses the extension in a real VS Code as a person does, in a browser without a screen: types, rests
// the mouse, presses keys, and reads what is shown. Keeps a picture of each step.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';

import { launch } from './chromium.mjs';

const [port, vault, extensions, pictures, playwright] = process.argv.slice(2);

/** How long anything may take to be shown, in milliseconds. */
const PATIENCE = 30_000;

const browser = await launch(playwright);
const page = await (await browser.newContext({ viewport: { width: 1000, height: 560 } })).newPage();
page.setDefaultTimeout(PATIENCE);

const editor = '.editor-instance .view-lines';
const explorer = '.explorer-folders-view';
const popup = '.suggest-widget.visible .monaco-list-row';
const picture = (name) => page.screenshot({ path: `${pictures}/${name}.png` });
const press = (key) => page.keyboard.press(key);
const type = (text) => page.keyboard.type(text, { delay: 40 });
const read = (path) => readFileSync(`${vault}/${path}`, 'utf8');

/** Waits until `found` gives `wanted`. */
async function shows(what, found, wanted) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const last = await found().catch((error) => String(error));
    if (JSON.stringify(last) === JSON.stringify(wanted)) return;
    if (Date.now() > end) assert.deepEqual(last, wanted, what);
    await page.waitForTimeout(50);
  }
}

/** The lines of the active editor as they are shown, from the first to the last. */
async function lines() {
  const shown = await page.locator(`${editor} .view-line`).evaluateAll((all) =>
    all.map((line) => [line.offsetTop, line.textContent.replace(/\u00a0/g, ' ')]),
  );
  return shown.sort(([a], [b]) => a - b).map(([, text]) => text);
}

const line = async (number) => (await lines())[number - 1];

/** Opens a note from the explorer, in an editor that stays. */
async function open(name) {
  await page.locator(`${explorer} .monaco-list-row`, { hasText: name }).first().dblclick();
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator(editor).waitFor();
}

/** Where `text` is shown in the editor: the middle of it, in pixels. */
async function middleOf(text) {
  const box = await page.locator(editor).evaluate((shown, text) => {
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.replace(/\u00a0/g, ' ').indexOf(text);
      if (start === -1) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + text.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return null;
  }, text);
  assert(box, `the editor shows ${text}`);
  return box;
}

/** Rests the mouse on `text` until a hover says `wanted`. A lens that comes late moves the text. */
async function hover(text, wanted) {
  const shown = page.locator('.monaco-hover:visible', { hasText: wanted }).first();
  await shows(`the hover of ${text}`, async () => {
    const { x, y } = await middleOf(text);
    await page.mouse.move(x - 3, y);
    await page.mouse.move(x, y);
    await shown.waitFor({ timeout: 3000 });
    return true;
  }, true);
  return shown.innerText();
}

/** Takes views that have nothing to say here out of the side bar. */
async function hideViews(...names) {
  for (const name of names) {
    const header = page.locator('.pane-header', { hasText: name });
    const hide = page.getByRole('menuitem', { name: `Hide '${name}'` });
    await shows(`the view ${name}`, async () => {
      if (await header.isVisible()) {
        await header.click({ button: 'right', timeout: 2000 });
        // A menu takes no click that comes as soon as it is shown.
        await page.waitForTimeout(300);
        await hide.or(page.getByRole('menuitemcheckbox', { name })).first().click({ timeout: 2000 });
      }
      return header.isVisible();
    }, false);
  }
}

/** Makes the side bar end elsewhere: from the column `from` to the column `to`, in pixels. */
async function drag(from, to) {
  await page.mouse.move(from, 200);
  await page.mouse.down();
  await page.mouse.move(to, 200, { steps: 8 });
  await page.mouse.up();
}

const steps = {
  'the server that the package carries is ready': async () => {
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(vault)}`, { timeout: 180_000 });
    await page.locator(`${explorer} .monaco-list-row`, { hasText: 'Garden.md' }).waitFor();
    await open('Garden.md');
    const status = page.locator('.statusbar-item', { hasText: 'Wikilinks' }).locator('a').first();
    // It is ready when it is there, then reads the vault, then is ready again: each look is one of its own.
    let told;
    await shows('the status', async () => {
      told = await status.getAttribute('aria-label');
      return /Ready: wikilinks/.test(told);
    }, true);
    assert(told.includes(`${extensions}/`) && told.includes('/server/wikilinks'), told);
    await hideViews('Outline', 'Timeline');
  },

  'a click on the lens above a note shows what links to it': async () => {
    await open('Lettuce.md');
    await page.locator('.codelens-decoration a', { hasText: '2 backlinks' }).click();
    const peek = page.locator('.reference-zone-widget');
    await shows('the title', () => peek.locator('.peekview-title .meta').innerText(), 'Locations (2)');
    await press('Escape');
    await peek.waitFor({ state: 'detached' });
    await page.locator('.tab.active').click({ button: 'middle' });
    await page.locator('.tab.active', { hasText: 'Garden.md' }).waitFor();
  },

  'a link to a note that is missing is underlined, and says why': async () => {
    await page.locator('.squiggly-warning').waitFor();
    const said = await hover('Beans', 'No note is named');
    assert.match(said, /No note is named "Beans"/);
    assert.match(said, /unresolved-note/);
    await picture('diagnostics');
    await press('Escape');
  },

  'typing [[ proposes the notes': async () => {
    await page.locator(editor).click();
    await press('Control+End');
    await type('Feed them with [[');
    const names = () => page.locator(`${popup} .label-name`).allInnerTexts();
    await shows('the proposals', async () => (await names()).sort(), [
      '2026-05-02', '2026-06-14', 'Bed plan', 'Compost', 'Garden', 'Lettuce', 'Tomatoes',
    ]);
    await picture('completion');
    await type('co');
    await shows('the proposals', async () => (await names())[0], 'Compost');
  },

  'an accepted proposal is the whole link, with the brackets that VS Code has closed': async () => {
    await press('Enter');
    await shows('the line', () => line(7), 'Feed them with [[Compost]]');
    await type('.');
    await shows('the line', () => line(7), 'Feed them with [[Compost]].');
    await press('Control+s');
  },

  'the mouse at rest on a link shows how the note begins': async () => {
    const said = await hover('Tomatoes', 'Three plants');
    assert.match(said, /Three plants at the south wall\. They want warmth, and water at the root\./);
    await picture('hover');
    await press('Escape');
  },

  'F2 renames the note, and every link to it': async () => {
    const { x, y } = await middleOf('Tomatoes');
    await page.mouse.click(x, y);
    await press('F2');
    await page.locator('.rename-box input').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.rename-box input'));
    assert.equal(await page.locator('.rename-box input').inputValue(), 'Tomatoes');
    await press('Control+a');
    await type('Tomato plants');
    await picture('rename');
    await press('Enter');
    await shows('the line', () => line(3), 'This year: [[Tomato plants]], [[Lettuce]] and [[Beans]].');
    await shows('the disk', async () => existsSync(`${vault}/Tomatoes.md`), false);
    const all = ['Garden.md', 'Tomato plants.md', 'Lettuce.md', 'Bed plan.md', 'journal/2026-05-02.md', 'journal/2026-06-14.md'];
    const changed = async () => all.map((path) => /^(?:.*(?:# Tomato|\[\[Tomato).*)$/m.exec(read(path))?.[0]);
    await shows('the disk', changed, [
      'This year: [[Tomato plants]], [[Lettuce]] and [[Beans]].',
      '# Tomato plants',
      'Sown every two weeks, in the shade of the [[Tomato plants]].',
      '- south wall: [[Tomato plants#Sowing|tomatoes]]',
      'Planted out the [[Tomato plants]], and watered them.',
      'First flowers on [[Tomato plants|the plants at the wall]].',
    ]);
  },

  'the view of backlinks shows what links to the note': async () => {
    await open('Tomato plants.md');
    await page.locator('.codelens-decoration', { hasText: '5 backlinks' }).waitFor();
    // The view alone, in a side bar that is wide enough for it.
    await page.locator('.pane-header[aria-label^="Explorer Section"]').click();
    await drag(252, 420);
    const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Backlinks' }) });
    const header = pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const rows = () => pane.locator('.monaco-list-row .label-name').allInnerTexts();
    await shows('the view', async () => (await rows()).map((row) => row.replace(/\u00a0/g, ' ')), [
      'Bed plan', '- south wall: [[Tomato plants#Sowing|tomatoes]]',
      'Garden', 'This year: [[Tomato plants]], [[Lettuce]] and [[Beans]].',
      'Lettuce', 'Sown every two weeks, in the shade of the [[Tomato plants]].',
      '2026-05-02', 'Planted out the [[Tomato plants]], and watered them.',
      '2026-06-14', 'First flowers on [[Tomato plants|the plants at the wall]].',
    ]);
    await page.mouse.move(700, 400);
    await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
    await picture('backlinks');
  },

  'the list of unresolved links opens one': async () => {
    await press('F1');
    await type('Wikilinks: List Unresolved');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'List Unresolved Links' }).first().waitFor();
    await press('Enter');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Garden.md:3' }).waitFor();
    await picture('unresolved');
    await press('Enter');
    await page.locator('.tab.active', { hasText: 'Garden.md' }).waitFor();
    await shows('the selection', async () => /Ln 3, .*\(9 selected\)/.test(await page.locator('.statusbar').innerText()), true);
  },
};

let failed;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed = name;
    console.log(`FAIL  ${name}\n${error.stack}`);
    await picture('failed');
    break; // Each step begins where the one before has ended.
  }
}
const passed = failed === undefined ? Object.keys(steps).length : Object.keys(steps).indexOf(failed);
console.log(`${passed} passed, ${failed === undefined ? 0 : 1} failed`);
await browser.close();
process.exit(failed === undefined ? 0 : 1);
