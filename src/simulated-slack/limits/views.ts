import { checkBlocks } from './blocks.js';
import { anything, boolean, fields, isObject, oneOf, type Problems, refuse, string } from './check.js';
import { id, plainText } from './composition.js';
import { characters, viewBytes } from './numbers.js';

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

/** Everything that Slack would refuse in a view, by JSON pointer below `/view`. */
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
