import { describe, expect, test } from 'vitest';
import { clientAddress, networkOf, parseProxies } from '../../src/domain/address.ts';

const proxies = parseProxies('10.0.0.1, 192.168.0.0/16, 2001:db8:1::/48') ?? [];

describe('The address of a client', () => {
  test.for<[what: string, peer: string, forwarded: string | undefined, client: string]>([
    ['is the peer’s without a proxy', '203.0.113.7', undefined, '203.0.113.7'],
    ['is the peer’s where the peer forges the header', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['is the forwarded one behind a proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['is the rightmost one that no proxy has', '10.0.0.1', '1.1.1.1, 198.51.100.1, 192.168.7.7', '198.51.100.1'],
    ['is the leftmost one where all are proxies', '10.0.0.1', '192.168.1.1, 192.168.7.7', '192.168.1.1'],
    ['is the proxy’s where it forwards none', '10.0.0.1', undefined, '10.0.0.1'],
    ['is the proxy’s where it forwards no address', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['is read without a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['is read without brackets', '10.0.0.1', '[2001:db8::5]:4711', '2001:db8::5'],
    ['is IPv4 inside IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['is recognised as a proxy’s inside IPv6', '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['may be that of an IPv6 proxy', '2001:db8:1::9', '2001:db8:2::1', '2001:db8:2::1'],
    ['is empty for a peer that has gone', '', '198.51.100.1', ''],
  ])('%s', ([, peer, forwarded, client]) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(client);
  });
});

test('Limits count IPv4 addresses singly and IPv6 ones by their network of 64 bits', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:3::9')).toBe('2001:db8:1:3::/64');
  expect(networkOf('')).toBe('');
});

test('Proxies are addresses and ranges, separated by commas', () => {
  expect(parseProxies('')).toEqual([]);
  expect(parseProxies('127.0.0.1,::1, 10.0.0.0/8')).toHaveLength(3);
  for (const wrong of ['proxy.example', '10.0.0.0/33', '300.1.1.1', '10.0.0.1 10.0.0.2', '0x7f.1', '1'])
    expect(parseProxies(wrong), wrong).toBeNull();
});
