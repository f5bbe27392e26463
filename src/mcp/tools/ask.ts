import { type Answer, askedAndFound } from '../../answer/answer.js';
import { answerToJson } from '../../answer/answer-json.js';
import { Fields } from '../../api/read-fields.js';
import { answerMarkdown } from '../answer-markdown.js';
import {
  ANSWER_KIND,
  LIST_OF_PAGES,
  LIST_OF_TEXTS,
  type McpCaller,
  type McpServices,
  objectOf,
  PAGE,
  refuseFirst,
  TEXT,
  type Tool,
  textOf,
} from '../tool.js';

/** What comes after this is not read anyway: see `understand`. */
export const MAX_QUESTION = 4_000;

export const ask: Tool = {
  name: 'ask',
  title: 'Ask the guide',
  description: [
    'Answers a question from this team’s own deployment guide: how they deploy, release, roll back, run and look after their software.',
    'Use it before you answer such a question from general knowledge. It returns what the guide says, word for word, with the page that says so,',
    'or a choice of pages, or that the guide has no answer. Quote it, and name the page. It writes nothing and makes nothing up.',
    'An error message can be pasted as the question.',
  ].join(' '),
  input: objectOf(
    {
      question: textOf(
        'The question as the person asked it, in their own words. One question at a time.',
        MAX_QUESTION,
      ),
    },
    ['question'],
  ),
  output: {
    type: 'object',
    properties: {
      kind: ANSWER_KIND,
      page: PAGE,
      passage: {
        type: 'object',
        description: 'The part of the page that matched.',
        properties: { anchor: TEXT, path: LIST_OF_TEXTS, text: TEXT },
        required: ['anchor', 'text'],
      },
      nextSteps: {
        type: 'array',
        description: 'Where the page leads: to another page, by its slug, or to an address.',
        items: {
          type: 'object',
          properties: { text: TEXT, page: TEXT, url: TEXT },
          required: ['text'],
        },
      },
      results: LIST_OF_PAGES,
      closest: LIST_OF_PAGES,
      others: LIST_OF_PAGES,
    },
    required: ['kind'],
  },
  async run({ services, caller, args }) {
    const { answers, pageUrl } = services;
    const fields = new Fields(args, ['question']);
    const text = fields.lines('question', MAX_QUESTION);
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    // It is about no channel, so nobody learns of a run here.
    const answer = await answers.toRequest({ installation: '', channel: '', user: '', text });
    await recordQuestion(services, caller, answer);
    return {
      text: answerMarkdown(answer, pageUrl),
      data: answerToJson(answer, pageUrl),
      shown: { kind: 'answer', answer },
    };
  },
};

/** Records a question for the authors of the guide, where it is known which workspace it is from. Of a token, nobody asked by name. */
async function recordQuestion({ asks, api }: McpServices, caller: McpCaller, answer: Answer): Promise<void> {
  const asked = askedAndFound(answer);
  if (asks === undefined || asked === undefined || caller.kind === 'local') return;
  const installation = caller.kind === 'slack' ? caller.installation : await api?.installationOf(caller.token);
  if (installation === undefined) return;
  const person = caller.kind === 'slack' ? caller.person : undefined;
  asks.record({ kind: 'asked', surface: 'mcp', installation, person, ...asked });
}
