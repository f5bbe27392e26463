import { applyEdit, type Edited, unify } from '../front-matter/add-keywords.js';
import { addToList } from '../front-matter/yaml-edit.js';
import { createPageDirectory } from '../page-directory.js';
import { MAX_SETTINGS_BYTES } from '../parse/limits.js';
import type { Problem } from '../problem.js';
import { readSettings } from './read-settings.js';
import { type GuideSettings, SETTINGS_FILE } from './settings.js';

/**
 * Adds keywords of a page to the text of `guidepost.yml`; everything else stays byte for byte. The result is read again, and anything
 * else that would be different refuses it.
 * @param text empty if there is no file yet
 */
export function addPageKeywords(
  text: string,
  page: { readonly slug: string; readonly file: string },
  keywords: readonly string[],
): Edited {
  const before = read(text);
  const directory = createPageDirectory([{ ...page, aliases: [] }]);
  const known = before.settings.keywords.find((each) => directory.find(each.page.text) !== undefined);
  const key = known?.page.text ?? page.slug;
  const edit = addToList(unify(text), ['keywords', key], keywords);
  const changed = edit && applyEdit(text, edit);
  if (changed !== undefined && Buffer.byteLength(changed) > MAX_SETTINGS_BYTES)
    return { kind: 'refused', reason: `${SETTINGS_FILE} would have more than ${MAX_SETTINGS_BYTES / 1024} KiB` };
  const after = changed === undefined ? undefined : read(changed);
  const isRight =
    after !== undefined &&
    after.problems.length === before.problems.length &&
    JSON.stringify(textsIn(after.settings, key)) === JSON.stringify([...textsIn(before.settings, key), ...keywords]) &&
    othersIn(after.settings, key) === othersIn(before.settings, key);
  if (changed !== undefined && isRight) return { kind: 'edited', text: changed };
  const reason = `${SETTINGS_FILE} is written in a way that is not edited. Add the keywords by hand.`;
  return { kind: 'refused', reason };
}

function read(text: string): { settings: GuideSettings; problems: readonly Problem[] } {
  return readSettings({ file: SETTINGS_FILE, text });
}

function textsIn({ keywords }: GuideSettings, key: string): string[] {
  const ofPage = keywords.filter(({ page }) => page.text === key);
  return ofPage.flatMap((each) => each.keywords.flatMap(({ texts }) => texts));
}

function othersIn({ keywords, rules, synonyms, ...rest }: GuideSettings, key: string): string {
  const others = keywords.filter(({ page }) => page.text !== key);
  return JSON.stringify([[...synonyms], rest, [...rules], others], (name, value) =>
    name === 'line' ? undefined : value,
  );
}
