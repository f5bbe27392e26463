import { codeLines, type Line, mapProse, replaceOutsideCode, type Translate } from './lines.js';

/* Links by the name of a page, as wikis and Obsidian write them, and what exports of Confluence leave in Markdown. */

const LINK = /(!?)\[\[([^[\]\n|]{1,200})(?:\|([^[\]\n|]{1,200}))?\]\]/;
const PICTURE = /\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp4|webm|mov|mp3|wav|pdf|canvas|base)$/i;

/**
 * Wiki links: `[[Page]]`, `[[text|Page]]` of GitHub, and `[[Page|text]]` of GitLab and Obsidian. Elsewhere than in a wiki, only what names a page
 * of the guide is a link, and the rest stays as it is. A page that Obsidian would show in the place of its link, `![[Page]]`, is a link, too.
 */
export const readWikiLinks: Translate = (lines, { pageNamed, dialect }) => {
  const isWiki = dialect === 'wiki' || dialect === 'obsidian';
  const namesPage = (part: string): boolean => nameIn(part) === '' || pageNamed(nameIn(part)) !== undefined;
  return mapProse(lines, ({ text }) =>
    text.includes('[[')
      ? replaceOutsideCode(text, LINK, ([whole, embeds = '', written = '', second]) => {
          // In a table, a backslash keeps the bar from ending the cell.
          const first = second === undefined ? written : written.replace(/\\$/, '');
          if (PICTURE.test(nameIn(first)) && !namesPage(first))
            return isWiki || embeds !== '' ? altOf(first, second) : whole;
          const parts = second === undefined ? [first] : [second, first];
          // Both may name a page: a path is one, and Obsidian writes the page first.
          if (second !== undefined && (dialect === 'obsidian' || /[/#]/.test(first))) parts.reverse();
          const found = parts.find(namesPage);
          if (found === undefined && !(isWiki && isName(first))) return whole;
          const target = found ?? (dialect === 'obsidian' ? first : (second ?? first));
          const label = second === undefined ? labelOf(first) : target === second ? first : second;
          return `[${label.trim()}](<${addressOf(target, pageNamed).replace(/[<>]/g, encodeURIComponent)}>)`;
        })
      : undefined,
  );
};

/** `[[ -f x ]]` is a test of a shell. */
function isName(text: string): boolean {
  return /^[\p{L}\p{N}]/u.test(text);
}

function addressOf(target: string, pageNamed: (name: string) => string | undefined): string {
  const name = nameIn(target);
  const [, heading = ''] = /#([^#^]*)$/.exec(target) ?? [];
  // "#^block" is a place that has no name here.
  const anchor = heading === '' ? '' : `#${heading.trim().replace(/\s+/g, '-').toLowerCase()}`;
  if (name === '') return anchor || '#';
  const file = pageNamed(name);
  return `${file === undefined ? name : `/${file}`}${anchor}`;
}

/** `Page#Heading` is "Page › Heading", as Obsidian shows it. */
function labelOf(target: string): string {
  const parts = target.replace(/#\^.*$/, '').split('#');
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' › ');
}

/** A picture cannot be shown; its text can. In Obsidian, a number there is a width. */
function altOf(file: string, label: string | undefined): string {
  const alt = label?.trim().replace(/^alt=/, '') ?? '';
  return /^(?:\d+(?:x\d+)?|(?:width|height|align|frame|float)(?:=.*)?|)$/.test(alt)
    ? ''
    : `![${alt}](${encodeURI(file)})`;
}

function nameIn(target: string): string {
  return target.replace(/#.*$/, '').trim();
}

/** Names of pages as wikis compare them: `Rolling Back`, `Rolling-Back` and `rolling-back.md` are the same. */
export function wikiName(name: string): string {
  return name
    .trim()
    .replace(/\.(?:md|markdown|mdx|mdown|mkd)$/i, '')
    .replace(/[\s_-]+/g, '-')
    .toLowerCase();
}

// Exports of Confluence: tags of its storage format, and macros of its wiki markup.

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
