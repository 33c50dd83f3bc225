// Opens the page of a graph in a browser, light and dark, searches it and clicks on a note.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

import { launch } from '../../../editors/vscode/test/chromium.mjs';

const [html, pictures, playwright, vault, look] = process.argv.slice(2);

/** How long the notes may take to find their places, in milliseconds: a big vault without a GPU is slow. */
const PATIENCE = 120_000;
const SIZE = { width: 1280, height: 800 };

const browser = await launch(playwright, ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']);
const name = basename(vault);

/** Opens the page, and notes what goes wrong in it and what it asks of a network. */
async function open(colorScheme) {
  const context = await browser.newContext({ viewport: SIZE, colorScheme });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!/^(file|blob):/.test(request.url())) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(html).href);
  await page.waitForFunction(() => document.body.dataset.arranged === 'true', null, { timeout: PATIENCE });
  await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` });
  return { page, context, problems };
}

/** How many pixels of a picture have a colour: neither the ground nor the links have one. */
async function coloured(page, clip) {
  const picture = (await page.screenshot({ clip })).toString('base64');
  const blank = await page.context().newPage();
  const count = await blank.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const channels = [...data.slice(at, at + 3)];
      if (Math.max(...channels) - Math.min(...channels) > 60) count++;
    }
    return count;
  }, picture);
  await blank.close();
  return count;
}

const light = await open('light');
const dark = await open('dark');
for (const { page, problems } of [light, dark]) {
  assert.deepEqual(problems, [], 'nothing goes wrong, and nothing is asked of a network');
  const notes = await coloured(page, { x: 300, y: 0, width: SIZE.width - 300, height: SIZE.height });
  assert(notes > 150, `notes are drawn: ${notes} coloured pixels`);
}
await dark.context.close();

if (!look) {
  const { page, context, problems } = light;
  const text = (id) => page.locator(`#${id}`).innerText();
  assert.equal(await page.title(), 'garden');
  assert.equal(await text('summary'), '8 notes, 12 links, 3 unresolved');
  assert.deepEqual(await page.locator('#legend button span:first-of-type').allInnerTexts(), ['journal', 'in no folder']);

  await page.fill('#search', 'tom');
  assert.deepEqual(await page.locator('#found button span:first-of-type').allInnerTexts(), ['Tomatoes']);
  await page.press('#search', 'Enter');
  assert.equal(await text('title'), 'Tomatoes');
  assert.equal(await text('path'), 'Tomatoes.md');
  assert.equal(await text('backlinks-title'), 'is linked from 5');
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${pictures}/${name}-search.png` });

  const href = () => page.locator('#open').getAttribute('href');
  const file = pathToFileURL(`${vault}/Tomatoes.md`);
  assert.equal(await href(), `vscode://file${file.pathname}`);
  await page.selectOption('#opener', 'obsidian');
  assert.equal(await href(), `obsidian://open?path=${encodeURIComponent(`${vault}/Tomatoes.md`)}`);
  await page.selectOption('#opener', 'file');
  assert.equal(await href(), file.href);

  // The note that was searched for is in the middle of the graph.
  const box = await page.locator('#graph').boundingBox();
  const opened = context.waitForEvent('page');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  assert.equal((await opened).url(), file.href, 'a click opens the note');

  await page.fill('#search', 'script');
  await page.press('#search', 'Enter');
  assert.equal(await text('title'), '</script><script>alert(1)</script>');
  assert.equal(await text('path'), 'Links look for it, and it is not there.');
  assert.equal(await page.locator('#open').isVisible(), false);
  await page.press('#search', 'Escape');
  assert.equal(await page.locator('#about').isVisible(), false);
  await page.selectOption('#groups', 'tag');
  assert.equal(await page.locator('#legend button').count(), 1);
  assert.deepEqual(problems, []);
  assert(!readFileSync(html, 'utf8').includes('</script><script>alert'), 'no name ends a script');
}
await browser.close();
console.log(`The graph is ${look ? 'drawn' : 'drawn, searched and opened'}. The pictures are in ${pictures}.`);
