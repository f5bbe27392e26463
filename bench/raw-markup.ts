// npm run bench -- raw-markup [--show] DIR …: how many pages of a folder are read, and how many still show the markup of another tool in their
// title, summary, headings or text. Code is left out of it: there, markup is what the author means. --show prints where.
import { parseArgs } from 'node:util';
import { readGuide } from '../src/guide/load.js';
import type { Page } from '../src/guide/page.js';
import { walkTree } from '../src/guide/parse/tree.js';
import { readFolder } from '../src/guide/read-folder.js';
import { say, table } from './measure.js';

const MARKUP: Readonly<Record<string, RegExp>> = {
  ':::': /:::/,
  '{{<': /\{\{[<%]/,
  '{%': /\{%/,
  import: /^\s*import\s.+\sfrom\s+['"]/m,
  '<Tag': /<\/?[A-Z][A-Za-z.]*(?:\s[^>]*)?>/,
  '!!!': /(?:^|\n)\s*(?:!!!|\?\?\?\+?)\s/,
  '===': /(?:^|\n)\s*={3}[!+]? "/,
  '///': /(?:^|\n)\s*\/{3,}(?:\s|$)/,
  '--8<--': /--8<--/,
  '{ #id }': /(?<!\{)\{:?\s*[#.][\w-]+[^}\n]*\}/,
  '[[': /\[\[[^\]\n]+\]\]/,
  '{{': /\{\{[^}\n]+\}\}/,
  '**': /(?<![\w*])\*\*[^*\s][^*\n]*\*\*(?!\*)/,
  '==': /(?:^|\s)==\S[^=\n]*==(?:\s|[.,]|$)/,
  '%%': /(?:^|\n)\s*%%/,
  $$: /(?:^|\n)\s*\$\$/,
  ':icon:': /:(?:material|octicons|fontawesome|simple)-[a-z-]+:/,
  '{--': /\{(?:--|\+\+|==|>>|~~)/,
  '[text](': /\[[^\]\n]+\]\([^)\s]+\)/,
  '<tag>': /<\/?(?:aside|div|span|details|summary|figure|p|br|table|td|ac:[a-z-]+)(?:\s[^>]*)?>/,
};

/** What people see of a page, but not its code. */
function shownTexts({ title, summary, sections, checklists }: Page): string[] {
  const items = checklists.flatMap(({ items }) => items.map(({ title }) => title));
  const texts = sections.flatMap(({ heading = '', content }) => [
    heading,
    content.flatMap((node) => [...walkTree(node)].map((each) => (each.type === 'text' ? each.value : ''))).join('\n'),
  ]);
  return [title, summary, ...items, ...texts];
}

const { values, positionals } = parseArgs({ options: { show: { type: 'boolean' } }, allowPositionals: true });
const rows = [['folder', 'files', 'read', 'errors', 'warnings', 'with markup', ...Object.keys(MARKUP)]];
for (const folder of positionals) {
  const content = await readFolder(folder);
  const { guide, problems } = await readGuide({ folder, content });
  const pages = guide?.pages ?? [];
  const found = pages.map((page) => {
    const texts = shownTexts(page);
    const kinds = Object.entries(MARKUP).filter(([, pattern]) => texts.some((text) => pattern.test(text)));
    for (const [kind, pattern] of values.show ? kinds : []) {
      const text = texts.find((each) => pattern.test(each)) ?? '';
      const at = pattern.exec(text)?.index ?? 0;
      say(`${page.file}: ${kind}: ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 90))}`);
    }
    return kinds.map(([kind]) => kind);
  });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  rows.push([
    folder.split('/').slice(-2).join('/'),
    `${content.files.length + content.unreadable.length}`,
    `${pages.length}`,
    `${errors}`,
    `${problems.length - errors}`,
    `${found.filter((kinds) => kinds.length > 0).length}`,
    ...Object.keys(MARKUP).map((kind) => `${found.filter((kinds) => kinds.includes(kind)).length}`),
  ]);
}
say(table(rows));
