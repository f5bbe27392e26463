import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actions, button, contextLine, header, messageOf, section } from '../../../src/slack/block-kit/blocks.js';
import { runs } from '../../every-case.js';

describe('the text of a message', () => {
  it('reads as its blocks do, with entities escaped', () => {
    const { text } = messageOf([
      header('A & <B>'),
      contextLine('_Small_ ■■□ 2 of 3'),
      section('*Bold* and `__init__` with <https://example.com/a_b|a *link*>, a &lt;tag&gt;\n```\nrm -rf *\n```'),
      actions([button(':cloud: Go on', { do: 'search:open' })]),
    ]);
    expect(text.split('\n')).toEqual([
      'A &amp; &lt;B&gt;',
      'Small 2 of 3',
      'Bold and __init__ with a *link*, a &lt;tag&gt;',
      'rm -rf *',
      'Go on',
    ]);
  });

  it('begins with its opening', () => {
    expect(messageOf([section('more')], '2 < 3').text).toBe('2 &lt; 3\nmore');
  });

  it('never exceeds 4,000 characters, and cuts no entity, mention or time in two', () => {
    const piece = fc.constantFrom(
      '&amp;',
      '<@U1>',
      '<!date^1^{date_short_pretty} {time}|5 May>',
      'word ',
      'x'.repeat(90),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 900, maxLength: 1_200 }), (pieces) => {
        const { text } = messageOf([section(pieces.join(''))]);
        expect(text.length).toBeLessThanOrEqual(4_000);
        expect(text.replace(/<(?:@U1|!date[^<>]*)>/g, '')).not.toMatch(/[<>]/);
        expect(text.replaceAll('&amp;', '')).not.toContain('&');
      }),
      runs(30),
    );
  });
});
