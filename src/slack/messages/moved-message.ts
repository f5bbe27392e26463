import type { Run } from '../../checklist/run.js';
import { type Message, section } from '../blocks.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import { linked, runTitle } from './run-title.js';

/** What stands in place of a message whose run was brought down: the way to the new one. */
export function movedMessage(run: Run, url: string | undefined): Message {
  return {
    text: escapeEntities(`${runTitle(run)} was posted anew, further down.`),
    blocks: [
      section(
        url === undefined
          ? `${linked(runTitle(run), undefined)} was posted anew, further down in <#${run.channel}>.`
          : `This checklist was posted anew: ${linked(runTitle(run), url)}`,
      ),
    ],
  };
}
