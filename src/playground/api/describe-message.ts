import { blockKitBuilderUrl, type SimulatedSlack } from '../../simulated-slack/index.js';
import { RequestProblem } from '../http/problem.js';
import type { MessageJson } from '../page/requests.js';
import { readChannel } from './read-fields.js';

/** A message as its author would post it, and where Slack shows what it would look like. */
export function describeMessage(
  { workspace }: Pick<SimulatedSlack, 'workspace'>,
  person: string,
  channel: unknown,
  ts: unknown,
): MessageJson {
  const found = workspace
    .visibleTo(person, readChannel(workspace, person, channel))
    .find((message) => message.ts === ts);
  if (!found) throw new RequestProblem(404, 'That message is gone.');
  const { text, blocks, threadTs, metadata } = found;
  const json = {
    text,
    ...(blocks.length > 0 && { blocks }),
    ...(threadTs && { thread_ts: threadTs }),
    ...(metadata && { metadata }),
  };
  return { json, ...(blocks.length > 0 && { builderUrl: blockKitBuilderUrl(blocks) }) };
}
