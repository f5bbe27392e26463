import { codeLines, type Line, mapProse, type Translate } from './lines.js';

/* What exports of Confluence leave in Markdown: tags of its storage format, and macros of its wiki markup. */

const STORAGE_TAG = /<\/?(?:ac|ri):[a-z-]+(?:\s[^<>]{0,500})?\/?>/g;
const TASK =
  /<ac:task>(?:(?!<\/?ac:task>).){0,300}?<ac:task-status>(\w+)<\/ac:task-status>\s*<ac:task-body>(.{0,2000}?)<\/ac:task-body>\s*<\/ac:task>/g;
const MACRO = /^\s*\{(code|noformat|info|note|tip|warning|panel|expand|quote|toc|anchor)(?::([^{}]*))?\}(.*)$/;
const CALLOUTS = new Set(['info', 'note', 'tip', 'warning', 'panel', 'expand', 'quote']);

/** Tags go and their content stays. Macros in pairs become callouts and code; a list of contents goes. */
export const readConfluence: Translate = (lines) => {
  if (!lines.some(({ text }) => /<\/?(?:ac|ri):|^\s*\{[a-z]+(?::[^{}]*)?\}/.test(text))) return [...lines];
  const withoutTags = mapProse(lines, ({ text }) =>
    /<\/?(?:ac|ri):/.test(text) ? text.replace(TASK, taskOf).replace(STORAGE_TAG, '').split('\n') : undefined,
  );
  const isCode = codeLines(withoutTags);
  const counts = new Map<string, number>();
  for (const { text } of withoutTags)
    for (const [, name = ''] of text.matchAll(/\{([a-z]+)(?::[^{}]*)?\}/g))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  let open: string | undefined;
  return withoutTags.flatMap((line, index): Line[] => {
    const at = (...texts: string[]): Line[] => texts.map((text) => ({ text, line: line.line }));
    const [, name = '', args = '', rest = ''] = isCode[index] ? [] : (MACRO.exec(line.text) ?? []);
    if (name === '' || (open !== undefined && open !== name && !CALLOUTS.has(name))) return [line];
    if (name === 'toc' || name === 'anchor') return at(rest);
    // One alone is what the author writes about.
    if ((counts.get(name) ?? 0) < 2) return [line];
    if (!CALLOUTS.has(name)) {
      open = open === name ? undefined : name;
      const lang = /^[\w+#-]+$/.exec(args.split('|')[0] ?? '')?.[0] ?? '';
      return open === undefined ? at('```', rest) : at(`\`\`\`${lang}`, ...(rest === '' ? [] : [rest]));
    }
    const kind = name === 'panel' || name === 'quote' ? 'note' : name;
    const title = /(?:^|\|)title=([^|]*)/.exec(args)?.[1] ?? '';
    const whole = new RegExp(`^(.*)\\{${name}\\}\\s*$`).exec(rest)?.[1];
    if (whole !== undefined) return at('', `:::${kind} ${title}`.trimEnd(), whole, ':::', '');
    open = open === name ? undefined : name;
    return open === undefined ? at(':::', rest) : at(`:::${kind} ${title}`.trimEnd(), rest);
  });
};

function taskOf(_task: string, status: string, body: string): string {
  return `\n- [${status === 'complete' ? 'x' : ' '}] ${body.trim()}\n`;
}
