import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a guide of `makeGuide` into a folder, a Markdown file for each page. Its sentences keep no markup, so they say the same. */
export function writeGuide({ pages }, folder) {
  for (const page of pages) writeFileSync(join(folder, page.file), toMarkdown(page));
}

function toMarkdown({ title, summary, order, aliases, keywords, sections }) {
  return [
    // JSON is YAML as well.
    `---\n${Object.entries({ title, summary, order, aliases, keywords })
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
      .join('')}---`,
    ...sections.flatMap(({ heading, text }) => [
      ...(heading === undefined ? [] : [`## ${plain(heading)}`]),
      plain(text),
    ]),
    '',
  ].join('\n\n');
}

/** On one line, with nothing that Markdown takes for markup. */
function plain(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');
}
