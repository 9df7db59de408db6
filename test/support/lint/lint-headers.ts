/** The content security policy of every answer (R4). */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const always = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Lists the faults of an answer's headers (R4). */
export function lintHeaders(url: string, headers: Record<string, string>): string[] {
  const html = headers['content-type']?.startsWith('text/html') ?? false;
  const expected: Record<string, string> = {
    ...always,
    'referrer-policy': holdsSecret(url) ? 'no-referrer' : 'same-origin',
    ...(html && { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' }),
  };
  return Object.entries(expected)
    .filter(([name, value]) => headers[name] !== value && !sameType(name, headers[name], value))
    .map(([name, value]) => `the header ${name} is “${headers[name] ?? ''}” instead of “${value}”`);
}

// The Referer header would give a token in the address away to the next page.
function holdsSecret(url: string): boolean {
  const { pathname, search } = new URL(url, 'http://localhost');
  const runs = `${pathname}${search}`.match(/(?<=[/=])[\w-]{32,}(?=$|[/&])/g) ?? [];
  return runs.some((run) => new Set(run).size > 8);
}

function sameType(name: string, found: string | undefined, expected: string): boolean {
  return name === 'content-type' && found?.toLowerCase().replace(/;\s*/, '; ') === expected;
}
