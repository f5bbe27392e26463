import type { Button, KnownBlock } from '@slack/types';
import type { PageAnswer, Trail } from '../../answer/answer.js';
import type { NextStep } from '../../guide/page.js';
import { actions, button, linkButton, section } from '../blocks.js';
import { iconEmoji } from './icon.js';
import { onwards } from './trail.js';

/** More buttons than this are a wall; the rest is one press away. */
const SHOWN = 8;

/** "What do you want to learn next?" with a button for each next step. */
export function nextStepBlocks(answer: Pick<PageAnswer, 'page' | 'trail'>, part = 0, anew?: true): KnownBlock[] {
  const { nextSteps, slug } = answer.page;
  if (nextSteps.length === 0) return [];
  const first = Math.min(part, Math.ceil(nextSteps.length / SHOWN) - 1) * SHOWN;
  const left = nextSteps.length - first - SHOWN;
  const turn = (to: number, label: string): Button =>
    button(label, { do: 'open-page', slug, trail: answer.trail, part: to, ...(anew && { anew }) });
  const more = [
    ...(first > 0 ? [turn(first / SHOWN - 1, 'Earlier choices')] : []),
    ...(left > 0 ? [turn(first / SHOWN + 1, `More choices (${left})`)] : []),
  ];
  const trail = onwards(answer);
  return [
    section('*What do you want to learn next?*'),
    actions([...nextSteps.slice(first, first + SHOWN).map((step) => nextStepButton(trail, step, anew)), ...more]),
  ];
}

function nextStepButton(trail: Trail, { text, icon, to }: NextStep, anew?: true): Button {
  const look = { emoji: iconEmoji(icon) };
  return to.kind === 'outside'
    ? linkButton(text, to.url, look)
    : button(text, { do: 'open-page', slug: to.slug, trail, ...(anew && { anew }) }, look);
}
