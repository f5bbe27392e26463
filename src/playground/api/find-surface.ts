import type { DialogHandle, SimulatedSlack, Surface, Target } from '../../simulated-slack/index.js';
import { RequestProblem } from '../http/problem.js';
import type { Place, Surface as SurfaceName, TypedText } from '../page/requests.js';

/** The message or dialog that a window means, in the hands of a person. */
export function findSurface({ workspace }: SimulatedSlack, person: string, name: SurfaceName): Surface {
  if (name.kind === 'dialog') return findDialog({ workspace }, person, name.id);
  if (name.kind === 'home') {
    if (workspace.home(person)?.id !== name.id) throw new RequestProblem(409, 'That page is no longer published.');
    return workspace.as(person).home();
  }
  const { channel, ts } = name;
  if (!workspace.visibleTo(person, channel).some((message) => message.ts === ts)) {
    throw new RequestProblem(409, 'That message is gone.');
  }
  return workspace.as(person).in(channel).message(ts);
}

/** The person's top dialog, if it is still the one that the window shows. */
export function findDialog({ workspace }: Pick<SimulatedSlack, 'workspace'>, person: string, id: string): DialogHandle {
  if (workspace.dialogs(person).at(-1)?.id !== id) throw new RequestProblem(409, 'That dialog is no longer open.');
  return workspace.as(person).dialog();
}

/** The element that a window means. A redraw gives blocks new ids: then the button that says the same is meant. */
export function findTarget(surface: Surface, { blockId, actionId, value }: Place): Target {
  if (surface.blocks.some((block) => block.block_id === blockId)) {
    return { blockId, actionId, ...(value !== undefined && { value }) };
  }
  if (value !== undefined && JSON.stringify(surface.blocks).includes(JSON.stringify(value))) return { actionId, value };
  throw new RequestProblem(409, 'That was changed in the meantime; look again.');
}

export function fillAll(surface: Surface, typed: readonly TypedText[]): void {
  for (const { text, ...place } of typed) surface.fill(findTarget(surface, place), text);
}
