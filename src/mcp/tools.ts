import type { McpCaller, McpServices, Tool } from './tool.js';
import { ask } from './tools/ask.js';
import { settleItem, startRunTool } from './tools/change-runs.js';
import { getChecklist } from './tools/get-checklist.js';
import { listRuns } from './tools/list-runs.js';
import { topics } from './tools/list-topics.js';
import { readPage } from './tools/read-page.js';

const READING: readonly Tool[] = [ask, readPage, topics, getChecklist, listRuns];
const WRITING: readonly Tool[] = [startRunTool, settleItem];

/** The tools that a caller may call: those that change something only if the operator allows them and a token is for them. */
export function toolsFor({ api, mayWrite }: McpServices, caller: McpCaller): readonly Tool[] {
  if (!mayWrite || api === undefined || caller.kind === 'local') return READING;
  const writing = WRITING.filter(
    ({ may }) => caller.kind !== 'token' || (may !== undefined && caller.token.may.includes(may)),
  );
  return [...READING, ...writing];
}
