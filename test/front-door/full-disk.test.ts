import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace } from './start-workspace.js';

/** Makes a small disk of its own. @throws Error where this user may not mount one */
function mountSmallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

function unmount(folder: string): void {
  // The database's files may be open until the next garbage collection.
  execFileSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true });
}

function mayMount(): boolean {
  try {
    unmount(mountSmallDisk());
    return true;
  } catch {
    return false;
  }
}

const isPossible = mayMount();

describe(`a full disk${isPossible ? '' : ': LEFT OUT, because only root may mount one'}`, () => {
  (isPossible ? it : it.skip)(
    'is told to the person, the log and the health check, and saving goes on when there is room',
    async () => {
      const folder = mountSmallDisk();
      const workspace = await startWorkspace(await guideOf(goingLiveFiles), {
        databaseUrl: `sqlite:${join(folder, 'test.db')}`,
      });
      const { slack } = workspace;
      const seen = (text: string) => () =>
        slack.workspace.visibleTo('ada', '#deployments').some((message) => message.text.includes(text));
      const health = async () =>
        ((await (await fetch(workspace.url('/healthz'))).json()) as { database: string }).database;
      try {
        const { posted } = await postChecklist(slack);
        await posted.press('Manage…');
        await slack.until(() => slack.workspace.as('ada').hasDialog);
        await slack.workspace.as('ada').dialog().press('Edit', { nth: 1 });
        await slack.until(() => slack.workspace.as('ada').dialog().title.startsWith('Item'));
        const dialog = slack.workspace.as('ada').dialog();
        await slack.settled();
        expect(await health()).toBe('reachable');
        try {
          writeFileSync(join(folder, 'filler'), Buffer.alloc(4_000_000));
        } catch {} // It takes all the room that there is.

        await posted.press('Done', { nth: 0 });
        await slack.until(seen('Not saved: the disk is full.'), { what: 'the message to the presser' });
        dialog.fill('Note', 'written while the disk was full');
        expect(JSON.stringify(await dialog.submit())).toContain('Not saved: the disk is full.');
        expect(posted.plainText()).toContain('0 of 3');
        expect(workspace.log.some((line) => line.includes('disk of the database is full'))).toBe(true);
        expect(await health()).toBe('full');
        const answer = await slack.workspace.as('ada').in('#deployments').command('/guide launch');
        expect(answer.plainText()).toContain('Going live');

        rmSync(join(folder, 'filler'));
        expect((await dialog.submit()).kind).toBe('closed');
        await posted.press('Done', { nth: 0 });
        await slack.until(() => /1 of 3[\s\S]*written while/.test(posted.plainText()), { what: 'what was saved' });
        expect(await health()).toBe('reachable');
      } finally {
        await workspace.stop();
        unmount(folder);
      }
    },
  );
});
