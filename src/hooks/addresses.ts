import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What a hook must not reach: the registries of special addresses (RFC 6890), and servers of clouds that tell secrets. */
const PRIVATE_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by providers (CGNAT), also Alibaba Cloud's metadata
  ['127.0.0.0', 8], // this machine
  ['168.63.129.16', 32], // Azure's own server, at a public address
  ['169.254.0.0', 16], // link-local, with the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols, also Oracle Cloud's metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

/** Only these are routed: loopback, link-local, unique local (ULA), multicast and mapped IPv4 addresses are elsewhere. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const PRIVATE_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23], // protocols, also Teredo, which contains an IPv4 address
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which contains an IPv4 address
  ['3fff::', 20], // documentation
];

/** In a network with IPv6 only, names of IPv4 hosts lead here (NAT64, RFC 6052). The last 32 bits are the IPv4 address. */
const NAT64 = '64:ff9b::';
const NAT64_PREFIX = 96;

function createRanges(): { readonly refused: BlockList; readonly global: BlockList } {
  const [refused, global] = [new BlockList(), new BlockList()];
  for (const [network, prefix] of PRIVATE_IPV4) {
    refused.addSubnet(network, prefix, 'ipv4');
    refused.addSubnet(`${NAT64}${network}`, NAT64_PREFIX + prefix, 'ipv6');
  }
  for (const [network, prefix] of PRIVATE_IPV6) refused.addSubnet(network, prefix, 'ipv6');
  global.addSubnet(...GLOBAL_IPV6, 'ipv6');
  global.addSubnet(NAT64, NAT64_PREFIX, 'ipv6');
  return { refused, global };
}

const ranges = createRanges();

/** Whether an IP address is on the public internet. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !ranges.refused.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && ranges.global.check(address, 'ipv6') && !ranges.refused.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Only https is sent over the internet. */
export class NotEncrypted extends Error {
  override readonly name = 'NotEncrypted';
  constructor() {
    super('the address does not begin with https://');
  }
}

/** A name or an address leads into a private network. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
  constructor(address: string) {
    super(`${address} is in a private network`);
  }
}

/** As `dns.lookup` with `all`; handed in for tests. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * For the option `lookup` of a connection: fails with `PrivateAddress` if a name leads into a private network. The connection is made to
 * the addresses that were checked, so a name that leads elsewhere a moment later (DNS rebinding) changes nothing.
 * Node does not call it for a host that is an address already: see `checkUrl`.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      // One private address among public ones is refused, too: nobody needs that.
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) return callback(new PrivateAddress(refused.address), []);
      const [first] = addresses;
      if (options.all || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/**
 * Checks what a URL itself says. `URL` has made an IP address of `2130706433` and `0x7f.1` already.
 * @throws NotEncrypted, PrivateAddress
 */
export function checkUrl({ hostname, protocol }: URL): void {
  if (protocol !== 'https:') throw new NotEncrypted();
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddress(host);
}

/** Checks a URL and where its name leads now. @throws NotEncrypted, PrivateAddress; what `dns.lookup` says of an unknown name */
export async function checkAddress(url: URL, resolve?: Resolve): Promise<void> {
  checkUrl(url);
  await new Promise<void>((found, fail) => {
    publicLookup(resolve)(url.hostname, { all: true }, (error) => (error ? fail(error) : found()));
  });
}
