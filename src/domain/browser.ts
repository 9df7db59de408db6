import { BROWSER_MAP, parse } from 'bowser';

const unknownBrowser = 'Desconocido';
const knownBrowsers = new Set<string>(Object.values(BROWSER_MAP));

/**
 * Names a browser by its User-Agent header, as in "Firefox 128 en Windows"; "Desconocido" for an unknown one. The
 * header may contain anything, so only the library's names and the digits of the version get into the result.
 */
export function browserName(userAgent: string): string {
  if (userAgent === '') return unknownBrowser;
  const { browser, os } = parse(userAgent);
  if (!browser.name || !knownBrowsers.has(browser.name)) return unknownBrowser;
  const version = /^\d{1,4}/.exec(browser.version ?? '')?.[0];
  return [browser.name, version, os.name && `en ${os.name}`].filter(Boolean).join(' ');
}
