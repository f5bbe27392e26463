import { posix } from 'node:path';
import type { Fields, FieldValue } from '../front-matter/fields.js';
import { readYamlFields } from '../front-matter/yaml.js';
import { checkSettingsLimits } from '../parse/limits.js';
import type { SourceFile } from '../source-file.js';
import type { NavEntry } from './nav.js';

const MAX_ENTRIES = 20_000;

export interface Redirect {
  readonly from: string;
  readonly to: string;
}

/** What `mkdocs.yml` says of the pages. */
export interface MkDocsSettings {
  /** The folder of the pages, from where `mkdocs.yml` is. */
  readonly docsFolder: string;
  /** Where the pages are published. */
  readonly siteUrl?: string;
  /** What `{{ name }}` stands for where the plugin macros fills it in: the texts of `extra:`. */
  readonly values?: ReadonlyMap<string, string>;
  /** Where pages were before, as the plugin redirects has it: from, to, with paths from where `mkdocs.yml` is. */
  readonly redirects: readonly Redirect[];
  /** Its pages are shown in a Backstage, whose other pages links may lead to: the plugin techdocs-core. */
  readonly isTechDocs: boolean;
  /** In the order of `nav:`, with paths from where `mkdocs.yml` is. */
  readonly nav: readonly NavEntry[];
}

/** Other keys, such as extensions with tags of Python, are not ours to check. */
export function readMkDocs({ file, text }: SourceFile): MkDocsSettings {
  const fields = readForeignYaml(text, file);
  const textOf = (key: string): string | undefined => {
    const value = fields.get(key);
    return value?.kind === 'text' && value.text.trim() !== '' ? value.text.trim() : undefined;
  };
  const docsFolder = posix.normalize(textOf('docs_dir') ?? 'docs').replace(/\/+$/, '');
  const siteUrl = textOf('site_url');
  const entries: NavEntry[] = [];
  const read = (value: FieldValue | undefined, section: readonly string[], title?: string): void => {
    if (value?.kind === 'text')
      entries.push({ file: posix.join(docsFolder, value.text), section, ...(title && { title }) });
    const inner = title === undefined ? section : [...section, title];
    if (value?.kind === 'list') for (const item of value.items) read(item, inner);
    if (value?.kind === 'map') for (const [key, item] of value.entries) read(item, inner, key);
  };
  read(fields.get('nav'), []);
  const nav = entries.filter(({ file: path }) => !/^[a-z]+:/i.test(path) && !path.startsWith('..'));
  const values = namesPlugin(fields.get('plugins'), 'macros') ? textsIn(fields.get('extra')) : undefined;
  const plugins = fields.get('plugins');
  const redirects = readRedirects(plugins, docsFolder);
  const isTechDocs = namesPlugin(plugins, 'techdocs-core');
  return {
    docsFolder,
    nav,
    redirects,
    isTechDocs,
    ...(siteUrl !== undefined && { siteUrl }),
    ...(values && { values }),
  };
}

function namesPlugin(plugins: FieldValue | undefined, name: string): boolean {
  if (plugins?.kind === 'text') return plugins.text === name;
  if (plugins?.kind === 'map') return plugins.entries.has(name);
  return plugins?.kind === 'list' && plugins.items.some((item) => namesPlugin(item, name));
}

/** `plugins: [{redirects: {redirect_maps: {old.md: new.md}}}]`. Those to outside are not ours. */
function readRedirects(plugins: FieldValue | undefined, docsFolder: string): Redirect[] {
  if (plugins?.kind === 'list') return plugins.items.flatMap((item) => readRedirects(item, docsFolder));
  const plugin = plugins?.kind === 'map' ? plugins.entries.get('redirects') : undefined;
  const maps = plugin?.kind === 'map' ? plugin.entries.get('redirect_maps') : undefined;
  if (maps?.kind !== 'map') return [];
  const inFolder = (path: string): string => posix.join(docsFolder, path.replace(/#.*/, ''));
  return [...maps.entries].flatMap(([from, to]) =>
    to.kind === 'text' && !/^[a-z]+:/i.test(to.text) ? { from: inFolder(from), to: inFolder(to.text) } : [],
  );
}

/** The texts of a group, with the names of groups in it in front: `links.status`. */
function textsIn(value: FieldValue | undefined, above = ''): Map<string, string> {
  const texts = new Map<string, string>();
  if (value?.kind !== 'map') return texts;
  for (const [key, each] of value.entries) {
    if (each.kind === 'text') texts.set(above + key, each.text);
    for (const [name, text] of textsIn(each, `${above}${key}.`)) texts.set(name, text);
  }
  return texts;
}

/** The fields of a YAML file of another tool. Beyond the limits of our own settings, or if it cannot be read, it has none. */
export function readForeignYaml(text: string, file: string): Fields {
  try {
    checkSettingsLimits(text);
    return readYamlFields(text, file, { name: 'file', example: '', maxValues: MAX_ENTRIES, maxDepth: 30 }).fields;
  } catch {
    return new Map();
  }
}
