import {
  closeGaps,
  codeLines,
  codeStarts,
  type Line,
  MAX_LINE,
  mapProse,
  replaceOutsideCode,
  type Translate,
} from './lines.js';

/* Marks inside a line that Markdown does not have. Some are plain text elsewhere, so they count only in folders for their tool. */

interface Mark {
  /** What a line must have. */
  readonly sign: string;
  readonly pattern: RegExp;
  readonly show: (match: RegExpExecArray) => string;
  /** The tools that have it; all if absent. */
  readonly dialects?: readonly string[];
}

const MARKS: readonly Mark[] = [
  // Icons of Material for MkDocs. A bold text may not begin with the space behind one.
  {
    sign: ':',
    pattern:
      /:(?:material|octicons|fontawesome|simple)-[a-z0-9-]{1,60}:(?:\{[^{}]{0,80}\})?(?:(?<=(?:\*\*|__)\S{1,150}) +)?/,
    show: () => '',
  },
  // Critic markup: what is proposed is shown as if it were accepted.
  { sign: '{--', pattern: /\{--[^{}]{0,500}--\}/, show: () => '' },
  { sign: '{++', pattern: /\{\+\+([^{}]{0,500})\+\+\}/, show: ([, text = '']) => text },
  { sign: '{==', pattern: /\{==([^{}]{0,500})==\}/, show: ([, text = '']) => text },
  { sign: '{>>', pattern: /\{>>[^{}]{0,500}<<\}/, show: () => '' },
  { sign: '{~~', pattern: /\{~~[^{}]{0,500}?~>([^{}]{0,500})~~\}/, show: ([, text = '']) => text },
  // Keys: "++ctrl+c++".
  {
    sign: '++',
    pattern: /(?<![\w+])\+\+([a-z0-9-]{1,20}(?:\+[a-z0-9-]{1,20}){0,4})\+\+(?![\w+])/,
    show: ([, keys = '']) => `\`${keys.split('+').map(keyName).join('+')}\``,
    dialects: ['mkdocs'],
  },
  {
    sign: '==',
    pattern: /==(?=\S)([^=\n]{1,300}?)(?<=\S)==(?!=)/,
    show: ([, text = '']) => `**${text}**`,
    dialects: ['mkdocs', 'obsidian', 'vitepress'],
  },
  { sign: '^', pattern: /\^\^(?=\S)([^^\n]{1,300}?)(?<=\S)\^\^/, show: ([, text = '']) => text, dialects: ['mkdocs'] },
  {
    sign: '^',
    pattern: /(?<=[\p{L}\p{N})])\^([^\s^[\]]{1,20})\^/u,
    show: ([, text = '']) => raised(text),
    dialects: ['mkdocs', 'vitepress'],
  },
  {
    sign: '~',
    pattern: /(?<=[\p{L}\p{N})])~([0-9]{1,4})~/u,
    show: ([, text = '']) => [...text].map((digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit))).join(''),
    dialects: ['mkdocs', 'vitepress'],
  },
  // Obsidian: comments, names of blocks, footnotes in the line, queries.
  { sign: '%%', pattern: /%%[^%]{0,2000}%%/, show: () => '', dialects: ['obsidian'] },
  { sign: '^', pattern: / \^[A-Za-z0-9-]{1,40}$/, show: () => '', dialects: ['obsidian'] },
  { sign: '^[', pattern: / ?\^\[([^[\]]{1,500})\]/, show: ([, text = '']) => ` (${text})`, dialects: ['obsidian'] },
  { sign: '<%', pattern: /<%[*_+-]?[^%]{0,300}[_-]?%>/, show: () => '', dialects: ['obsidian'] },
  // GitLab: changes in the line, labels.
  { sign: '{+', pattern: /\{\+ ?([^{}]{1,300}?) ?\+\}/, show: ([, text = '']) => text, dialects: ['wiki'] },
  { sign: '{-', pattern: /\{- ?([^{}]{1,300}?) ?-\}/, show: ([, text = '']) => `~~${text}~~`, dialects: ['wiki'] },
  { sign: '[+', pattern: /\[\+ ?([^[\]]{1,300}?) ?\+\]/, show: ([, text = '']) => text, dialects: ['wiki'] },
  { sign: '[-', pattern: /\[- ?([^[\]]{1,300}?) ?-\]/, show: ([, text = '']) => `~~${text}~~`, dialects: ['wiki'] },
  { sign: '~"', pattern: /(?<![\w~])~"([^"\n]{1,100})"/, show: ([, text = '']) => text, dialects: ['wiki'] },
];

