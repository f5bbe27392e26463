import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../speed/start-server.js';
import { startSlack } from '../speed/start-slack.js';
import { writeGuide } from './write-guide.js';

/** Starts a server with a guide of its own, as one that has no snapshot: until its first answer, and what it then takes. */
export async function startWith(guide) {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
  writeGuide(guide, folder);
  const slack = await startSlack();
  const { title } = guide.pages[0];
  const server = await startServer('ours', {
    question: title,
    isRight: (_, { status, body }) => status === 200 && body.includes(JSON.stringify(title)),
    apiUrl: slack.apiUrl,
    environment: { GUIDE_DIR: folder },
  });
  const { coldStartMs } = server;
  const mebibytes = server.memoryMiB();
  await server.stop();
  slack.stop();
  rmSync(folder, { recursive: true });
  return { coldStartMs, mebibytes };
}
