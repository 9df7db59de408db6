import ipaddr from 'ipaddr.js';

/** The ranges of addresses of proxies, from which alone a forwarded address is believed (product 7). */
export type TrustedProxies = readonly ReturnType<typeof ipaddr.parseCIDR>[];

/** Reads addresses and CIDR ranges separated by commas; null if one of them is neither. */
export function parseProxies(text: string): TrustedProxies | null {
  const parts = text.split(',').map((part) => part.trim());
  const ranges = parts.filter((part) => part !== '').map(parseRange);
  return ranges.every((range) => range !== null) ? ranges : null;
}

function parseRange(text: string): TrustedProxies[number] | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parse(text);
  return address && [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Gives the client's address: that of the peer, or, behind trusted proxies, the rightmost one in X-Forwarded-For that is
 * none of theirs (product 7). An IPv4 address inside an IPv6 one is given as IPv4. What is no address is not believed.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: TrustedProxies): string {
  if (proxies.length === 0 && /^[\d.]+$/.test(peer)) return peer;
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  let client = parse(peer);
  while (client && isTrusted(client, proxies)) {
    const next = parse(withoutPort(hops.pop() ?? ''));
    if (!next) break;
    client = next;
  }
  return client?.toString() ?? '';
}

/** Gives the part of an address by which limits count: an IPv6 network of 64 bits belongs to one client (T2). */
export function networkOf(address: string): string {
  const parsed = parse(address);
  if (!parsed || parsed.kind() === 'ipv4') return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`)}/64`;
}

/** Says whether a host name or address is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(hostname) || /^127(\.\d+){3}$/.test(hostname);
}

function isTrusted(address: NonNullable<ReturnType<typeof parse>>, proxies: TrustedProxies): boolean {
  return proxies.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
}

function parse(text: string) {
  // Only four decimal parts make an IPv4 address here; the library also reads 0x7f.1.
  if (!ipaddr.isValid(text) || (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text))) return null;
  return ipaddr.process(text);
}

// Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711.
function withoutPort(hop: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}
