import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addPeriod, ageInWords, dayOf, daysBetween, readDay, readPeriod } from '../../src/guide/dates.js';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => dayOf(date));

describe('a day', () => {
  it.each([
    ['2026-11-20', '2026-11-20'],
    [' 2024-02-29 ', '2024-02-29'],
    ['2026-11-20T10:00:00Z', '2026-11-20'],
    ['2026-11-20 10:00:00 +0200', '2026-11-20'],
    ['2026-02-29', undefined],
    ['2026-13-01', undefined],
    ['2026-11', undefined],
    ['20 November 2026', undefined],
    ['2026-11-20 or so', undefined],
    ['', undefined],
  ])('is read from %j as %j', (text, expected) => {
    expect(readDay(text)).toBe(expected);
  });

  it('is read back as it was written', () => {
    fc.assert(fc.property(day, (each) => expect(readDay(each)).toBe(each)));
    fc.assert(fc.property(fc.string(), (text) => expect(readDay(text) ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/)));
  });
});

describe('a period', () => {
  it.each([
    ['6 months', { amount: 6, unit: 'months' }],
    ['90d', { amount: 90, unit: 'days' }],
    ['90 Days', { amount: 90, unit: 'days' }],
    ['2 weeks', { amount: 14, unit: 'days' }],
    ['1 year', { amount: 12, unit: 'months' }],
    ['3m', { amount: 3, unit: 'months' }],
    ['0 days', undefined],
    ['11 years', undefined],
    ['90', undefined],
    ['soon', undefined],
    ['-3 months', undefined],
    ['6 month ago', undefined],
    ['1 constructor', undefined],
  ])('is read from %j as %j', (text, expected) => {
    expect(readPeriod(text)).toEqual(expected);
  });

  it('is added by the calendar', () => {
    expect(addPeriod('2026-01-31', { amount: 1, unit: 'months' })).toBe('2026-02-28');
    expect(addPeriod('2026-11-30', { amount: 6, unit: 'months' })).toBe('2027-05-30');
    expect(addPeriod('2026-12-31', { amount: 1, unit: 'days' })).toBe('2027-01-01');
    fc.assert(
      fc.property(day, fc.nat(3_000), (from, amount) => {
        expect(daysBetween(from, addPeriod(from, { amount, unit: 'days' }))).toBe(amount);
      }),
    );
  });
});

describe('an age', () => {
  it.each([
    ['2026-11-30', 'today'],
    ['2026-12-02', 'today'],
    ['2026-11-29', 'yesterday'],
    ['2026-11-20', '10 days ago'],
    ['2026-11-09', '3 weeks ago'],
    ['2026-10-01', '8 weeks ago'],
    ['2026-09-30', '2 months ago'],
    ['2025-09-30', '14 months ago'],
    ['2024-11-30', '2 years ago'],
    ['2021-12-01', '4 years ago'],
  ])('of a page that was checked on %s is said in plain words', (from, words) => {
    expect(ageInWords(from, '2026-11-30')).toBe(words);
  });

  it('is said for any two days', () => {
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(ageInWords(from, to)).toMatch(/^(?:today|yesterday|\d+ (?:days|weeks|months|years) ago)$/);
        expect(ageInWords(from, to)).not.toMatch(/^[01] /);
      }),
    );
  });
});