export const readInlineMarks: Translate = (lines, { dialect }) => {
  const known = MARKS.filter(({ dialects }) => dialects === undefined || dialects.includes(dialect ?? ''));
  const used = known.filter(({ sign }) => lines.some(({ text }) => text.includes(sign)));
  if (used.length === 0 && !lines.some(({ text }) => /\$`|`#!/.test(text))) return [...lines];
  return mapProse(lines, ({ text }) => {
    // Formulas of GitLab: "$`x^2`$" is code.
    let read = text.includes('$`') ? text.replace(/\$(`[^`]{1,300}`)\$/g, '$1') : text;
    // MkDocs: code that names its language.
    if (dialect === 'mkdocs') read = read.replace(/(?<!`)`#!([a-z][\w+-]{0,20}) (?=[^`]+`)/g, '`');
    let hasGaps = false;
    for (const { sign, pattern, show } of used) {
      if (!read.includes(sign)) continue;
      read = replaceOutsideCode(read, pattern, (match) => {
        const shown = show(match);
        hasGaps ||= shown === '';
        return shown;
      });
    }
    return hasGaps ? closeGaps(read) : read;
  });
};

function keyName(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1);
}

const RAISED = new Map([...'0123456789+-n'].map((plain, index) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ'][index] ?? plain]));

function raised(text: string): string {
  const characters = [...text];
  return characters.every((each) => RAISED.has(each))
    ? characters.map((each) => RAISED.get(each)).join('')
    : `^${text}`;
}

const QUERY = /^\s*(?:`{3,}|~{3,})\s*(dataview(?:js)?|tasks|query|tracker|meta-bind[\w-]*)\b/;

/** Comments of Obsidian over several lines, from "%%" to the next; and queries, which only Obsidian can answer. */
export const dropComments: Translate = (lines, { dialect, leaveOut }) => {
  if (dialect !== 'obsidian' || !lines.some(({ text }) => /%%|`=|^\s*(?:`{3}|~{3})/.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const starts = codeStarts(lines);
  const lastEnd = lines.findLastIndex(({ text }) => /%%\s*$/.test(text));
  const read: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const query = starts[index] ? QUERY.exec(line.text)?.[1] : undefined;
    if (query !== undefined) {
      leaveOut(`\`\`\`${query}`);
      while (isCode[index + 1] && !starts[index + 1]) index += 1;
      continue;
    }
    if (!isCode[index] && /`= ?[^`]{1,200}`/.test(line.text)) {
      leaveOut('`= …`');
      read.push({ ...line, text: closeGaps(line.text.replace(/`= ?[^`]{1,200}`/g, '')) });
      continue;
    }
    const opens = index < lastEnd && !isCode[index] && /^\s*%%/.test(line.text) && !/%%.*%%/.test(line.text);
    const end = opens ? lines.findIndex((each, at) => at > index && /%%\s*$/.test(each.text)) : -1;
    if (end === -1) read.push(line);
    else index = end;
  }
  return read;
};

const ABBREVIATION = /^\*\[([^\]\n]{1,40})\]:[ \t]+(\S.{0,300})$/;
const MAX_ABBREVIATIONS = 100;

/** `*[SLA]: Service level agreement`: what it stands for comes behind its first use. */
export const readAbbreviations: Translate = (lines) => {
  if (!lines.some(({ text }) => text.startsWith('*['))) return [...lines];
  const isCode = codeLines(lines);
  const meanings = new Map<string, string>();
  const rest = lines.filter(({ text }, index) => {
    const [, short = '', long = ''] = isCode[index] ? [] : (ABBREVIATION.exec(text) ?? []);
    if (short === '' || meanings.size >= MAX_ABBREVIATIONS) return true;
    meanings.set(short, long.trim());
    return false;
  });
  return mapProse(rest, ({ text }) => {
    if (/^#{1,6}\s/.test(text) || text.length > MAX_LINE) return undefined;
    let read = text;
    for (const [short, long] of meanings) {
      if (!read.includes(short)) continue;
      const before = read;
      const word = new RegExp(`(?<![\\p{L}\\p{N}[])${escapePattern(short)}(?![\\p{L}\\p{N}\\]])`, 'u');
      let isFirst = true;
      read = replaceOutsideCode(read, word, ([whole]) => {
        const shown = isFirst ? `${whole} (${long})` : whole;
        isFirst = false;
        return shown;
      });
      if (read !== before) meanings.delete(short);
    }
    return read;
  });
};

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
