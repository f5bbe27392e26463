import { readBuiltGuide } from '../../src/built-guide.js';
import { loadGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';
import { packageFile } from '../../src/package-file.js';
import { BUILT_GUIDE } from '../process/program.js';

/** The guide that ships. */
export const SHIPPED = { folder: packageFile('content') };

/** Without parsing it again, which takes a second. */
export async function shippedGuide(): Promise<Guide> {
  return (await readBuiltGuide(BUILT_GUIDE, SHIPPED))?.guide ?? (await loadGuide(SHIPPED)).guide;
}
