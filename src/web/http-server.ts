import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { traceOf } from './errors.tsx';
import { type PageParts, type UnreadPage, type UnreadStatus, unreadPage } from './unread-page.tsx';

/** The parts of a server beside its application. Open answers are those to requests that are under way. */
type ServerParts = PageParts & { openAnswers: ReadonlySet<ServerResponse>; log: Logger };

// The time in which a request may arrive (R5), looked at once a second. A phone on 3G sends a form within a few seconds.
// A person reads longer than the five seconds after which Node closes an idle connection, and a new one costs a slow
// link half a second.
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 75_000,
};

// In milliseconds. Closing at once would reset a connection whose client still sends, and the page would be lost.
const lingering = 1_000;

/**
 * Makes the HTTP server of an application. A request that can't be read doesn't reach the application; it gets a page
 * with the headers of all pages (R4), and its connection ends.
 */
export function createHttpServer({ fetch }: Hono, parts: ServerParts): Server {
  const { baseUrl, log } = parts;
  const refusal = (status: UnreadStatus, fault: string) => {
    log.info({ status, fault }, 'a request could not be read');
    return unreadPage(status, parts);
  };
  const failure = (error: unknown) => {
    log.error({ err: error instanceof Error ? traceOf(error) : error }, 'the request failed');
    return unreadPage(500, parts);
  };
  const listener = getRequestListener(fetch, {
    hostname: baseUrl.host,
    errorHandler: (error) => {
      const { body, ...init } = error instanceof RequestError ? refusal(400, error.message) : failure(error);
      return new Response(body, init);
    },
  });
  // Node would refuse a missing host by itself, without a page.
  const server = createServer({ ...limits, requireHostHeader: false }, (request, answer) => {
    // A row swap needs no word on the connection, which lives on without: 48 bytes (weight).
    if (request.headers['hx-request'] === 'true') answer.removeHeader('Connection');
    if (request.httpVersion === '1.1' && request.headers.host === undefined) send(answer, refusal(400, 'no host'));
    else void listener(request, answer);
  });
  server.on('checkExpectation', (_, answer) => send(answer, refusal(417, 'unknown expectation')));
  server.on('connect', (_, socket) => void end(socket, parts, () => refusal(400, 'CONNECT')));

  const ending = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // What still comes on a connection that ends is faulty once more.
    if (ending.has(socket)) return;
    ending.add(socket);
    const status = statusOf(error, socket as Socket);
    if (status !== null) void end(socket, parts, () => refusal(status, error.code ?? ''));
    else socket.destroy();
  });
  return server;
}

function send(answer: ServerResponse, { status, headers, body }: UnreadPage): void {
  answer.writeHead(status, headers).end(body);
}

// Gives null if nobody waits for an answer: the connection is lost, or a browser has opened it without need.
function statusOf({ code = '' }: NodeJS.ErrnoException, { bytesRead }: Socket): UnreadStatus | null {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return bytesRead > 0 ? 408 : null;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code.startsWith('HPE_') ? 400 : null;
}

// Ends a connection with a page, after the answers to the requests before the faulty one. The application may be busy
// with the faulty one as well, whose body can't be read; an answer that it has begun is not mixed with the page.
async function end(socket: Duplex, { openAnswers }: ServerParts, page: () => UnreadPage): Promise<void> {
  const open = [...openAnswers].filter(({ req }) => req.socket === socket);
  const earlier = open.filter(({ req }) => req.complete);
  await Promise.all(earlier.map((answer) => new Promise((resolve) => answer.once('close', resolve))));
  const begun = open.some(({ req, headersSent }) => !req.complete && headersSent);
  if (socket.writable && !begun) {
    socket.end(message(page()));
    setTimeout(() => socket.destroy(), lingering).unref();
  } else {
    socket.destroy();
  }
}

function message({ status, headers, body }: UnreadPage): string {
  const lines = Object.entries({ ...headers, Date: new Date().toUTCString() }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
