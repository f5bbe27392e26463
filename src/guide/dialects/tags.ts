import { argument, codeLines, type Line, MAX_LINE, mapProse, replaceOutsideCode, type Translate } from './lines.js';

/*
 * Tags of templates: `{% hint %}` of GitBook, `{% raw %}` of Jekyll, `{{< note >}}` and `{{% tab %}}` of Hugo. Callouts and tabs become
 * containers; of others the tags go and their content stays.
 */

const TAG = /^([ \t]*)(?:\{%-?|\{\{[<%])[ \t]*(\/?)([A-Za-z][\w./-]*)(.*?)(\/?)(?:-?%\}|[>%]\}\})[ \t]*$/;
const INLINE = /(?:\{%-?|\{\{[<%])[ \t]*(\/?)([A-Za-z][\w./-]*)((?:[^%>}]|[%>](?!\}))*)(?:-?%\}|[>%]\}\})/;
const CALLOUTS =
  /^(?:hint|callout|alert|notice|admonition|note|tip|info|warning|danger|caution|important|details|expand|collapse)$/i;
const TABS = /^(?:tab|codetab)$/i;
/** Their content is all there is to them. */
const WRAPPERS =
  /^(?:tabs|tabpane|tabset|columns?|column|stepper|step|steps|code|content-ref|raw|columns|cards?|cardpane|blocks\/\w+|readfile|expandable|updates?|button|center|div|spoiler|comment|markdown)$/i;
const ADDRESS = /["']([^"']+)["']|([^\s"']+)/;

export const readTags: Translate = (given, { leaveOut }) => {
  if (!given.some(({ text }) => /\{%|\{\{[<%]/.test(text))) return [...given];
  const lines = joinTags(given);
  const isPaired = namesThatEnd(lines.map(({ text }) => text));
  return mapProse(lines, ({ text }) => {
    if (!/\{%|\{\{[<%]/.test(text)) return undefined;
    const tag = TAG.exec(text);
    if (tag !== null && !/[%>]\}/.test(tag[4] ?? '')) {
      const [, indent = '', slash, written = '', args = ''] = tag;
      const isEnd = slash === '/' || /^end[a-z]/.test(written);
      const name = written.replace(/^end(?=[a-z])/, '');
      if (name === 'highlight') return `${indent}\`\`\`${isEnd ? '' : (/^\s*["']?([\w+-]+)/.exec(args)?.[1] ?? '')}`;
      if (CALLOUTS.test(name) && isPaired.has(name))
        return isEnd ? `${indent}:::` : `${indent}:::${calloutOf(name, args)}`;
      if (TABS.test(name))
        return isEnd
          ? `${indent}:::`
          : `${indent}:::tab ${argument(args, 'title', 'name', 'header', 'tabName') ?? positional(args)}`;
      if (name === 'embed' && !isEnd) return `${indent}<${argument(args, 'url') ?? ''}>`;
      if (WRAPPERS.test(name)) return '';
    }
    // Addresses first: a tag may stand in one.
    return replaceOutsideCode(text, INLINE, ([whole, slash = '', name = '', args = '']) => {
      if (/^(?:rel)?ref$|^link$|^post_url$/.test(name)) return ADDRESS.exec(args.trim())?.slice(1).find(Boolean) ?? '';
      const shown = /^(?:figure|img|image|glossary_tooltip|tooltip|abbr|button|link-card|card)$/i.test(name)
        ? (argument(args, 'text', 'alt', 'caption', 'title') ?? argument(args, 'term_id')?.replace(/[-_]/g, ' '))
        : undefined;
      if (shown !== undefined) return shown;
      const isHugo = whole.startsWith('{{');
      // In prose, an unknown "{% if %}" may be what the page is about.
      if (!isHugo && tag === null && !WRAPPERS.test(name) && !/^(?:end)?(?:raw|include|if|for|assign)/.test(name))
        return whole;
      if (slash === '' && !/^end[a-z]/.test(name) && !WRAPPERS.test(name))
        leaveOut(isHugo ? `{{< ${name} >}}` : `{% ${name} %}`);
      return '';
    }).trimEnd();
  });
};

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
  const title =
    argument(args, 'title', 'heading', 'summary') ??
    (given !== undefined && given !== kind && !args.includes('=') ? given : '');
  return `${kind} ${title}`.trimEnd();
}

/** The first argument without a name. */
function positional(args: string): string {
  return /^\s*(?:["']([^"']*)["']|([\w-]+)(?!\s*=)\s*$)/.exec(args)?.slice(1).find(Boolean) ?? '';
}
