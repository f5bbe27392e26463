import type { Answer } from '../answer/answer.js';

/** Parts that the tools' output schemas share. */

const KINDS: Readonly<Record<Answer['kind'], true>> = {
  page: true,
  results: true,
  'nothing-found': true,
  checklist: true,
  'choose-checklist': true,
  'no-checklist': true,
  topics: true,
  checklists: true,
  help: true,
  search: true,
  report: true,
  'forget-me': true,
  settings: true,
  'page-gone': true,
  'no-guide': true,
};

export const ANSWER_KIND = {
  type: 'string',
  description:
    'page: this page answers. results: several pages could. nothing-found: none does. The others answer a request for a list or a checklist.',
  enum: Object.keys(KINDS),
};

export const TEXT = { type: 'string' };

/** A list of objects with these properties, and those of them that each has. */
export function listOf(properties: Readonly<Record<string, object>>, required: readonly string[]): object {
  return { type: 'array', items: { type: 'object', properties, required } };
}

export const PAGE = {
  type: 'object',
  description: 'A page of the guide. read_page reads it by its slug.',
  properties: {
    slug: TEXT,
    title: TEXT,
    summary: TEXT,
    url: { type: 'string', description: 'Where it is published, if it is.' },
  },
  required: ['slug', 'title'],
};

export const LIST_OF_PAGES = { type: 'array', items: PAGE };

export const LIST_OF_TEXTS = { type: 'array', items: TEXT };

export const RUN = {
  type: 'object',
  description: 'A checklist that was started.',
  properties: {
    id: TEXT,
    title: TEXT,
    name: { type: ['string', 'null'], description: 'What it is for, such as “shop-api 2.4”.' },
    state: { type: 'string', enum: ['open', 'complete', 'archived'] },
    page: { type: 'string', description: 'The slug of the page that it comes from.' },
    channel: { type: 'string', description: 'The id of its channel in Slack.' },
    url: { type: ['string', 'null'], description: 'Of its message in Slack.' },
    startedBy: { type: 'object', properties: { id: TEXT, name: TEXT } },
    startedAt: TEXT,
    phases: listOf(
      {
        id: TEXT,
        title: TEXT,
        items: listOf(
          { id: TEXT, title: TEXT, state: { type: 'string', enum: ['open', 'done', 'skipped', 'does-not-apply'] } },
          ['id', 'title', 'state'],
        ),
      },
      ['items'],
    ),
  },
  required: ['id', 'title', 'state', 'phases'],
};
