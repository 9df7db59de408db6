import { BROWSER_MAP, parse } from 'bowser';

const unknown = 'Desconocido';
const known = new Set<string>(Object.values(BROWSER_MAP));

/**
 * A browser in words, "Firefox 128 en Windows", from what it says of itself; "Desconocido" where that names none. Of
 * what it says nothing is repeated but digits: anybody may send anything.
 */
export function browserName(userAgent: string): string {
  if (userAgent === '') return unknown;
  const { browser, os } = parse(userAgent);
  if (!browser.name || !known.has(browser.name)) return unknown;
  const version = /^\d{1,4}/.exec(browser.version ?? '')?.[0];
  return [browser.name, version, os.name && `en ${os.name}`].filter(Boolean).join(' ');
}
