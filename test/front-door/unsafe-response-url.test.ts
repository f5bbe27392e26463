import { afterEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace | undefined;
afterEach(() => workspace?.stop());

describe.each(['http', 'socket'] as const)('a request over %s whose response_url does not point to Slack', (over) => {
  it.each(['http://169.254.169.254', 'https://hooks.slack.com@169.254.169.254', 'https://hooks.slack.com.example.com'])(
    'is answered if it needs no response_url, and nothing is sent to %s',
    async (repliesTo) => {
      workspace = await startWorkspace(
        await guideOf({
          'launch.md': '---\ntitle: Launch\nsummary: The day.\n---\n\nReady.\n\n## Checklist\n\n- [ ] Go\n',
        }),
        { over, repliesTo },
      );
      const { log, slack } = workspace;
      const place = slack.workspace.as('ada').in('#general');
      const card = await place.command('/guide launch');
      expect(card.plainText()).toContain('The day.');
      await card.press('Checklist (1 item)');
      const refusals = (): number => log.join('').split('nothing was sent to it').length - 1;
      await slack.until(() => refusals() > 0, { what: 'the refusal in the log' });
      const before = refusals();
      // Share keeps the address in its dialog.
      await card.choose({ actionId: 'menu:choose' }, 'Share…');
      await slack.settled();
      await slack.workspace.as('ada').dialog().submit();
      await slack.until(() => refusals() > before, { what: 'the second refusal in the log' });
      expect(slack.responses).toEqual([]);
      expect(slack.workspace.as('ada').dialog().plainText()).toContain('Shared in #');
    },
  );
});
