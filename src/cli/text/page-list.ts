import type { Page } from '../../guide/page.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { hang, wrap } from './wrap.js';

/** Pages by title, with what each is about. */
export function pageList(pages: readonly Page[], { style, width }: Screen): string[] {
  return pages.flatMap((page) => [
    `- ${style.bold(printableLine(page.title))}`,
    ...(page.summary === '' ? [] : hang('  ', wrap(printableLine(page.summary), width - 2))),
  ]);
}
