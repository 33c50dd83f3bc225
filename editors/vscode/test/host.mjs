// Opens the VS Code that listens on a port in a browser without a screen, has it run the suite in its
// extension host, and ends with the suite's result.
import { existsSync, readFileSync, rmSync } from 'node:fs';

import { launch } from './chromium.mjs';

const [port, run, opened, extension, tests, playwright] = process.argv.slice(2);

/** How long the suite may take, in milliseconds. */
const PATIENCE = 180_000;

const browser = await launch(playwright);
const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
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

/** Presses what the suite asks for, key by key: it cannot do that from the extension host. */
const keys = `${run}/vault.keys`;
const pressing = setInterval(async () => {
  if (!existsSync(keys) || pressing.busy) return;
  pressing.busy = true;
  for (const key of JSON.parse(readFileSync(keys, 'utf8'))) {
    const [, selector] = /^focus (.*)/.exec(key) ?? [];
    if (selector) await page.waitForFunction((of) => document.activeElement?.matches(of), selector);
    else if (/^(F\d|Enter|Escape|Control\+.)$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.type(key, { delay: 30 });
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
