import { checkBlocks } from '../../limits/blocks.js';
import { isObject, type Problems } from '../../limits/checks.js';
import { checkMessage, checkView } from '../../limits/messages-and-views.js';
import type { Json, JsonObject } from '../../workspace/state.js';
import { ApiError, type ApiMethod } from '../method.js';

const KINDS = ['blocks', 'message', 'view'] as const;

/** docs.slack.dev/reference/methods/blocks.validate: says what is wrong with Block Kit, with a pointer to each place, and changes nothing. */
const validate: ApiMethod = {
  token: 'optional',
  required: {},
  optional: { blocks: 'json', message: 'json', view: 'json' },
  run(args) {
    const given = KINDS.filter((kind) => args[kind] !== undefined);
    const [kind] = given;
    if (kind === undefined || given.length > 1) {
      const message = 'must provide exactly one of `blocks`, `view`, or `message`';
      throw new ApiError('invalid_arguments', { response_metadata: { messages: [message] } });
    }
    const problems = problemsOf(kind, args[kind] ?? null);
    if (problems.length > 0) throw new ApiError(`invalid_${kind}`, { errors: problems.map(toError) });
    return {};
  },
};

function problemsOf(kind: (typeof KINDS)[number], value: Json): Problems {
  if (kind === 'blocks') return checkBlocks(value, 'message', '');
  if (kind === 'message') return isObject(value) ? (checkMessage(value)?.messages ?? []) : ['must be an object'];
  const surface = isObject(value) && value.type === 'home' ? 'home' : 'modal';
  return checkView(value, surface);
}

/** `must be a string [json-pointer:/0/text]` → the message and its pointer. */
function toError(problem: string): JsonObject {
  const [, message = problem, pointer = ''] = /^(.*) \[json-pointer:(.*)\]$/s.exec(problem) ?? [];
  return { code: 'failed_constraint', message, pointer };
}

export const blockMethods: Record<string, ApiMethod> = { 'blocks.validate': validate };
