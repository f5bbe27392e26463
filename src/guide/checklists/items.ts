import { slug } from 'github-slugger';
import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import type { ChecklistItem } from '../page.js';
import { tidyBlocks, tidyPhrasing } from '../parse/tree.js';
import { inlineText, plainText, sentencesOf, splitPhrasing } from '../text.js';

const MAX_LEAD = 75;

/** What an item says. */
export type ItemText = Pick<ChecklistItem, 'title' | 'titleContent' | 'detail'>;

/** Makes an item: its first sentence or line is the title, the rest is the detail. Undefined if it has no text. */
export function checklistItem(
  blocks: readonly (BlockContent | DefinitionContent | RootContent)[],
): ItemText | undefined {
  const [first, ...others] = tidyBlocks(blocks as readonly RootContent[]);
  if (first === undefined) return undefined;
  if (first.type !== 'paragraph' && first.type !== 'heading') {
    const [title = '', ...lines] = plainText([first]).split('\n');
    if (title === '') return undefined;
    const detail = first.type === 'code' || lines.length > 0 ? [first, ...others] : others;
    return { title, titleContent: [{ type: 'text', value: title }], detail };
  }
  const [lead, rest] = splitLead(first.children);
  const titleContent = tidyPhrasing(lead);
  const restOfLine = tidyPhrasing(rest);
  const title = plainText(titleContent);
  const detail: RootContent[] =
    restOfLine.length === 0 ? others : [{ type: 'paragraph', children: restOfLine }, ...others];
  return title === '' ? undefined : { title, titleContent, detail };
}

function splitLead(children: readonly PhrasingContent[]): [readonly PhrasingContent[], readonly PhrasingContent[]] {
  const [first, second, ...others] = children;
  // "**Back up first**: then …" is a title and its explanation, as is bold text on a line of its own.
  if (first?.type === 'strong' && plainText([first]).length <= MAX_LEAD) {
    const separator = second?.type === 'text' ? /^\s*[:–—]\s*/.exec(second.value)?.[0] : undefined;
    if (second?.type === 'text' && separator !== undefined) {
      return [[first], [{ type: 'text', value: second.value.slice(separator.length) }, ...others]];
    }
  }
  const lineBreak = children.findIndex((node) => node.type === 'break');
  const line = lineBreak === -1 ? children : children.slice(0, lineBreak);
  const afterLine = lineBreak === -1 ? [] : children.slice(lineBreak + 1);
  const text = line.map((node) => inlineText(node) ?? '').join('');
  const [firstSentence = text] = sentencesOf(text);
  const [lead, rest] = splitPhrasing(line, firstSentence.length);
  if (lead.length === 0) return [children, []];
  const isMore = rest.length > 0 && afterLine.length > 0;
  return [lead, [...rest, ...(isMore ? [{ type: 'break' as const }] : []), ...afterLine]];
}

/** Longer ones do not fit a button's value, and nobody can read them. */
export const MAX_ID = 60;

export interface Named {
  /** As the author gave it. */
  readonly given?: string;
  readonly title: string;
  /** The id of its phase or of the item that it is a part of: it tells two items of the same words apart. */
  readonly within?: string;
}

/**
 * An id for each item, unique among them: the one that is given, otherwise one from its text. Two of the same words get that of their phase in front:
 * `staging-pause-indexing`. So an id survives whatever changes around its item.
 */
export function assignIds(items: readonly Named[], fallback: string): string[] {
  const given = new Set(items.flatMap((item) => item.given ?? []));
  const wanted = items.map(({ given: own, title }) => own ?? idFrom(title, fallback));
  const counts = new Map<string, number>();
  for (const id of wanted) counts.set(id, (counts.get(id) ?? 0) + 1);
  const used = new Set<string>(given);
  const numbers = new Map<string, number>();
  const seen = new Set<string>();
  return items.map(({ given: own, within }, index) => {
    const id = wanted[index] ?? fallback;
    if (own !== undefined && !seen.has(own)) {
      seen.add(own);
      return own;
    }
    const told = (counts.get(id) ?? 0) > 1 && within !== undefined ? idFrom(`${within} ${id}`, fallback) : id;
    const free = firstFree(told, used, numbers);
    used.add(free);
    return free;
  });
}

/** @param numbers the last one that each id got: a list may have thousands of the same words */
function firstFree(id: string, used: ReadonlySet<string>, numbers: Map<string, number>): string {
  if (!used.has(id)) return id;
  for (let number = (numbers.get(id) ?? 1) + 1; ; number += 1) {
    const numbered = `${cut(id, MAX_ID - 1 - String(number).length)}-${number}`;
    if (used.has(numbered)) continue;
    numbers.set(id, number);
    return numbered;
  }
}

function idFrom(text: string, fallback: string): string {
  // Hyphens in a row are left where a sign stood between two spaces.
  const whole = slug(text)
    .replace(/-{2,}/g, '-')
    .replace(/^-+|-+$/g, '');
  return cut(whole, MAX_ID) || fallback;
}

/** Between words where possible. */
function cut(id: string, limit: number): string {
  if (id.length <= limit) return id;
  const head = id.slice(0, limit + 1);
  const hyphen = head.lastIndexOf('-');
  return (hyphen > limit / 2 ? head.slice(0, hyphen) : id.slice(0, limit))
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/-+$/, '');
}
