import { posix } from 'node:path';
import type { Fields, FieldValue } from '../front-matter/fields.js';
import { readYamlFields, type YamlKind } from '../front-matter/yaml.js';
import { checkSettingsLimits } from '../parse/limits.js';
import type { SourceFile } from '../source-file.js';
import type { NavEntry } from './nav.js';

const MAX_ENTRIES = 20_000;

/** The pages in `nav:` of `mkdocs.yml`, in its order. Other keys, such as extensions with tags of Python, are not ours to check. */
export function readMkDocsNav({ file, text }: SourceFile): NavEntry[] {
  const kind = { name: 'file', example: '', maxValues: MAX_ENTRIES, maxDepth: 30 };
  const fields = readFields(text, file, kind);
  const folder = fields.get('docs_dir');
  const root = folder?.kind === 'text' ? folder.text : 'docs';
  const entries: NavEntry[] = [];
  const read = (value: FieldValue | undefined, title?: string): void => {
    if (value?.kind === 'text') entries.push({ file: posix.join(root, value.text), ...(title && { title }) });
    if (value?.kind === 'list') for (const item of value.items) read(item);
    if (value?.kind === 'map') for (const [key, item] of value.entries) read(item, key);
  };
  read(fields.get('nav'));
  return entries.filter(({ file: path }) => !/^[a-z]+:/i.test(path) && !path.startsWith('..'));
}

function readFields(text: string, file: string, kind: YamlKind): Fields {
  try {
    checkSettingsLimits(text);
    return readYamlFields(text, file, kind).fields;
  } catch {
    // Beyond the limits of our own settings: the pages are read without a menu.
    return new Map();
  }
}
