import { unescapeEntities } from './escape.js';

/** What a payload holds of a message. Bots send any of these, so nothing is taken for granted. */
type Fields = Readonly<Record<string, unknown>>;

/** Texts of a message that are read. Nobody writes more, and a bot's list of a hundred fields says nothing new. */
const MAX_TEXTS = 100;
/** Deeper than Slack nests anything. */
const MAX_DEPTH = 8;

/**
 * What a message says, as plain text: what a person typed, what a bot put into blocks and attachments, the beginning of a pasted snippet, and
 * the description of a picture. Each part stands on lines of its own, and none twice. Empty for a picture without a description.
 * @param message of a message shortcut's payload (docs.slack.dev, "Shortcuts interaction payloads")
 */
export function readMessage(message: object): string {
  const texts: string[] = [];
  for (const text of textsOf(message as Fields)) {
    const read = readTyped(withoutMarks(text)).trim();
    // A bot's text often repeats what its blocks say.
    if (read !== '' && !texts.some((known) => known.includes(read))) texts.push(read);
    if (texts.length === MAX_TEXTS) break;
  }
  return texts.join('\n');
}

function* textsOf(message: Fields): Generator<string> {
  const { text, blocks, attachments, files } = message;
  yield* strings(text);
  // A person's blocks are what they typed, once more.
  for (const block of objects(blocks)) if (block.type !== 'rich_text' || text === '') yield* blockTexts(block);
  for (const attachment of objects(attachments)) {
    const { pretext, title, text: said, fallback, fields, blocks: more, message_blocks: forwarded } = attachment;
    const own = [...strings(pretext), ...strings(title), ...strings(said), ...objects(fields).flatMap(fieldTexts)];
    const inBlocks = [...objects(more), ...objects(forwarded).flatMap(forwardedBlocks)].flatMap((block) => [
      ...blockTexts(block),
    ]);
    // The fallback says the same for clients that show nothing else.
    yield* own.length + inBlocks.length > 0 ? [...own, ...inBlocks] : strings(fallback);
  }
  for (const { preview, alt_txt } of objects(files)) yield* [...strings(preview), ...strings(alt_txt)];
}

function fieldTexts({ title, value }: Fields): string[] {
  return [[...strings(title), ...strings(value)].join(': ')];
}

/** A message that somebody forwarded. */
function forwardedBlocks({ message }: Fields): Fields[] {
  return objects(isFields(message) ? message.blocks : undefined);
}

/** The texts of a block, wherever it has them. What can be pressed or filled in is not said by the message. */
function* blockTexts(block: Fields, depth = 0): Generator<string> {
  if (depth > MAX_DEPTH || (typeof block.type === 'string' && NOT_SAID.has(block.type))) return;
  if (
    block.type === 'rich_text_section' ||
    block.type === 'rich_text_preformatted' ||
    block.type === 'rich_text_quote'
  ) {
    yield objects(block.elements)
      .map(({ text, url }) => [...strings(text), ...strings(url)][0] ?? '')
      .join('');
    return;
  }
  for (const value of [block.text, block.title, block.subtitle, block.body]) {
    yield* strings(isFields(value) ? value.text : value);
  }
  yield* strings(block.alt_text);
  for (const value of [block.fields, block.elements, block.children, block.rows]) {
    for (const part of list(value)) {
      for (const one of Array.isArray(part) ? part : [part]) if (isFields(one)) yield* blockTexts(one, depth + 1);
    }
  }
}

const NOT_SAID: ReadonlySet<string> = new Set(['button', 'overflow', 'workflow_button', 'static_select', 'input']);

/** Nobody reads on after this. */
const MAX_LENGTH = 8_000;

/** Without what a person does not see: the marks of code, the marks of bold, italic and struck text, and the names of emoji. */
function withoutMarks(text: string): string {
  return (
    text
      .slice(0, MAX_LENGTH)
      .replaceAll('```', '\n')
      // One kind after the other: in `*E_FROZEN*` the other signs are part of the text.
      .replace(/(^|[\s(])\*([^*\n]{1,300})\*(?=[\s).,:;!?]|$)/g, '$1$2')
      .replace(/(^|[\s(])_([^_\n]{1,300})_(?=[\s).,:;!?]|$)/g, '$1$2')
      .replace(/(^|[\s(])~([^~\n]{1,300})~(?=[\s).,:;!?]|$)/g, '$1$2')
      .replace(/`([^`\n]{1,300})`/g, '$1')
      .replace(/(^|\s):[a-z][\w+-]{0,99}:(?=\s|$)/g, '$1')
  );
}

function strings(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function objects(value: unknown): Fields[] {
  return list(value).filter(isFields);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A reference as Slack writes it into a message: `<@U1>`, `<#C1|general>`, `<https://example.com|label>`, `<!here>`. */
const REFERENCE = /<([^<>]*)>/g;

/**
 * What a person typed, from the text of their message: references to people and groups are left out, those to channels and addresses become
 * what the person saw, and Slack's entities are read (docs.slack.dev, "Formatting message text"). Lines stay lines.
 */
export function readTyped(text: string): string {
  // A blank in place of a name keeps the words around it apart. An escaped `<` is no reference, so entities are read last.
  const seen = text.replace(REFERENCE, (_, inner: string) => ` ${visibleOf(inner)} `);
  return unescapeEntities(seen)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/^[\s,:;]+/, '')
    .trimEnd();
}

function visibleOf(reference: string): string {
  const bar = reference.indexOf('|');
  const label = bar < 0 ? '' : reference.slice(bar + 1);
  switch (reference.charAt(0)) {
    // A person's name, a group's name and @here are no words of a question.
    case '@':
    case '!':
      return '';
    case '#':
      return label;
    default:
      return label === '' ? reference : label;
  }
}
