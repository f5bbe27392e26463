import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { dayOf } from '../../guide/dates.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Guide, Page, Section } from '../../guide/page.js';
import { createPageDirectory } from '../../guide/page-directory.js';
import { createSearch } from '../../search/search.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { describeGuide, guideFolder, guideOption, openReadableGuide } from '../open-guide.js';
import { type Card, changedCards, createCards, headingOf } from '../preview/cards.js';
import { UnreadableFile } from '../questions-file.js';
import { ansiStyle, counted, plainStyle, printableLine } from '../text/terminal.js';

export const preview: Command = {
  name: 'preview',
  operands: 'PAGE…',
  summary: 'show pages as Slack would show them',
  details: [
    'PAGE is a page’s slug, file, title or alias. Prints its card as text: what the Slack command answers if somebody asks for the page.',
    'With --section it is the card for a question that this section answers.',
    'With --base it shows only the cards that differ from those of the guide in DIR, such as a checkout of the main branch, and',
    'without PAGE those of all pages.',
    '--png needs Chrome or Chromium and the package playwright-core. CHROMIUM is the browser’s path, if it is not found.',
  ].join('\n'),
  options: {
    guide: guideOption,
    section: { value: 'NAME', description: 'the heading or anchor of a section' },
    base: { value: 'DIR', description: 'show only what differs from the guide in DIR' },
    blocks: { description: 'print Block Kit JSON, and the address that opens it in Slack’s Block Kit Builder' },
    html: { value: 'FILE', description: 'write a web page with the cards as Slack would show them' },
    png: { value: 'DIR', description: 'write a picture of each card' },
  },
  run: async (args, io) => {
    const { operands, value } = args;
    const base = value('base');
    if (operands.length === 0 && base === undefined)
      throw new UsageError('preview needs a page, as in: guidepost preview docker');
    if (value('section') !== undefined && (operands.length !== 1 || base !== undefined))
      throw new UsageError('--section needs one page, and goes without --base');
    const folder = guideFolder(value('guide'), io);
    const { guide } = await openReadableGuide(folder, io);
    io.err(`Guide: ${describeGuide(folder, guide)}\n`);
    const find = (name: string): Page =>
      found(
        findPage(name, guide, resolve(io.cwd, folder), io.cwd),
        `${folder} has no page "${name}"`,
        'guidepost ask topics lists all pages.',
      );
    const pages = operands.length === 0 ? guide.pages : [...new Set(operands.map(find))];
    const cards = base === undefined ? wantedCards(pages, guide, args, io) : await cardsSince(base, pages, guide, io);
    if (cards.length === 0) {
      io.out(`No card differs from those in ${base}.\n`);
      return 0;
    }
    await show(cards, args, io);
    return 0;
  },
};

/** @throws UnreadableFile with suggestions */
function found<T>(result: Found<T>, problem: string, otherwise: string): T {
  if ('found' in result) return result.found;
  const names = result.suggestions.map(printableLine);
  throw new UnreadableFile(
    `${printableLine(problem)}. ${names.length > 0 ? `Did you mean ${names.join(', ')}?` : printableLine(otherwise)}`,
  );
}

function wantedCards(pages: readonly Page[], guide: Guide, { value }: Arguments, { env, now }: Io): Card[] {
  const cards = createCards(guide, env.GUIDE_URL?.trim(), dayOf(now()));
  const name = value('section');
  return pages.map((page) =>
    name === undefined
      ? cards.pageCard(page)
      : cards.sectionCard(
          page,
          found(findSection(name, page), `${page.slug} has no section "${name}"`, sectionsOf(page)),
        ),
  );
}

function sectionsOf({ sections }: Page): string {
  const anchors = sections.flatMap(({ anchor }) => (anchor === '' ? [] : anchor));
  return anchors.length === 0 ? 'It has none.' : `It has ${anchors.join(', ')}.`;
}

async function cardsSince(folder: string, pages: readonly Page[], guide: Guide, io: Io): Promise<Card[]> {
  const { guide: base } = await openReadableGuide(folder, io);
  io.err(`Compared with: ${describeGuide(folder, base)}\n`);
  const cardsOf = (of: Guide) => createCards(of, io.env.GUIDE_URL?.trim(), dayOf(io.now()));
  return changedCards(pages, cardsOf(guide), base, cardsOf(base));
}

/** More than these nobody looks at. */
const MAX_DRAWN = 30;

