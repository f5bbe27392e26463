import { checkBlocks } from './blocks.js';
import {
  anything,
  boolean,
  fields,
  id,
  isObject,
  list,
  oneOf,
  optionGroup,
  type Problems,
  plainText,
  refuse,
  selectOption,
  string,
} from './checks.js';
import { characters, counts, viewBytes } from './limits.js';

export interface Refusal {
  error: 'no_text' | 'msg_too_long' | 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long';
  messages: string[];
}

/**
 * What Slack would refuse in a message, or undefined.
 * @param textMax characters of `text`: 40,000 when posted, 4,000 in `chat.update`
 */
export function checkMessage(
  message: { text?: unknown; blocks?: unknown },
  textMax: number = characters.postText,
): Refusal | undefined {
  const { text = '', blocks = [] } = message;
  if (typeof text !== 'string') return { error: 'no_text', messages: ['text must be a string'] };
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: ['blocks must be an array'] };
  if (text === '' && blocks.length === 0) return { error: 'no_text', messages: ['neither text nor blocks'] };
  if (text.length > textMax)
    return { error: 'msg_too_long', messages: [`text must be less than ${textMax + 1} characters`] };
  const problems = checkBlocks(blocks, 'message', '/blocks');
  if (problems.length > 0) return { error: 'invalid_blocks', messages: problems };
  const markdown = blocks.reduce((sum: number, block) => sum + (block.type === 'markdown' ? block.text.length : 0), 0);
  if (markdown > characters.markdownInAll) {
    return {
      error: 'msg_too_long',
      messages: [`markdown blocks must be less than ${characters.markdownInAll + 1} characters in all`],
    };
  }
  const total = JSON.stringify(blocks).length;
  if (total <= characters.blocksInAll) return undefined;
  return {
    error: 'msg_blocks_too_long',
    messages: [`${total} characters in the blocks; at most ${characters.blocksInAll}`],
  };
}

const shared = {
  private_metadata: string({ min: 0, max: characters.privateMetadata }),
  callback_id: string({ min: 0, max: characters.id }),
  external_id: string({ min: 0, max: characters.id }),
};
const modal = fields(
  { type: oneOf('modal'), title: plainText(characters.viewTitle), blocks: anything },
  {
    ...shared,
    submit: plainText(characters.viewButton),
    close: plainText(characters.viewButton),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);
const home = fields({ type: oneOf('home'), blocks: anything }, { ...shared, callback_id: id });

/** Everything Slack would refuse in a view, with a JSON pointer below `/view`. */
export function checkView(view: unknown, surface: 'modal' | 'home'): Problems {
  const problems: Problems = [];
  (surface === 'modal' ? modal : home)(view, '/view', problems);
  if (!isObject(view)) return problems;
  if (view.blocks !== undefined) problems.push(...checkBlocks(view.blocks, surface, '/view/blocks'));
  const hasInput = Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input');
  if (surface === 'modal' && hasInput && view.submit === undefined) {
    refuse(problems, 'missing required field: submit', '/view');
  }
  if (Buffer.byteLength(JSON.stringify(view)) > viewBytes)
    refuse(problems, `must be less than ${viewBytes} bytes`, '/view');
  return problems;
}

/** Everything Slack would refuse in the options an app sends for an external select: `{ options }` or `{ option_groups }`. */
export function checkOptions(reply: { options?: unknown; option_groups?: unknown }): Problems {
  const problems: Problems = [];
  const limits = { min: 0, max: counts.selectOptions };
  if (reply.options === undefined) list(optionGroup, limits)(reply.option_groups, '/option_groups', problems);
  else list(selectOption, limits)(reply.options, '/options', problems);
  return problems;
}
