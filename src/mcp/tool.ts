import type { Answer } from '../answer/answer.js';
import type { Answers } from '../answer/answers.js';
import type { ApiServices } from '../api/call.js';
import type { AskLog } from '../asks/ask-log.js';
import type { Run } from '../checklist/run.js';
import type { Guide, Page } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';
import type { AccessToken } from '../workspaces/access-tokens.js';
import type { PageUrl } from './markdown.js';

/** Who calls a tool. */
export type McpCaller =
  /** A program or an editor with a token of the API. */
  | { readonly kind: 'token'; readonly token: AccessToken }
  /** Slackbot, for a person whom Slack names. Without a person or an installation nobody is known. */
  | { readonly kind: 'slack'; readonly installation?: string; readonly person?: string }
  /** An editor that started this process. */
  | { readonly kind: 'local' };

/** What tools work with. */
export interface McpServices {
  readonly version: string;
  readonly answers: Pick<Answers, 'toRequest' | 'openPage' | 'openSection' | 'openChecklist' | 'topics'>;
  readonly guide: () => Guide;
  readonly pageUrl: PageUrl;
  /** Runs, and the calls of the API that change them. Absent where no database is in use. */
  readonly api?: ApiServices;
  /** Whether a person is in a channel; undefined if Slack does not say. */
  readonly isInChannel?: (who: {
    installation: string;
    channel: string;
    person: string;
  }) => Promise<boolean | undefined>;
  /** Remembers what is asked, if that is wanted. */
  readonly asks?: Pick<AskLog, 'record'>;
  /** Whether the tools that change something are offered. */
  readonly mayWrite: boolean;
  readonly logger: Logger;
}

/** What a client that draws cards shows in place of the text. */
export type Shown =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'page'; readonly part: PagePart }
  | { readonly kind: 'runs'; readonly runs: readonly { readonly run: Run; readonly url: string | undefined }[] };

/** A part of a long page, counted from 1. */
export interface PagePart {
  readonly page: Page;
  /** The anchor of the section where it begins, if the whole page was not asked for. */
  readonly section?: string;
  readonly sections: Page['sections'];
  readonly number: number;
  readonly of: number;
}

/** What a tool answers. */
export type ToolResult =
  /** `text` is Markdown for the model; `data` fits the tool's output schema. */
  | { readonly text: string; readonly data: Readonly<Record<string, unknown>>; readonly shown?: Shown }
  /** What is wrong with the call, and what to do. */
  | { readonly error: string };

export interface ToolCall {
  readonly services: McpServices;
  readonly caller: McpCaller;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A JSON Schema of an object. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model: what it does, and when to call it. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  /** What a token must be allowed, if the tool changes something. */
  readonly may?: 'start' | 'tick';
  readonly run: (call: ToolCall) => ToolResult | Promise<ToolResult>;
}

/** @param properties by name. None but these may be sent. */
export function objectOf(properties: ObjectSchema['properties'], required: readonly string[] = []): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export function textOf(description: string, max?: number): object {
  return { type: 'string', description, ...(max !== undefined && { minLength: 1, maxLength: max }) };
}

/** The first of the problems with the arguments, as an answer. */
export function refuseFirst(problems: readonly { readonly detail: string }[]): ToolResult {
  return { error: problems.map(({ detail }) => detail).join(' ') };
}

// Parts that the output schemas of several tools have.

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
