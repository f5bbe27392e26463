import { setImmediate } from 'node:timers/promises';
import { PageError } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import type { ParsedPage } from './page-draft.js';
import { parsePage } from './parse-page.js';

/**
 * Parses every file. A page that cannot be parsed becomes an error that names it; the others are not affected.
 * Runs in the calling thread: the limits on pages bound its time and memory, and a reload has a thread of its own anyway.
 */
export async function parsePages(files: readonly SourceFile[]): Promise<ParsedPage[]> {
  const pages: ParsedPage[] = [];
  for (const file of files) {
    pages.push(parseOrExplain(file));
    // Lets signals and other work in between two pages.
    await setImmediate();
  }
  return pages;
}

function parseOrExplain(source: SourceFile): ParsedPage {
  try {
    return parsePage(source);
  } catch (error) {
    const text =
      error instanceof PageError
        ? error.message
        : `cannot be parsed (${error instanceof Error ? error.message : String(error)}). Simplify the page or split it.`;
    const line = error instanceof PageError ? error.line : undefined;
    return { problems: [{ severity: 'error', file: source.file, text, ...(line === undefined ? {} : { line }) }] };
  }
}
