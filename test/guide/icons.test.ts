import { describe, expect, it } from '@jest/globals';
import { isEmojiName } from '../../src/guide/emoji-names.js';
import { iconEmoji } from '../../src/guide/icons.js';
import { readTexts } from './read-texts.js';

function problemsOf(icon: string): string[] {
  const text = `---\nchoices:\n  - text: Go\n    to: b\n    icon: "${icon}"\n---\n# A`;
  return readTexts({ 'a.md': text, 'b.md': '# B' }).problems;
}

describe('the icon of a next step', () => {
  it.each(['rocket', ':bar_chart:', '+1', 'flag-de', 'man-shrugging', 'fa-cloud fa-inverse', 'fas fa-lock', ''])(
    '%j is known',
    (icon) => {
      expect(problemsOf(icon)).toEqual([]);
    },
  );

  it.each([
    ['rockett', '"rockett" is none of the emoji that every workspace has. Did you mean "rocket"?'],
    ['bar-chart', '"bar-chart" is none of the emoji that every workspace has. Did you mean "bar_chart"?'],
    [
      'zzkubectlzz',
      '"zzkubectlzz" is none of the emoji that every workspace has. Where yours has not added it, the button shows ":zzkubectlzz:".',
    ],
    ['fa-mystery', '"fa-mystery" has no emoji that fits, so the button has no icon. Write a name, such as "rocket".'],
    ['🚀', '"🚀" is not the name of an emoji, so the button has no icon. Write a name, such as "rocket".'],
    [
      'big rocket',
      '"big rocket" is not the name of an emoji, so the button has no icon. Write a name, such as "rocket".',
    ],
  ])('%j is told with its line', (icon, text) => {
    expect(problemsOf(icon)).toEqual([`warning a.md:5: choices[0].icon: ${text}`]);
  });

  it('is nothing to tell of a choice that is left out', () => {
    expect(readTexts({ 'a.md': '---\nchoices: [{icon: rockett}]\n---\n# A' }).problems).toEqual([]);
  });

  it('is an emoji that Slack has for every icon of the legacy format', () => {
    const icons =
      'archive bar-chart bolt book bug cloud code cogs database gears html5 link list lock play rocket server user wrench';
    for (const icon of icons.split(' '))
      expect([icon, isEmojiName(iconEmoji(`fa-${icon}`) ?? '')]).toEqual([icon, true]);
  });
});
