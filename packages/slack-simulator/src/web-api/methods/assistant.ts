import type { JsonObject } from '../../workspace/state.js';
import { knownChannel } from '../messages.js';
import { type ApiMethod, refusal } from '../method.js';

/** docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts: "up to four". */
const MAX_PROMPTS = 4;

/** Offers a person what to ask, in their conversation with the app. With `thread_ts`, Slack does nothing for an app with the agent view. */
const setSuggestedPrompts: ApiMethod = {
  scope: 'assistant:write',
  required: { channel_id: 'string', prompts: 'json' },
  optional: { title: 'string', thread_ts: 'string' },
  run(args, store) {
    const { id } = knownChannel(store, String(args.channel_id));
    const prompts = (Array.isArray(args.prompts) ? args.prompts : []) as JsonObject[];
    const isRight = ({ title, message }: JsonObject): boolean =>
      typeof title === 'string' && title !== '' && typeof message === 'string' && message !== '';
    if (prompts.length === 0 || prompts.length > MAX_PROMPTS || !prompts.every(isRight))
      throw refusal('invalid_arguments', [`prompts must be 1 to ${MAX_PROMPTS} objects with title and message`]);
    if (args.thread_ts !== undefined) return {};
    store.suggest(
      id,
      prompts.map(({ title, message }) => ({ title: String(title), message: String(message) })),
    );
    return {};
  },
};

export const assistantMethods: Record<string, ApiMethod> = {
  'assistant.threads.setSuggestedPrompts': setSuggestedPrompts,
};
