import type { RunItem } from '../../checklist/run.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';
import { personLink } from './person.js';
import { day, when } from './when.js';

/** What became of an item and who has it, in one compact line; empty where there is nothing to say. @param most characters of a reason or note */
export function itemLine({ state, assignee, due, note }: RunItem, most: number): string {
  const said = (text: string): string => escapeMrkdwn(cutPlain(text, most));
  const open = state.kind === 'open';
  const facts = [
    ...(open && assignee ? [personLink(assignee)] : []),
    ...(open && due ? [`due ${day(due)}`] : []),
    ...(state.kind === 'done' ? [`_Done by ${personLink(state.by)} ${when(state.at)}_`] : []),
    ...(state.kind === 'skipped'
      ? [`_Skipped by ${personLink(state.by)} ${when(state.at)}_`, `because: ${said(state.reason)}`]
      : []),
    ...(note ? [`note: ${said(note)}`] : []),
  ];
  return facts.length === 0 ? '' : `${open ? '↳ ' : ''}${facts.join(' · ')}`;
}

/** The sign before an item's title. */
export function itemSign({ state }: RunItem): string {
  return { open: '', done: '✅  ', skipped: '⏭️  ' }[state.kind];
}
