/** Masks an address, so that its owner recognises it and nobody else learns it: 'a…n@demo.example'. */
export function maskEmail(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const last = local.length > 2 ? local.slice(-1) : '';
  return `${local.slice(0, 1)}…${last}@${domain}`;
}
