import {
  argument,
  closeGaps,
  codeLines,
  type Line,
  MAX_LINE,
  mapProse,
  replaceOutsideCode,
  type Translate,
} from './lines.js';

/*
 * Tags of templates: `{% hint %}` of GitBook, `{% raw %}` of Jekyll, `{{< note >}}` and `{{% tab %}}` of Hugo. Callouts and tabs become
 * containers; of others the tags go and their content stays.
 */

const TAG = /^([ \t]*)(?:\{%-?|\{\{[<%])[ \t]*(\/?)([A-Za-z][\w./-]*)(.*?)(\/?)(?:[>%]\}\}|-?%\})[ \t]*$/;
const INLINE = /(?:\{%-?|\{\{[<%])[ \t]*(\/?)([A-Za-z][\w./-]*)((?:[^%>}]|[%>](?!\}))*)(?:[>%]\}\}|-?%\})/;
const CALLOUTS =
  /^(?:hint|callout|alert|notice|admonition|note|tip|info|warning|danger|caution|important|details|expand|collapse)$/i;
const TABS = /^(?:tab|codetab)$/i;
/** Their content is all there is to them. */
const WRAPPERS =
  /^(?:tabs|tabpane|tabset|columns?|column|lead|history|table|stepper|step|steps|code|content-ref|raw|columns|cards?|cardpane|blocks\/\w+|readfile|expandable|updates?|button|center|div|spoiler|markdown|pageinfo|rawhtml)$/i;
/** Their content is source text of pictures and formulas. */
const CODE = /^(?:mermaid|plantuml|graphviz|chart|math|katex)$/i;
/** Their content is not shown. */
const HIDDEN = /^(?:comment|capture)$/i;
/** The headings of Kubernetes' pages. */
const HEADINGS: Readonly<Record<string, string>> = {
  prerequisites: 'Before you begin',
  objectives: 'Objectives',
  whatsnext: "What's next",
  cleanup: 'Cleaning up',
};
/** A callout in one line. */
const ONE_LINE =
  /^([ \t]*)((?:\{%|\{\{[<%])[ \t]*([a-z]\w*)[^{}\n]{0,200}?(?:%\}|[>%]\}\}))[ \t]*(\S.*?)[ \t]*((?:\{%|\{\{[<%])[ \t]*(?:\/[ \t]*|end)\3[ \t]*(?:%\}|[>%]\}\}))[ \t]*$/;
/** A button with its text: it leads somewhere. */
const BUTTON =
  /\{\{[<%][ \t]*button\s([^{}]{1,300}?)[>%]\}\}([^{}\n]{1,200})\{\{[<%][ \t]*\/[ \t]*button[ \t]*[>%]\}\}/;
