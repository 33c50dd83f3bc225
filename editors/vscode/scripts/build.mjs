// Bundles the extension, or the tests when `--tests` is given.
import { build } from 'esbuild';

const tests = process.argv.includes('--tests');

await build({
  entryPoints: [tests ? 'test/suite/index.ts' : 'src/extension.ts'],
  outfile: tests ? 'dist/tests/index.js' : 'dist/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  minify: !tests,
});
