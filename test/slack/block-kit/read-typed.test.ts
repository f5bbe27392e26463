import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeEntities } from '../../../src/slack/block-kit/mrkdwn/escape.js';
import { readTyped } from '../../../src/slack/block-kit/mrkdwn/read-typed.js';

describe('readTyped', () => {
  it.each([
    ['<@U0BOT> how do I roll back?', 'how do I roll back?'],
    ['<@U0BOT|guidepost>: roll back', 'roll back'],
    ['Hey <@U0BEN> and <!here>, ask <@U0BOT> about logs', 'Hey and , ask about logs'],
    ['<@U0BOT> in <#C1|deployments> or <#C2|>', 'in deployments or'],
    ['<@U0BOT> open <https://example.com/a?b=1&amp;c|the page>', 'open the page'],
    ['<@U0BOT> open <https://example.com/a?b=1&amp;c>', 'open https://example.com/a?b=1&c'],
    ['<@U0BOT> is a &lt; b &amp;&amp; c?', 'is a < b && c?'],
    ['<@U0BOT>\nError: no space\n  left', 'Error: no space\n left'],
    ['<@U0BOT> &lt;@U0BEN&gt;', '<@U0BEN>'],
    ['<@U0BOT>', ''],
  ])('reads %j', (text, typed) => {
    expect(readTyped(text)).toBe(typed);
  });

  it('keeps every word that was typed', () => {
    const words = (text: string) => text.split(/[\s,:;]+/).filter((word) => word !== '');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(words(readTyped(`<@U0BOT> ${escapeEntities(text)}`))).toEqual(words(text));
      }),
    );
  });
});
