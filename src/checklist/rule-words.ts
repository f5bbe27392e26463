import type { Condition, ItemRules } from '../guide/page.js';

/** What an author demands of an item, in words, each a part of a sentence. */
export function ruleWords(rules: ItemRules): string[] {
  const { conditions = [], dueMinutes, evidence, optional, role, signOff, waitMinutes } = rules;
  return [
    ...(optional ? ['optional'] : []),
    ...(conditions.length === 0 ? [] : [`only if ${conditions.map(conditionWords).join(' and ')}`]),
    ...(role === undefined ? [] : [`for the ${role}`]),
    ...(signOff === undefined
      ? []
      : [`${count(signOff.count, 'approval')} needed${signOff.others ? ', not by the person who starts it' : ''}`]),
    ...(evidence === undefined ? [] : [evidenceWords(evidence)]),
    ...(waitMinutes === undefined ? [] : [`${minutesWords(waitMinutes)} after the item before`]),
    ...(dueMinutes === undefined ? [] : [`due ${minutesWords(dueMinutes)} after the start`]),
  ];
}

/** What has to be given to tick an item. */
export function evidenceWords(evidence: NonNullable<ItemRules['evidence']>): string {
  return evidence === 'url' ? 'asks for a link' : 'asks for a note';
}

function conditionWords({ variable, value, negated }: Condition): string {
  return `${variable} is ${negated ? 'not ' : ''}${value}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** `15 min`, `2 h`, `1 day`. */
export function minutesWords(minutes: number): string {
  if (minutes > 0 && minutes % DAY === 0) return count(minutes / DAY, 'day');
  return minutes > 0 && minutes % HOUR === 0 ? `${minutes / HOUR} h` : `${minutes} min`;
}
