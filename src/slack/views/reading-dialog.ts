import type { KnownBlock, ModalView } from '@slack/types';
import type { Page, Section } from '../../guide/page.js';
import { actions, contextLine, dialog, header, section } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { turnButtons } from './paging.js';

/** Blocks of one part, with room for the title and the buttons below Slack's 100. */
const BLOCKS = 90;
/** Characters of one part: far below Slack's 250 KB, so that it opens fast. */
const CHARACTERS = 60_000;

/** A whole page to read. A very long one has parts, counted from 0. */
export function readingDialog(page: Page, pageUrl: PageUrl, part = 0): ModalView {
  const parts = partsOf(page.sections.flatMap((each) => sectionBlocks(each, pageUrl)));
  const shown = Math.min(part, parts.length - 1);
  const turns = turnButtons(shown, parts.length, (to) => ({ do: 'page:turn', slug: page.slug, part: to }));
  const facts = [
    ...(page.updated ? [`Updated ${page.updated}`] : []),
    ...(parts.length > 1 ? [`Part ${shown + 1} of ${parts.length}`] : []),
  ];
  return dialog({
    kind: 'reading',
    title: page.title,
    blocks: [
      ...(page.title.length > limits.viewTitle ? [header(page.title)] : []),
      ...(facts.length > 0 ? [contextLine(escapeMrkdwn(facts.join(' · ')))] : []),
      ...(parts[shown] ?? []),
      ...(turns.length > 0 ? [actions(turns)] : []),
    ],
  });
}

function sectionBlocks({ heading, content }: Section, pageUrl: PageUrl): KnownBlock[] {
  return [
    ...(heading === undefined ? [] : [header(heading)]),
    ...layOut(content, pageUrl, limits.sectionText).map((text) => section(text)),
  ];
}

function partsOf(blocks: readonly KnownBlock[]): KnownBlock[][] {
  const parts: KnownBlock[][] = [];
  let characters = 0;
  for (const block of blocks) {
    const size = JSON.stringify(block).length;
    const current = parts.at(-1);
    if (current === undefined || current.length >= BLOCKS || characters + size > CHARACTERS) {
      parts.push([block]);
      characters = size;
    } else {
      current.push(block);
      characters += size;
    }
  }
  return parts.length > 0 ? parts : [[section('_This page has no text yet._')]];
}
