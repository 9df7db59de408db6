/** An address that its owner recognises and nobody else can use: 'a…n@demo.example'. */
export function maskEmail(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const last = local.length > 2 ? local.slice(-1) : '';
  return `${local.slice(0, 1)}…${last}@${domain}`;
}
