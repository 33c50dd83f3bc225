// Opens the VS Code that listens on a port in a browser without a screen, has it run the suite in its
// extension host, and ends with the suite's result.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { launch } from './chromium.mjs';

const [port, run, opened, extension, tests, playwright] = process.argv.slice(2);

/** How long the suite may take, in milliseconds. */
const PATIENCE = 900_000;

/** How long something may take to get the focus, in milliseconds: less than the suite waits for keys. */
const FOCUS = 20_000;

const browser = await launch(playwright);
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
});
const page = await context.newPage();
const ended = new Promise((resolve) => {
  page.exposeFunction('codeAutomationExit', resolve);
  setTimeout(() => resolve('it took too long'), PATIENCE).unref();
});
// What the workbench says of itself is of no interest.
await page.exposeFunction('codeAutomationLog', (k, w) => process.env.DBG && console.log(k, ...(w ?? [])));

const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
const payload = JSON.stringify([
  ['extensionDevelopmentPath', remote(extension)],
  ['extensionTestsPath', remote(tests)],
]);
const [kind, name] = opened.split('=');
const query = new URLSearchParams({ [kind]: `${run}/${name}`, payload });
await page.goto(`http://127.0.0.1:${port}/?${query}`);

/** Whether the page shows these words. */
const shows = (words) => document.body.innerText.replace(/\u00a0/g, ' ').includes(words);

async function pressOne(key) {
  const [, selector] = /^focus (.*)/.exec(key) ?? [];
  const [, words] = /^see (.*)/.exec(key) ?? [];
  if (words) {
    await page.waitForFunction(shows, words, { timeout: FOCUS });
  } else if (selector) {
    await page.waitForFunction((of) => document.activeElement?.matches(of), selector, { timeout: FOCUS });
  } else if (/^(F\d|Enter|Escape|Control\+.)$/.test(key)) {
    await page.keyboard.press(key);
  } else {
    await page.keyboard.type(key, { delay: 30 });
  }
}

/** Presses what the suite asks for, key by key: it cannot do that from the extension host. */
const keys = `${run}/vault.keys`;
const pressing = setInterval(async () => {
  if (!existsSync(keys) || pressing.busy) return;
  pressing.busy = true;
  for (const key of JSON.parse(readFileSync(keys, 'utf8'))) {
    try {
      await pressOne(key);
    } catch (error) {
      writeFileSync(`${keys}.failed`, `${key}: ${error.message}`);
      break;
    }
  }
  rmSync(keys);
  pressing.busy = false;
}, 50);

const code = await ended;
clearInterval(pressing);
const report = `${run}/vault.report`;
console.log(existsSync(report) ? readFileSync(report, 'utf8') : 'The suite wrote no report.');
if (code !== 0) {
  console.error(`The suite failed: ${code}`);
  await page.screenshot({ path: `${tests}/failed.png` });
}
await browser.close();
process.exit(code === 0 ? 0 : 1);
