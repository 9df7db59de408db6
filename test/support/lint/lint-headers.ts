/** The content security policy of every answer (R4). */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ofEveryAnswer = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
const ofDocuments = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
};

/** Lists the faults of an answer's headers (R4); a fragment is no document. */
export function lintHeaders(url: string, headers: Record<string, string>, fragment = false): string[] {
  const html = headers['content-type']?.startsWith('text/html') ?? false;
  const expected: Record<string, string> = {
    ...ofEveryAnswer,
    ...(html && { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' }),
    ...(html && !fragment && ofDocuments),
    ...(holdsSecret(url) && { 'referrer-policy': 'no-referrer' }),
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