async function show(cards: readonly Card[], { has, value }: Arguments, io: Io): Promise<void> {
  const [html, png] = [value('html'), value('png')];
  if (has('blocks')) {
    // Loaded on demand: other commands need no simulated Slack.
    const { blockKitBuilderUrl } = await import('@guidepost/slack-simulator');
    const blocks = cards.map(({ message }) => message.blocks);
    io.out(
      `${JSON.stringify(blocks.length === 1 ? { blocks: blocks[0] } : blocks.map((each) => ({ blocks: each })), null, 2)}\n`,
    );
    for (const each of blocks) io.err(`${blockKitBuilderUrl(JSON.parse(JSON.stringify(each)))}\n`);
  }
  if (html !== undefined || png !== undefined) {
    const drawn = cards.slice(0, MAX_DRAWN);
    if (drawn.length < cards.length) io.err(`The first ${MAX_DRAWN} of ${cards.length} cards are drawn.\n`);
    const page = await htmlOf(drawn);
    if (html !== undefined) {
      await write(html, page, io);
      io.out(`${html}: ${counted(drawn.length, 'card')}\n`);
    }
    if (png !== undefined) {
      const { takePictures } = await import('../preview/take-pictures.js');
      const files = await takePictures(
        page,
        fileNames(drawn),
        resolve(io.cwd, png),
        io.env.CHROMIUM?.trim() || undefined,
      );
      for (const file of files) io.out(`${join(png, file.slice(resolve(io.cwd, png).length + 1))}\n`);
    }
  }
  if (!has('blocks') && html === undefined && png === undefined) {
    const { blocksText } = await import('../text/blocks-text.js');
    const style = io.terminal && !io.env.NO_COLOR ? ansiStyle : plainStyle;
    const width = Math.min(io.terminal?.columns ?? 80, 100);
    const texts = cards.map((card) => {
      const note = card.change === undefined ? '' : ` (${card.change})`;
      const head =
        cards.length === 1 && note === '' ? '' : `${style.dim(`── ${printableLine(headingOf(card))}${note}`)}\n\n`;
      return `${head}${blocksText(card.message.blocks, { style, width })}\n`;
    });
    io.out(texts.join('\n'));
  }
}

async function htmlOf(cards: readonly Card[]): Promise<string> {
  const { previewPage } = await import('@guidepost/slack-playground');
  return await previewPage({
    title: cards.length === 1 && cards[0] ? headingOf(cards[0]) : counted(cards.length, 'card'),
    app: 'Guidepost',
    cards: cards.map((card) => ({
      heading: headingOf(card),
      ...(card.change && { note: card.change }),
      blocks: JSON.parse(JSON.stringify(card.message.blocks)),
    })),
  });
}

/** `docker`, `docker--restart-policies`: each once, and safe as the name of a file on every system and in an address. */
function fileNames(cards: readonly Card[]): string[] {
  const taken = new Set<string>();
  return cards.map(({ page, section }) => {
    const whole = section === undefined ? page.slug : `${page.slug}--${section.anchor}`;
    const safe =
      whole
        .replace(/[^\w.-]+/g, '-')
        .replace(/^[.-]+/, '')
        .slice(0, 100) || 'card';
    let name = safe;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${safe}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** @throws UnreadableFile */
async function write(file: string, text: string, { cwd }: Io): Promise<void> {
  const path = resolve(cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new UnreadableFile(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A page or section that was found, or the most similar names. */
type Found<T> = { readonly found: T } | { readonly suggestions: readonly string[] };

const MAX_SUGGESTIONS = 3;

/**
 * Finds a page by its slug, its file (from the guide's folder or from here), its title or an alias, in any case.
 * @param folder of the guide, absolute
 * @param cwd where relative paths begin
 */
function findPage(name: string, guide: Guide, folder: string, cwd: string): Found<Page> {
  const directory = createPageDirectory(guide.pages);
  const inside = relative(folder, resolve(cwd, name)).split(sep).join('/');
  const wanted = toName(name);
  const byTitle = guide.pages.find(({ title, aliases }) => [title, ...aliases].some((each) => toName(each) === wanted));
  const slug = directory.findFile(inside) ?? directory.find(name);
  const page = (slug === undefined ? undefined : guide.bySlug.get(slug)) ?? byTitle;
  if (page !== undefined) return { found: page };
  const nearTitle = nearestWord(
    name,
    guide.pages.map(({ title }) => title),
  );
  const words = name.replace(/\.[a-z]+$/i, '').replace(/[-/_.]+/g, ' ');
  const near = [
    directory.suggest(name),
    guide.pages.find(({ title }) => title === nearTitle)?.slug,
    ...createSearch(guide)
      .find(words)
      .matches.map((match) => match.page.slug),
  ].filter((each) => each !== undefined);
  return { suggestions: [...new Set(near)].slice(0, MAX_SUGGESTIONS) };
}

/** Finds a section of a page by its anchor or its heading, in any case. */
function findSection(name: string, { sections }: Page): Found<Section> {
  const wanted = toName(name.replace(/^#/, ''));
  const headed = sections.filter(({ heading }) => heading !== undefined);
  const section = headed.find(({ anchor, heading = '' }) => [anchor, heading].some((each) => toName(each) === wanted));
  if (section !== undefined) return { found: section };
  const anchors = headed.map(({ anchor }) => anchor);
  const words = wanted.split(' ').filter((word) => word.length > 2);
  const near = [nearestWord(name, anchors), ...anchors.filter((anchor) => words.some((word) => anchor.includes(word)))];
  return { suggestions: [...new Set(near)].filter((each) => each !== undefined).slice(0, MAX_SUGGESTIONS) };
}

function toName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
