import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { smtpTransport } from '../../src/jobs/mail-transport.ts';
import { type InboxOptions, openInbox } from '../support/server/inbox.ts';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe.concurrent('A mail to another machine', () => {
  test.for<[server: string, smtp: InboxOptions['smtp'], code: string]>([
    ['offers no TLS', { disabledCommands: ['STARTTLS'] }, 'ETLS'],
    ['has a self-signed certificate', {}, 'ESOCKET'],
  ])('is not sent to a server that %s', async ([, smtp = {}, code], { expect, skip }) => {
    if (!outside) return skip('This machine has no address but its own loopback.');
    const said: string[] = [];
    const overhear: InboxOptions['smtp'] = {
      onAuth: (_auth, _session, answer) => {
        said.push('AUTH');
        answer(null, { user: 'soce' });
      },
      onMailFrom: (_address, _session, answer) => {
        said.push('MAIL');
        answer();
      },
    };
    const inbox = await openInbox({ host: outside, smtp: { ...smtp, ...overhear } });
    closing.push(inbox.close);
    await expect(transportTo(withCredentials(inbox.url)).send(mail(1))).rejects.toMatchObject({ code });
    expect([said, inbox.attempts]).toEqual([[], 0]);
  });
});

describe.concurrent('A mail to a server on this machine', () => {
  test('is sent over TLS where it is offered, with any certificate, and else without', async ({ expect }) => {
    const secure: boolean[] = [];
    const onMailFrom = (_address: unknown, session: { secure: boolean }, answer: () => void) => {
      secure.push(session.secure);
      answer();
    };
    for (const disabledCommands of [[], ['STARTTLS']]) {
      const inbox = await openInbox({ smtp: { disabledCommands, onMailFrom } });
      closing.push(inbox.close);
      await transportTo(inbox.url).send(mail(1));
      expect(inbox.mails).toHaveLength(1);
    }
    expect(secure).toEqual([true, false]);
  });

  test('has the domains of its addresses in ASCII, as SMTP takes them', async ({ expect }) => {
    const server = await plainServer(() => {});
    const transport = smtpTransport(server.url, { name: 'SOCE', address: 'soce@peñafiel.ec' });
    closing.push(transport.close);
    await transport.send({ ...mail(1), to: 'Ana&Jose@Peñafiel.ec' });
    const said = server.lines.join('\n');
    for (const line of [
      /^MAIL FROM:<soce@xn--peafiel-5za\.ec>$/m,
      /^RCPT TO:<Ana&Jose@xn--peafiel-5za\.ec>$/m,
      /^To: Ana&Jose@xn--peafiel-5za\.ec$/m,
      /^Message-ID: <1@xn--peafiel-5za\.ec>$/m,
    ]) {
      expect(said).toMatch(line);
    }
    expect(said).not.toMatch(/[^ -~\n]/);
  });

  test('that is refused does not stop those sent at the same time', async ({ expect }) => {
    const inbox = await openInbox({
      smtp: {
        onRcptTo: ({ address }, _session, answer) =>
          answer(/[369]@/.test(address) ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null),
      },
    });
    closing.push(inbox.close);
    const transport = transportTo(inbox.url);
    const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const outcomes = await Promise.allSettled(ids.map((id) => transport.send(mail(id))));
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? ids[index] : []))).toEqual([3, 6, 9]);
    expect(inbox.mails.map(({ to }) => Number.parseInt(to, 10)).sort((a, b) => a - b)).toEqual([1, 2, 4, 5, 7, 8, 10]);
  });

  test.for([
    '1@prueba.example, 2@prueba.example',
    '1@prueba.example;2@prueba.example',
    '1@prueba.example>\r\nRCPT TO:<2@prueba.example',
    'Uno <1@prueba.example>, 2@prueba.example',
  ])('to an address that contains another one (%j) is not sent to either', async (to, { expect }) => {
    const inbox = await openInbox();
    closing.push(inbox.close);
    await expect(transportTo(inbox.url).send({ ...mail(1), to })).rejects.toMatchObject({ code: 'EENVELOPE' });
    expect(inbox.mails).toEqual([]);
  });

  test.for(['when it is idle', 'when it hears of the next mail', 'with a farewell at the next mail'] as const)(
    'is not delayed where the server has ended the connection %s',
    async (moment, { expect }) => {
      const server = await plainServer(({ connection, mails, socket }) => {
        if (connection > 1 || mails === 1 || moment === 'when it is idle') return;
        if (moment === 'with a farewell at the next mail') socket.write('421 4.7.0 Too many messages\r\n');
        socket.end();
      });
      const transport = transportTo(server.url);
      await transport.send(mail(1));
      if (moment === 'when it is idle') server.hangUp();
      const begun = performance.now();
      await transport.send(mail(2));
      // Without a new connection the mail would wait for the limits of the transport, ten seconds and more.
      expect(performance.now() - begun).toBeLessThan(1_000);
      expect(server.texts).toEqual(['1', '2']);
    },
  );

  test('is not repeated by the transport where the connection breaks after its text was sent', async ({ expect }) => {
    const server = await plainServer(() => {}, { deafAfterText: true });
    const transport = transportTo(server.url);
    await expect(transport.send(mail(1))).rejects.toMatchObject({ code: 'ECONNECTION' });
    await wait(500);
    expect(server.texts).toEqual(['1']);
  });
});

