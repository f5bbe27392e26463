import { constants, copyFileSync, linkSync } from 'node:fs';

/** Where a file system has no second names for a file. */
const UNSUPPORTED = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Gives a file a second name. Unlike a renaming, it fails where somebody has that name already. @throws Error with `code` EEXIST */
export function nameAlso(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    if (!UNSUPPORTED.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
}
