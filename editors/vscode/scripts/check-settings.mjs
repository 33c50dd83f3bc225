// Fails unless package.json has every setting of docs/settings.md with its default, and no other.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** What the editor keeps for itself; the server leaves these alone. */
const EDITORS_OWN = ['server.path', 'trace.server'];

const page = read('../../../docs/settings.md');
const rows = [...page.matchAll(/^\| `([a-z_.-]+)` \| `(.*)` \|$/gm)];
const documented = rows.map(([, key, value]) => [key, JSON.parse(value)]);
assert(documented.length > 10, 'docs/settings.md has a table of all settings');

const { properties } = JSON.parse(read('../package.json')).contributes.configuration;
const contributed = Object.entries(properties)
  .map(([key, { default: value }]) => [key.replace(/^wikilinks\./, ''), value])
  .filter(([key]) => !EDITORS_OWN.includes(key));
assert.deepEqual(contributed, documented, 'package.json and docs/settings.md have the same settings');

for (const [key, setting] of Object.entries(properties)) {
  assert(setting.markdownDescription ?? setting.description, `${key} says what it does`);
  for (const value of setting.enum ?? []) {
    const own = EDITORS_OWN.includes(key.replace(/^wikilinks\./, ''));
    assert(own || page.includes(`\`"${value}"\``), `docs/settings.md knows ${key} = "${value}"`);
  }
}
console.log(`${contributed.length} settings, as in docs/settings.md`);
