// A browser without a screen.
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'google-chrome'];

/** Starts the Chromium at $CHROMIUM or on the PATH, by the `playwright-core` in the folder `playwright`. */
export function launch(playwright, more = ['--disable-gpu']) {
  const { chromium } = createRequire(`${playwright}/`)('playwright-core');
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const executablePath = [process.env.CHROMIUM, ...places].find((path) => path && isProgram(path));
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-sync', ...more],
  });
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
