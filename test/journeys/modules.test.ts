import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setMenuAddress } from '../../src/data/outside/menus.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { onStage } from '../support/stage/stage.ts';
import { KeyboardUser } from './keyboard.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

onStage('A module with an address', (stage) => {
  const visits: IncomingHttpHeaders[] = [];
  let module: Server;
  let address: string;

  beforeAll(async () => {
    module = createServer(({ url, headers }, answer) => {
      if (url === '/inicio') visits.push(headers);
      answer.setHeader('Content-Type', 'text/html; charset=utf-8');
      answer.end('<!doctype html><html lang="es"><title>Consultas</title><h1>Consultas</h1></html>');
    });
    await new Promise<void>((resolve) => module.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(module.address() as AddressInfo).port}/inicio`;
    await setMenuAddress(stage.database, 'CONSULTAS', address);
  });
  afterAll(() => module.close());

  test.each([true, false])('opens in the same window, without a Referer header (scripting %s)', async (javaScript) => {
    const user = await KeyboardUser.signedIn(browser, stage, stage.diana, { javaScript });
    await user.open('/consultar');
    await user.reach('ENTIDAD-CONSULTAS');
    const seen = visits.length;
    await Promise.all([user.page.waitForURL(address), user.page.keyboard.press('Enter')]);
    expect(user.page.context().pages()).toHaveLength(1);
    expect(visits.slice(seen).map(({ referer, origin }) => ({ referer, origin }))).toEqual([{}]);
    await user.page.goBack();
    expect(new URL(user.page.url()).pathname).toBe('/consultar');
    await user.leave();
  });
});
