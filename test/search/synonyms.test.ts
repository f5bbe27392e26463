import { describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from './guide-of.js';

const guide = guideOf(
  { title: 'Databases', intro: 'PostgreSQL stores what must survive.' },
  { title: 'Virtual machines', intro: 'Rent one by the month.' },
  { title: 'Machine learning', intro: 'Virtual assistants and models.' },
  { title: 'Deployment', intro: 'Ship a release on Tuesday.' },
  { title: 'Trains', intro: 'How we travel by train, and what a pond is.' },
  { title: 'Logging', intro: 'Write lines.' },
);

function first(question: string, synonyms: Record<string, string[]> = {}): string | undefined {
  const withSynonyms: Guide = { ...guide, synonyms: new Map(Object.entries(synonyms)) };
  const { matches, confidence } = createSearch(withSynonyms).find(question);
  return confidence === 'nothing' ? undefined : matches[0]?.page.title;
}

describe('synonyms', () => {
  it('look up a word that the guide lacks', () => {
    expect(first('where is the datapond?')).toBeUndefined();
    expect(first('where is the datapond?', { datapond: ['database'] })).toBe('Databases');
    expect(first('where are the Dataponds?', { datapond: ['database'] })).toBe('Databases');
  });

  it('look up a word that the guide has in another meaning, which counts more', () => {
    expect(first('pond')).toBe('Trains');
    expect(first('pond is broken', { pond: ['databases'] })).toBe('Databases');
    expect(first('trains', { trains: ['database'] })).toBe('Trains');
  });

  it('look up several words, of which one is enough', () => {
    const synonyms = { zork: ['database', 'log'] };
    expect(['Databases', 'Logging']).toContain(first('zork', synonyms));
    expect(first('zork postgres', synonyms)).toBe('Databases');
  });

  it('look up a phrase as a whole', () => {
    expect(first('vm', { vm: ['virtual machine'] })).toBe('Virtual machines');
  });

  it('are found for phrases, and only for whole ones', () => {
    const synonyms = { 'release train': ['deployment'], 'big red button': ['log'] };
    expect(first('when is the next release train?')).toBe('Trains');
    expect(first('when is the next release train?', synonyms)).toBe('Deployment');
    expect(first('who pressed the big red button', synonyms)).toBe('Logging');
    expect(first('how do I travel by train', synonyms)).toBe('Trains');
  });

  it('make no difference if the guide lacks their meaning, or if they are words of grammar', () => {
    expect(first('pond', { pond: ['lagoon'] })).toBe('Trains');
    expect(first('is it databases', { it: ['logging'] })).toBe('Databases');
  });
});
