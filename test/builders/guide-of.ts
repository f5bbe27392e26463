import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';

/** Writes these files into a temporary folder and reads them with the real loader. */
export async function guideOf(files: Readonly<Record<string, string>>): Promise<Guide> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-guide-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return (await loadGuide({ folder })).guide;
  } finally {
    await rm(folder, { recursive: true });
  }
}
