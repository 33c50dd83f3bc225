// Bundles the extension, with the licences of what is in the bundle; or the tests, for `--tests`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const tests = process.argv.includes('--tests');

const { metafile } = await build({
  entryPoints: [tests ? 'test/suite/index.ts' : 'src/extension.ts'],
  outfile: tests ? 'dist/tests/index.js' : 'dist/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  minify: !tests,
  metafile: true,
});

/** The name of a package, and the text of its licence. */
function licence(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (file === undefined) {
    throw new Error(`${name} has no file with its licence`);
  }
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}

if (!tests) {
  const folders = Object.keys(metafile.inputs).map((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
  writeFileSync('dist/third-party-licences.txt', packages.map(licence).join(`\n${'-'.repeat(72)}\n\n`));
}
