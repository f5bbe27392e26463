import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAddress, isPublicAddress, publicLookup, type Resolve } from '../../src/hooks/addresses.js';

const PRIVATE = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '168.63.129.16'],
  ...['169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.168.1.1', '198.19.0.1'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe', '::7f00:1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
  ...['64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '5f00::1'],
];
const PUBLIC = [
  ...[
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.0.1',
    '223.255.255.1',
  ],
  ...['2606:4700::1111', '2a00:1450:4001::1', '64:ff9b::8.8.8.8'],
];

/** Answers one after the other; the last one again and again. */
function answers(...all: string[][]): Resolve {
  let calls = 0;
  return (_, __, callback) => {
    const addresses = all[Math.min(calls, all.length - 1)] ?? [];
    calls += 1;
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

function look(resolve: Resolve, all: boolean): Promise<unknown> {
  return new Promise((found, fail) => {
    publicLookup(resolve)('hooks.test', { all }, (error, ...rest) => (error ? fail(error) : found(rest)));
  });
}

describe('addresses of hooks', () => {
  it.each(PRIVATE)('do not include %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)('include %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('do not include anything that is no address', () => {
    for (const text of ['', 'localhost', '1.2.3', '01.2.3.4', '1.1.1.1 ', '[::1]'])
      expect(isPublicAddress(text)).toBe(false);
  });

  it('never include an IPv4 address of a private network, however it is written in a URL', () => {
    const octet = fc.nat(255);
    const network = fc.constantFrom([10], [127], [192, 168], [169, 254], [172, 16]);
    fc.assert(
      fc.property(network, fc.tuple(octet, octet, octet), (start, rest) => {
        const bytes = [...start, ...rest].slice(0, 4);
        const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
        const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const forms = [
          bytes.join('.'),
          String(number),
          `0x${hex}`,
          bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
        ];
        for (const form of [...forms, `[::ffff:${bytes.join('.')}]`]) {
          const { hostname } = new URL(`https://${form}/`);
          expect(isPublicAddress(hostname.replace(/^\[|\]$/g, ''))).toBe(false);
        }
      }),
    );
  });
});

describe('looking up the name of a hook', () => {
  it('gives the addresses as a connection asks for them', async () => {
    expect(await look(answers(['1.1.1.1', '2606:4700::1111']), false)).toEqual(['1.1.1.1', 4]);
    expect(await look(answers(['1.1.1.1', '8.8.8.8']), true)).toEqual([
      [
        { address: '1.1.1.1', family: 4 },
        { address: '8.8.8.8', family: 4 },
      ],
    ]);
  });

  it('fails when one of them is in a private network', async () => {
    await expect(look(answers(['1.1.1.1', '10.0.0.1']), true)).rejects.toMatchObject({ name: 'PrivateAddress' });
    await expect(look(answers(['::1']), false)).rejects.toThrow('::1 is in a private network');
  });

  it('is done when a hook is added, too', async () => {
    await expect(checkAddress(new URL('https://hooks.test/'), answers(['1.1.1.1']))).resolves.toBeUndefined();
    await expect(checkAddress(new URL('https://hooks.test/'), answers(['192.168.0.1']))).rejects.toThrow('192.168.0.1');
    await expect(checkAddress(new URL('http://hooks.test/'), answers(['1.1.1.1']))).rejects.toThrow('https://');
    for (const url of ['https://127.0.0.1/', 'https://[::1]/', 'https://2852039166/', 'https://0x7f.1/']) {
      await expect(checkAddress(new URL(url))).rejects.toMatchObject({ name: 'PrivateAddress' });
    }
  });
});
