// Where the server's program is.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

const NAME = process.platform === 'win32' ? 'wikilinks.exe' : 'wikilinks';

/** No program was found. The message says what to do. */
export class NoProgram extends Error {}

/**
 * The absolute path of the server's program: the one that is set, else the one that the extension in
 * the folder `extension` carries, else the one on the `PATH`.
 *
 * @throws {NoProgram} when there is none.
 */
export async function findProgram(set: string, extension: string): Promise<string> {
  if (set !== '') {
    return programThatIsSet(set);
  }
  const places = [join(extension, 'server'), ...foldersOnPath()];
  for (const place of places.map((folder) => join(folder, NAME))) {
    if (await isProgram(place)) {
      return place;
    }
  }
  throw new NoProgram('The program "wikilinks" is not on the PATH, and the extension carries none.');
}

async function programThatIsSet(set: string): Promise<string> {
  const path = /^~[/\\]/.test(set) ? join(homedir(), set.slice(2)) : set;
  if (!isAbsolute(path)) {
    throw new NoProgram(`The setting "wikilinks.server.path" is "${set}", and has to be an absolute path.`);
  }
  if (!(await isProgram(path))) {
    throw new NoProgram(`The setting "wikilinks.server.path" names "${path}", and no program is there.`);
  }
  return path;
}

/** The folders of the `PATH`. A relative one would let the workspace choose the program. */
function foldersOnPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
