import { loadGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';
import { packageFile } from '../../src/package-file.js';
import { SNAPSHOT } from '../process/program.js';

/** The guide that ships, without parsing it again: that takes seconds. */
export const SHIPPED = { folder: packageFile('content'), snapshot: SNAPSHOT };

export async function shippedGuide(): Promise<Guide> {
  return (await loadGuide(SHIPPED)).guide;
}
