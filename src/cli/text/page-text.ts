import type { PageAnswer } from '../../answer/answer.js';
import { emphasise } from '../../answer/emphasis.js';
import type { NextStep } from '../../guide/page.js';
import { blockLines } from './block-lines.js';
import { checklistLines } from './checklist-text.js';
import { correctionLines } from './correction-lines.js';
import { counted } from './counted.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { hang, wrap } from './wrap.js';

/** The page: title, summary, the passage under its heading, where to go on, its checklist, other matches. */
export function pageText({ page, passage, others, corrections }: PageAnswer, screen: Screen): string[] {
  const { style, width } = screen;
  const narrower = { style, width: width - 2 };
  const parts: string[][] = [
    correctionLines(corrections, screen),
    [style.bold(printableLine(page.title)), ...(page.summary === '' ? [] : wrap(printableLine(page.summary), width))],
  ];
  if (passage) {
    const { section, content, words } = passage;
    parts.push([
      ...(section.heading === undefined ? [] : [style.bold(printableLine(section.heading))]),
      ...indent(blockLines(emphasise(content, words), narrower)),
    ]);
  }
  if (page.nextSteps.length > 0) {
    parts.push([style.bold('What do you want to learn next?'), ...page.nextSteps.flatMap(nextStepLines(screen))]);
  }
  if (page.checklist) {
    const title = `Checklist (${counted(page.checklist.items.length, 'item')})`;
    parts.push([style.bold(title), ...checklistLines(page.checklist, screen)]);
  }
  if (others.length > 0) {
    parts.push(wrap(`Other matches: ${others.map((other) => printableLine(other.title)).join(', ')}`, width));
  }
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function nextStepLines({ style, width }: Screen) {
  return ({ text, to }: NextStep, index: number): string[] => {
    const mark = `  ${index + 1}. `;
    const target = printableLine(to.kind === 'page' ? to.slug : to.url);
    return hang(mark, wrap(`${printableLine(text)} ${style.dim(`(${target})`)}`, width - mark.length));
  };
}