test('A mail is given up after a minute where the server answers very slowly', async () => {
  const { timeout } = AbortSignal;
  const minute = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
  closing.push(() => minute.mockRestore());
  const dripping = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 ready\r\n');
    const drip = setInterval(() => socket.write('2'), 50);
    socket.on('close', () => clearInterval(drip));
  }).listen(0, '127.0.0.1');
  closing.push(() => dripping.close());
  await once(dripping, 'listening');
  const { port } = dripping.address() as AddressInfo;
  await expect(transportTo(new URL(`smtp://127.0.0.1:${port}`)).send(mail(1))).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(minute.mock.calls).toEqual([[60_000]]);
});

function transportTo(url: URL) {
  const transport = smtpTransport(url, { name: 'SOCE', address: 'soce@prueba.example' });
  closing.push(transport.close);
  return transport;
}

function withCredentials(url: URL): URL {
  return new URL(`smtp://soce:clave@${url.host}`);
}

function mail(id: number) {
  return { id: String(id), to: `${id}@prueba.example`, subject: 'Prueba', text: 'Prueba', html: '<p>Prueba</p>' };
}

/** Called by a plain server at the beginning of each mail, with the numbers of the connection and of the mail on it. */
type AtMail = (at: { connection: number; mails: number; socket: Socket }) => void;

/** Starts a minimal mail server. `onMail` may end the connection at the beginning of a mail. */
async function plainServer(onMail: AtMail, { deafAfterText = false } = {}) {
  const texts: string[] = [];
  const lines: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket);
    let [mails, recipient, inText] = [0, '', false];
    socket.on('error', () => {});
    const answer = (text: string) => void (socket.writable && socket.write(`${text}\r\n`));
    answer('220 ready');
    createInterface(socket).on('line', (line) => {
      lines.push(line);
      if (inText) {
        if (line !== '.') return;
        inText = false;
        texts.push(recipient);
        return deafAfterText ? socket.destroy() : answer('250 taken');
      }
      if (/^MAIL/.test(line)) {
        mails += 1;
        onMail({ connection, mails, socket });
      }
      if (/^RCPT/.test(line)) recipient = /<(.+)@/.exec(line)?.[1] ?? '';
      inText = line === 'DATA';
      answer(inText ? '354 go on' : '250 ok');
    });
  }).listen(0, '127.0.0.1');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return {
    url: new URL(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`),
    texts,
    lines,
    hangUp: () => sockets.at(-1)?.end(),
  };
}
