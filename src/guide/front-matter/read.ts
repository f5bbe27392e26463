import type { Problem } from '../problem.js';
import { readJsonFields, readTomlFields } from './data.js';
import type { Fields } from './fields.js';
import { readLegacyFields } from './legacy.js';
import type { SplitFile } from './split.js';
import { readYamlFields } from './yaml.js';

/** Reads front matter in the format that it has. @throws PageError if there are too many values */
export function readFrontMatter(
  { format, matter, matterLine }: SplitFile,
  file: string,
): { fields: Fields; problems: readonly Problem[] } {
  switch (format) {
    case 'legacy':
      return readLegacyFields(matter, file);
    case 'toml':
      return readTomlFields(matter, matterLine, file);
    case 'json':
      return readJsonFields(matter, matterLine, file);
    default:
      return readYamlFields(matter, file);
  }
}
