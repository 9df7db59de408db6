import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

/** The limits in bytes for each part of a first visit. */
const limits: Record<string, number> = { Document: 14_000, Stylesheet: 5_650, Script: 10_730 };
const firstVisit = 17_290;
// Some browsers ask for it, though no page links to it.
const iconPath = '/favicon.ico';

onStage('The first visit of a browser', (stage) => {
  test('takes 3 requests and 17.3 kB for the complete sign-in page, and each later page takes 1 request', async () => {
    const user = await KeyboardUser.sitDown(browser, stage.site.baseUrl, { axe: false });
    const { wire, icons } = await listen(user.page);
    await user.open('/ingreso');
    const first = wire();
    expect(first.map(({ type }) => type).sort()).toEqual(['Document', 'Script', 'Stylesheet']);
    expect(first.map(({ coding }) => coding)).toEqual(['br', 'br', 'br']);
    await user.signIn(stage.quito.administrator);
    expect(
      wire()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/ingreso', '/inicio']);
    for (const [name, path] of pages) {
      await user.follow(name);
      expect(
        wire().map((one) => one.path),
        name,
      ).toEqual([path]);
    }
    await user.leave();
    for (const { type, bytes } of first) {
      expect(bytes, type).toBeGreaterThan(100);
      expect(bytes, type).toBeLessThanOrEqual(limits[type] ?? 0);
    }
    expect(icons.filter(({ bytes }) => bytes > 0).length).toBeLessThanOrEqual(1);
    const total = [...first, ...icons].reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeLessThanOrEqual(firstVisit);
  });
});

const pages = [
  ['Administración', '/administracion/contactos'],
  ['Usuarios', '/administracion/usuarios'],
  ['Agregar Usuario', '/administracion/usuarios/nuevo'],
] as const;

type Transfer = { path: string; type: string; coding: string | undefined; bytes: number };

/**
 * Records the compressed transfers from now on. `wire` gives those since its last call; `icons` are the requests for
 * the icon, which some browsers make on each page, mostly from their cache.
 */
async function listen(page: Page): Promise<{ wire: () => Transfer[]; icons: Transfer[] }> {
  const session = await page.context().newCDPSession(page);
  const transfers = new Map<string, Transfer>();
  const icons: Transfer[] = [];
  let since: Transfer[] = [];
  const forget = (requestId: string) => {
    since = since.filter((one) => one !== transfers.get(requestId));
    transfers.delete(requestId);
  };
  session.on('Network.requestWillBeSent', ({ requestId, request, type = '' }) => {
    const transfer = { path: new URL(request.url).pathname, type, coding: undefined, bytes: 0 };
    transfers.set(requestId, transfer);
    (transfer.path === iconPath ? icons : since).push(transfer);
  });
  session.on('Network.requestServedFromCache', ({ requestId }) => forget(requestId));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const transfer = transfers.get(requestId);
    if (response.fromDiskCache || response.fromPrefetchCache) forget(requestId);
    else if (transfer)
      Object.assign(transfer, { coding: response.headers['content-encoding'], bytes: -response.encodedDataLength });
  });
  // The total less the bytes of the headers.
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  const wire = () => {
    const told = since;
    since = [];
    return told;
  };
  return { wire, icons };
}
