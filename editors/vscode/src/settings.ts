// The settings as the server takes them.

import * as vscode from 'vscode';

const SECTION = 'wikilinks';

/** What a person has set, as nested tables. What is set nowhere is left out. */
export type Settings = { [key: string]: unknown };

/**
 * The settings that are set somewhere. The defaults are left to the server: sent by the editor, they
 * would win over what Obsidian has set for the vault.
 */
export function settingsThatAreSet(keys: readonly string[]): Settings {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const settings: Settings = {};
  for (const key of keys) {
    const found = configuration.inspect(key);
    const value = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    if (value !== undefined) {
      lay(settings, key.split('.'), value);
    }
  }
  return settings;
}

/** The server's settings that the manifest of an extension names. */
export function keysOfServer(manifest: {
  contributes: { configuration: { properties: Record<string, unknown> } };
}): string[] {
  const keys = Object.keys(manifest.contributes.configuration.properties);
  const ours = keys.map((key) => key.slice(SECTION.length + 1));
  return ours.filter((key) => key !== 'server.path' && key !== 'trace.server');
}

/** Puts `value` below the tables that `path` names. */
function lay(settings: Settings, path: string[], value: unknown): void {
  const [name, ...below] = path;
  if (name === undefined) {
    return;
  }
  if (below.length === 0) {
    settings[name] = value;
    return;
  }
  const table = (settings[name] ??= {}) as Settings;
  lay(table, below, value);
}
