import { posix } from 'node:path';
import type { SourceFile } from '../source-file.js';
import { wikiName } from './wiki.js';

/** A page in a menu: the path of its file, and what the menu calls it. */
export interface NavEntry {
  readonly file: string;
  readonly title?: string;
}

const MAX_ENTRIES = 20_000;

const LINK = /\[([^\]\n]{1,300})\]\(<?([^()\s<>]{1,500})>?/;

/** The links of `SUMMARY.md`, the menu of GitBook and mdBook, in its order. */
export function readSummary({ file, text }: SourceFile): NavEntry[] {
  const folder = posix.dirname(file);
  return linesOf(text).flatMap((line): NavEntry[] => {
    const [, title = '', path = ''] = LINK.exec(line) ?? [];
    if (path === '' || /^[a-z]+:/i.test(path)) return [];
    return [{ file: posix.join(folder, decode(path.replace(/#.*$/, ''))), title: title.replaceAll('`', '') }];
  });
}

/** The links of a wiki's `_Sidebar.md`, in its order. Pages go by name. */
export function readSidebar({ text }: SourceFile, pageNamed: (name: string) => string | undefined): NavEntry[] {
  return linesOf(text).flatMap((line): NavEntry[] => {
    const wiki = /\[\[([^[\]\n|]{1,200})(?:\|([^[\]\n|]{1,200}))?\]\]/.exec(line);
    const names = wiki === null ? [LINK.exec(line)?.[2] ?? ''] : [wiki[2] ?? '', wiki[1] ?? ''];
    const file = names
      .map((name) => pageNamed(wikiName(decode(name.replace(/#.*$/, '').split('/').at(-1) ?? ''))))
      .find(Boolean);
    return file === undefined ? [] : [{ file }];
  });
}

function linesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .slice(0, MAX_ENTRIES)
    .map((line) => line.slice(0, 2_000));
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
