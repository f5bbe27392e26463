import type { Answer } from '../../answer/answer.js';
import { answerToJson } from '../../answer/answer-json.js';
import { findChecklist } from '../../api/find-checklist.js';
import { Fields } from '../../api/read-fields.js';
import { pageNamed } from '../../guide/page-directory.js';
import { answerMarkdown } from '../answer-markdown.js';
import { ANSWER_KIND, listOf, PAGE, TEXT } from '../schemas.js';
import { objectOf, refuseFirst, type Tool, textOf } from '../tool.js';

const MAX_NAME = 300;

export const getChecklist: Tool = {
  name: 'get_checklist',
  title: 'Get a checklist',
  description: [
    'Gets a checklist of the team’s guide, such as the one for a release, for going live or for an incident: its phases, its items in order,',
    'and what each asks for (a role, approvals, evidence, a wait). Several may fit; then it names them. It starts and changes nothing.',
  ].join(' '),
  input: objectOf(
    {
      topic: textOf('What the checklist is for, in plain words, or the slug of its page.', MAX_NAME),
      checklist: textOf('The id of one of the page’s checklists, if it has several.', MAX_NAME),
    },
    ['topic'],
  ),
  output: {
    type: 'object',
    properties: {
      kind: ANSWER_KIND,
      page: PAGE,
      checklist: {
        type: 'object',
        properties: {
          id: TEXT,
          title: TEXT,
          items: listOf({ id: TEXT, title: TEXT, detail: TEXT, phase: TEXT, parent: TEXT, rules: { type: 'object' } }, [
            'id',
            'title',
          ]),
        },
        required: ['id', 'title', 'items'],
      },
      candidates: listOf({ page: TEXT, id: TEXT, title: TEXT }, ['page', 'id', 'title']),
    },
    required: ['kind'],
  },
  async run({ services: { answers, guide, pageUrl }, args }) {
    const fields = new Fields(args, ['topic', 'checklist']);
    const topic = fields.required('topic', MAX_NAME);
    const id = fields.optional('checklist', MAX_NAME);
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    let answer: Answer;
    if (id === undefined) {
      const page = pageNamed(guide(), topic);
      const [only, ...others] = page?.checklists ?? [];
      answer =
        page !== undefined && only !== undefined && others.length === 0
          ? answers.openChecklist(page.slug, { list: only.id })
          : await answers.toRequest({ installation: '', channel: '', user: '', text: `checklist ${topic}` });
    } else {
      const found = findChecklist(guide(), topic, id);
      if ('field' in found) return { error: found.detail };
      answer = { kind: 'checklist', ...found };
    }
    return {
      text: answerMarkdown(answer, pageUrl),
      data: answerToJson(answer, pageUrl),
      shown: { kind: 'answer', answer },
    };
  },
};
