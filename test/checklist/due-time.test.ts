import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromDue, toDue } from '../../src/checklist/due-time.js';

describe('a due time', () => {
  it.each([
    ['2026-11-20', '15:30', 'Europe/Berlin', '2026-11-20T14:30:00.000Z'],
    ['2026-07-01', '00:05', 'Europe/Berlin', '2026-06-30T22:05:00.000Z'],
    ['2026-11-20', '09:00', 'America/New_York', '2026-11-20T14:00:00.000Z'],
    ['2026-11-20', '23:45', 'Asia/Kathmandu', '2026-11-20T18:00:00.000Z'],
    // Clocks go forward from 2 to 3 that night.
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s %s in %s is a moment', (day, time, zone, moment) => {
    expect(toDue({ day, time }, zone)).toBe(moment);
  });

  it('without a time is a day everywhere', () => {
    expect(toDue({ day: '2026-11-20' }, 'Asia/Tokyo')).toBe('2026-11-20');
    expect(fromDue('2026-11-20', 'Asia/Tokyo')).toEqual({ day: '2026-11-20' });
  });

  it('comes back as it was chosen', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Kiritimati',
      'Australia/Lord_Howe',
    );
    const minute = fc
      .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) })
      .map((ms) => Math.floor(ms / 60_000) * 60_000);
    fc.assert(
      fc.property(zone, minute, (where, ms) => {
        const local = fromDue(new Date(ms).toISOString(), where);
        expect(fromDue(toDue(local, where), where)).toEqual(local);
      }),
    );
  });
});
