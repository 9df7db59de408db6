import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { exchange } from './http.ts';

test('A request over a kept connection that the server has closed meanwhile is sent once more', async () => {
  const { url, places } = await serverThatAnswers(({ connection, request }) => connection > 1 || request === 1);
  for (const time of [1, 2]) expect([time, (await get(url)).status]).toEqual([time, 200]);
  expect(places).toEqual([
    { connection: 1, request: 1 },
    { connection: 1, request: 2 },
    { connection: 2, request: 1 },
  ]);
});

test('A request that is cut off over a new connection is not sent again', async () => {
  const { url, places } = await serverThatAnswers(() => false);
  await expect(get(url)).rejects.toThrow('socket hang up');
  expect(places).toHaveLength(1);
});

test('A request is sent no third time', async () => {
  const { url, places } = await serverThatAnswers(({ connection, request }) => connection === 1 && request === 1);
  await get(url);
  await expect(get(url)).rejects.toThrow('socket hang up');
  expect(places).toHaveLength(3);
});

type Place = { connection: number; request: number };

// Serves the requests for which that is true, and hangs up at the others.
async function serverThatAnswers(isServed: (place: Place) => boolean): Promise<{ url: URL; places: Place[] }> {
  const connections: Socket[] = [];
  const places: Place[] = [];
  const server = createServer(({ socket }, answer) => {
    if (!connections.includes(socket)) connections.push(socket);
    const connection = connections.indexOf(socket) + 1;
    const place = { connection, request: places.filter((one) => one.connection === connection).length + 1 };
    places.push(place);
    if (isServed(place)) answer.end();
    else socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), places };
}

function get(url: URL) {
  return exchange({ method: 'GET', url, headers: {} });
}
