// The places in a note's text that speak of the whole note.

import type { Position } from 'vscode-languageclient';

/** How many headings are tried: the first ones may stand in comments, which only the server knows. */
const MOST_HEADINGS = 8;

/**
 * Where the server may be asked about the note itself, the likeliest first: the first heading, and the
 * title in the frontmatter. The server has the last word: it answers nothing where there is no such thing.
 */
export function placesOfNote(text: string): Position[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const end = endOfFrontmatter(lines);
  const headings = linesOfHeadings(lines, end).slice(0, MOST_HEADINGS);
  const places = headings.map((line) => ({ line, character: 0 }));
  const title = /^title:\s*["']?(?=\S)/;
  const line = lines.slice(0, end).findIndex((line) => title.test(line));
  if (line !== -1) {
    places.push({ line, character: title.exec(lines[line] ?? '')?.[0].length ?? 0 });
  }
  return places;
}

/** The first line below the frontmatter: 0 when there is none. */
function endOfFrontmatter(lines: string[]): number {
  if (lines[0]?.trimEnd() !== '---') {
    return 0;
  }
  const last = lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
  return last + 1;
}

/**
 * The lines of the headings at or below the line `from`: of an underlined one the line below its text,
 * where no link can stand. What is in fenced code is left out.
 */
function linesOfHeadings(lines: string[], from: number): number[] {
  const found: number[] = [];
  let fence: string | undefined;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      fence = mark?.startsWith(fence) && line.trim() === mark ? undefined : fence;
    } else if (mark !== undefined) {
      fence = mark;
    } else if (/^ {0,3}#{1,6}([ \t]|$)/.test(line)) {
      found.push(at);
    } else if (/^ {0,3}(=+|-+)\s*$/.test(line) && at > from && isText(lines[at - 1])) {
      found.push(at);
    }
  }
  return found;
}

/** Whether a line can be the text of a heading that is underlined. */
function isText(line: string | undefined): boolean {
  return line !== undefined && /^ {0,3}[^\s>*+-]/.test(line);
}