/** A plugin of GitBook's. */
const PLUGIN = /^[ \t]*\{%[ \t]*(@[\w/-]+)[^{}]*%\}[ \t]*$/;
const ESCAPED = /\{%[ \t]*\/\*[ \t]*([^{}]{0,300}?)[ \t]*\*\/[ \t]*%\}/;
const ADDRESS = /["']([^"']+)["']|([^\s"']+)/;

export const readTags: Translate = (given, { leaveOut, pageNamed }) => {
  if (!given.some(({ text }) => /\{%|\{\{[<%]/.test(text))) return [...given];
  const lines = partCallouts(withoutHidden(nameEnds(joinTags(given))));
  const isPaired = namesThatEnd(lines.map(({ text }) => text));
  let tabLanguage: string | undefined;
  return mapProse(readButtons(lines), ({ text: written }) => {
    // Between the columns of Hugo's theme Book.
    if (written.trim() === '<--->') return '';
    if (!/\{%|\{\{[<%]/.test(written)) return undefined;
    const plugin = PLUGIN.exec(written)?.[1];
    if (plugin !== undefined) {
      leaveOut(`{% ${plugin} %}`);
      return '';
    }
    // Zola: a tag that an author writes about.
    const text = replaceOutsideCode(written, ESCAPED, ([, inner = '']) => `\`{% ${inner} %}\``);
    const tag = TAG.exec(text);
    if (tag !== null && !/[%>]\}/.test(tag[4] ?? '')) {
      const [, indent = '', slash, written = '', args = '', isClosed = ''] = tag;
      const isEnd = slash === '/' || /^end[a-z]/.test(written);
      const name = written.replace(/^end(?=[a-z])/, '');
      if (name === 'prism') return `${indent}\`\`\`${isEnd ? '' : (argument(args, 'lang') ?? '')}`;
      if (name === 'highlight') return `${indent}\`\`\`${isEnd ? '' : (/^\s*["']?([\w+-]+)/.exec(args)?.[1] ?? '')}`;
      if (name === 'code') {
        const title = isEnd ? undefined : argument(args, 'title');
        return title === undefined ? '' : ['', `${indent}**${title}**`, ''];
      }
      if (CODE.test(name) && isPaired.has(name)) return `${indent}\`\`\`${isEnd ? '' : name.toLowerCase()}`;
      const content = isClosed === '' || !CALLOUTS.test(name) ? undefined : argument(args, 'text', 'content');
      if (content !== undefined) return [`${indent}:::${calloutOf(name, args)}`, indent + content, `${indent}:::`];
      if (CALLOUTS.test(name) && isPaired.has(name))
        return isEnd ? `${indent}:::` : `${indent}:::${calloutOf(name, args)}`;
      if (TABS.test(name)) {
        const inCode = tabLanguage !== undefined;
        // In Docsy, a tab with a language holds code.
        tabLanguage = isEnd || !text.includes('{{<') ? undefined : argument(args, 'lang', 'codelang');
        if (isEnd) return [...(inCode ? [`${indent}\`\`\``] : []), `${indent}:::`];
        const label = argument(args, 'title', 'name', 'header', 'tabName') ?? positional(args);
        const code = tabLanguage === undefined ? [] : ['', `${indent}\`\`\`${tabLanguage}`];
        return [`${indent}:::tab ${label}`, ...code];
      }
      const shown = isEnd ? undefined : cardOf(name, args);
      if (shown !== undefined) return ['', indent + shown, ''];
      if (name === 'embed' && !isEnd) return `${indent}<${argument(args, 'url') ?? ''}>`;
      if (WRAPPERS.test(name)) return '';
    }
    // Addresses first: a tag may stand in one.
    let hasGaps = false;
    const read = replaceOutsideCode(text, INLINE, ([whole, slash = '', name = '', args = '']) => {
      if (/^(?:rel)?ref$|^link$|^post_url$/.test(name)) {
        const address = addressOf(name, args, pageNamed);
        // In prose it would be an address to read.
        const isInLink = /[(<"'=]$|\]:\s*$/.test(text.slice(0, text.indexOf(whole)));
        return isInLink || address === '' ? address : `[${labelOf(address)}](<${address}>)`;
      }
      if (name === 'heading' && slash === '')
        return HEADINGS[positional(args)] ?? positional(args).replace(/[-_]/g, ' ');
      // What a key or a badge says stands in it.
      if (/^(?:kbd|badge)$/i.test(name) && slash === '' && positional(args) !== '')
        return name.toLowerCase() === 'kbd' ? `\`${positional(args)}\`` : positional(args);
      const isShown = /^(?:figure|img|image|glossary_tooltip|tooltip|abbr|button|link-card|card|include)$/i.test(name);
      const shown = isShown
        ? (argument(args, 'content') ??
          argument(args, 'text', 'alt', 'caption', 'title') ??
          argument(args, 'term_id')?.replace(/[-_]/g, ' '))
        : undefined;
      if (shown !== undefined) return shown;
      const isHugo = whole.startsWith('{{');
      // In prose, an unknown "{% if %}" may be what the page is about.
      if (!isHugo && tag === null && !WRAPPERS.test(name) && !/^(?:end)?(?:raw|include|if|for|assign)/.test(name))
        return whole;
      if (slash === '' && !/^end[a-z]/.test(name) && !WRAPPERS.test(name))
        leaveOut(isHugo ? `{{< ${name} >}}` : `{% ${name} %}`);
      hasGaps = true;
      return '';
    });
    return hasGaps ? closeGaps(read) : read.trimEnd();
  });
};

/** A card of Hugo's themes: its title, where it leads, and what stands below. */
function cardOf(name: string, args: string): string | undefined {
  const title = /^(?:link-?)?card$/i.test(name) ? argument(args, 'title', 'header') : undefined;
  if (title === undefined) return undefined;
  const link = argument(args, 'link', 'href', 'url');
  const subtitle = argument(args, 'subtitle', 'description');
  return `**${link === undefined ? title : `[${title}](<${link}>)`}**${subtitle === undefined ? '' : ` – ${subtitle}`}`;
}

function partCallouts(lines: readonly Line[]): Line[] {
  return mapProse(lines, ({ text }) => {
    const [, indent = '', start = '', name = '', content = '', end = ''] = ONE_LINE.exec(text) ?? [];
    return CALLOUTS.test(name) ? [indent + start, indent + content, indent + end] : undefined;
  });
}

function readButtons(lines: readonly Line[]): Line[] {
  return mapProse(lines, ({ text }) =>
    text.includes('button')
      ? replaceOutsideCode(text, BUTTON, ([, args = '', label = '']) => {
          const address = argument(args, 'href', 'relref', 'link', 'url');
          return address === undefined ? label : `[${label.trim()}](<${address}>)`;
        })
      : undefined,
  );
}

function labelOf(address: string): string {
  const name =
    address
      .replace(/[#?].*$/, '')
      .replace(/\/(?:_?index|README)\.md$/i, '')
      .split('/')
      .at(-1) ?? address;
  return name.replace(/\.md$/, '').replace(/[-_]/g, ' ') || address;
}

/** Hugo names a page by its path or, where that is enough, by its name; Jekyll by its path from the top. */
function addressOf(name: string, args: string, pageNamed: (name: string) => string | undefined): string {
  const written = argument(args, 'path') ?? ADDRESS.exec(args.trim())?.slice(1).find(Boolean) ?? '';
  const [path = '', anchor] = written.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (path === '' || path.startsWith('/')) return written;
  if (name === 'link') return `/${written}`;
  const file = name === 'post_url' || !path.includes('/') ? pageNamed(path.split('/').at(-1) ?? '') : undefined;
  return file === undefined ? written : `/${encodeURI(file)}${hash}`;
}

/** Zola ends every block with "{% end %}": it gets the name of the block. */
function nameEnds(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => /\{% *end *%\}/.test(text))) return lines;
  const isCode = codeLines(lines);
  const open: string[] = [];
  return lines.map((each, index) => {
    if (isCode[index] || each.text.length > MAX_LINE) return each;
    const text = each.text.replace(/\{% *(end|[a-z]\w*\([^%]*\)) *%\}/g, (whole: string, tag: string) => {
      if (tag !== 'end') {
        open.push(tag.slice(0, tag.indexOf('(')));
        return `{% ${tag.replace(/^(\w+)\(([\s\S]*)\)$/, '$1 $2')} %}`;
      }
      const name = open.pop();
      return name === undefined ? whole : `{% end${name} %}`;
    });
    return text === each.text ? each : { ...each, text };
  });
}

/** Without what stands between `{% comment %}` and `{% endcomment %}`. */
function withoutHidden(lines: readonly Line[]): readonly Line[] {
  const isCode = codeLines(lines);
  let hiding: string | undefined;
  return lines.flatMap((each, index): Line[] => {
    if (isCode[index] || each.text.length > MAX_LINE) return hiding === undefined ? [each] : [];
    let shown = '';
    let end = 0;
    for (const { 0: tag, index: at } of each.text.matchAll(ANY_TAG)) {
      const [, slash = '', written = ''] = ANY_TAG_PARTS.exec(tag) ?? [];
      const name = written.replace(/^end(?=[a-z])/, '').toLowerCase();
      const isEnd = slash !== '' || /^end[a-z]/.test(written);
      if (hiding === undefined && !isEnd && HIDDEN.test(name)) {
        shown += each.text.slice(end, at);
        hiding = name;
      } else if (hiding === name && isEnd) {
        end = at + tag.length;
        hiding = undefined;
      }
    }
    const text = hiding === undefined ? shown + each.text.slice(end) : shown;
    return text === '' && each.text !== '' ? [] : [text === each.text ? each : { ...each, text }];
  });
}

const ANY_TAG = /(?:\{%-?|\{\{[<%])[ \t]*\/?[ \t]*[A-Za-z][\w-]*[^}\n]{0,400}?(?:[>%]\}\}|-?%\})/g;
const ANY_TAG_PARTS = /^(?:\{%-?|\{\{[<%])[ \t]*(\/?)[ \t]*([A-Za-z][\w-]*)/;

const MAX_TAG_LINES = 8;

/** A tag may go on in the next lines: they become one. */
function joinTags(lines: readonly Line[]): Line[] {
  const isCode = codeLines(lines);
  const joined: Line[] = [];
  let open = 0;
  for (const [index, { text, line }] of lines.entries()) {
    const last = joined.at(-1);
    const goesOn = open > 0 && open < MAX_TAG_LINES && !isCode[index] && text.trim() !== '' && last !== undefined;
    const whole = goesOn ? `${last.text} ${text.trimStart()}` : text;
    if (goesOn) joined.pop();
    joined.push({ text: whole, line: goesOn ? last.line : line });
    const start =
      whole.lastIndexOf('{{<') > whole.lastIndexOf('{{%') ? whole.lastIndexOf('{{<') : whole.lastIndexOf('{{%');
    const isOpen = !isCode[index] && whole.length < MAX_LINE && start >= 0 && !/[>%]\}\}/.test(whole.slice(start + 3));
    open = isOpen ? open + 1 : 0;
  }
  return joined;
}

function namesThatEnd(lines: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const line of lines) {
    for (const [, name = ''] of line.matchAll(/(?:\{%-?|\{\{[<%])[ \t]*(?:\/[ \t]*|end)([A-Za-z][\w-]*)/g))
      names.add(name);
  }
  return names;
}

function calloutOf(name: string, args: string): string {
  const given =
    argument(args, 'style', 'type', 'color', 'context') ?? (name === name.toLowerCase() ? positional(args) : undefined);
  const kind = /^(?:note|tip|info|warning|danger|caution|important|success|error)$/i.test(given ?? '') ? given : name;
  // Congo and Blowfish name an icon: `{{< alert "fire" >}}`.
  if (name === 'alert' && kind === name && /^[a-z-]+$/.test(positional(args))) return name;
  const title =
    argument(args, 'title', 'heading', 'summary') ??
    (given !== undefined && given !== kind && !args.includes('=') ? given : '');
  return `${kind} ${title}`.trimEnd();
}

/** The first argument without a name. */
function positional(args: string): string {
  return /^\s*(?:["']([^"']*)["']|([\w-]+)(?!\s*=)\s*$)/.exec(args)?.slice(1).find(Boolean) ?? '';
}
