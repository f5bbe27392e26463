import { describe, expect, it } from '@jest/globals';
import { tokenize } from '../../../src/search/words/tokenize.js';

function read(text: string) {
  return tokenize(text).map(({ parts, joined }) => [...parts, ...(joined === undefined ? [] : [joined])]);
}

describe('the words of a text', () => {
  it.each([
    ['Fly.io, then Node.js.', [['fly', 'io', 'flyio'], ['then'], ['node', 'js', 'nodejs']]],
    ['static-content', [['static', 'content', 'staticcontent']]],
    ["The team's café isn’t open", [['the'], ['team'], ['cafe'], ['isnt'], ['open']]],
    ['C++ and C#, not C', [['c++'], ['and'], ['c#'], ['not'], ['c']]],
    ['gunicorn.conf.py', [['gunicorn', 'conf', 'py', 'gunicornconfpy']]],
    ['--no-cache /etc/nginx', [['no', 'cache', 'nocache'], ['etc'], ['nginx']]],
    ['<!channel> *bold* 🚀', [['channel'], ['bold']]],
    ['Развёртывание Й', [['развертывание'], ['и']]],
    ['데이터베이스', [['데이터베이스']]],
    ['ﬁle ﷺ', [['file'], ['صلىاللهعليهوسلم']]],
    ['Große Straße, STRAẞE', [['grosse'], ['strasse'], ['strasse']]],
    ['Ærø, Łódź, İzmir ısı', [['aero'], ['lodz'], ['izmir'], ['isi']]],
    ['SLOs, APIs and VMs, not SSL', [['slo'], ['api'], ['and'], ['vm'], ['not'], ['ssl']]],
    ['ImagePullBackOff', [['image', 'pull', 'back', 'off', 'imagepullbackoff']]],
    [
      'HTTPServerError and read_userById',
      [['http', 'server', 'error', 'httpservererror'], ['and'], ['read', 'user', 'by', 'id', 'readuserbyid']],
    ],
    [
      'JavaScript PostgreSQL MySQL iPhone15Pro IPv4',
      [['javascript'], ['postgresql'], ['mysql'], ['iphone15pro'], ['ipv4']],
    ],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('splits Chinese and Japanese into words', () => {
    expect(read('静的ファイルを配信').flat()).toEqual(expect.arrayContaining(['静的', 'ファイル', '配信']));
  });

  it('splits a long text without spaces, in memory that grows no faster than the text', () => {
    const words = tokenize('データベース'.repeat(15_000)).flatMap(({ parts }) => parts);
    expect(words.length).toBeGreaterThan(14_000);
    expect(new Set(words)).toContain('データベース');
  });

  it('keeps words as they were written', () => {
    expect(tokenize("Fly.io's prices").map((token) => token.written)).toEqual(["Fly.io's", 'prices']);
  });
});
