import { describe, expect, it } from '@jest/globals';
import { readTexts } from './read-texts.js';

/** The names of all checklists of a guide. */
function names(texts: Readonly<Record<string, string>>): string[] {
  return readTexts(texts).guide.pages.flatMap(({ checklists }) => checklists.map(({ title }) => title));
}

describe('the name of a checklist', () => {
  it.each([
    ['# Linux runners', 'Preflight checklist', 'Preflight checklist – Linux runners'],
    ['# Linux runners', 'Runner checklist', 'Runner checklist'],
    ['# Linux runners', 'Checklist', 'Linux runners: checklist'],
    ['# Linux runners', 'The runbook', 'Linux runners: runbook'],
    ['# Continuous integration', 'CI checklist', 'CI checklist'],
    ['---\ntitle: Continuous builds\naliases: [jenkins]\n---', 'Jenkins checklist', 'Jenkins checklist'],
    ['# Key rotation', 'Checklist for rotating keys', 'Checklist for rotating keys'],
    ['# Search cluster', 'Steps {.checklist}', 'Steps – Search cluster'],
  ])('of %j with the heading %j is %j', (title, heading, name) => {
    expect(names({ 'a-file.md': `${title}\n\n## ${heading}\n\n- a\n` })).toEqual([name]);
  });

  it('is the title of the page if the whole page is the checklist, also where that is told apart by its file', () => {
    expect(names({ 'a.md': '# Moving day\n\n- [ ] a\n', 'b.md': '# Move checklist\n\n- a\n' })).toEqual([
      'Moving day',
      'Move checklist',
    ]);
    expect(names({ 'a/db.md': '# Steps\n\n- [ ] a\n', 'a/web.md': '# Steps\n\n- [ ] a\n' })).toEqual([
      'Steps – db',
      'Steps – web',
    ]);
  });

  it('says what it stands under where its own heading says nothing', () => {
    expect(
      names({ 'a.md': '# Cluster\n\n## Staging\n\n### Checklist\n\n- a\n\n## Live cluster\n\n### Checklist\n\n- b\n' }),
    ).toEqual(['Staging: checklist – Cluster', 'Live cluster: checklist']);
  });

  it('is its heading where two of one page would have the same', () => {
    expect(names({ 'a.md': '# Sailing\n\n## Before checklist\n\n- a\n\n## After checklist\n\n- b\n' })).toEqual([
      'Before checklist – Sailing',
      'After checklist – Sailing',
    ]);
  });

  it('has the title of the page if another page has the same', () => {
    const page = (title: string): string =>
      `---\ntitle: ${title}\naliases: [${title} upgrade]\n---\n\n## Upgrade checklist\n\n- a\n`;
    expect(names({ 'a.md': page('Kafka'), 'b.md': page('Redis') })).toEqual([
      'Upgrade checklist – Kafka',
      'Upgrade checklist – Redis',
    ]);
  });
});
