import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** The answer to one request, without following redirects. */
type Exchange = {
  status: number;
  /** The values by lower-case name. Several of one name are joined with a line break. */
  headers: Record<string, string>;
  /** The decoded body. */
  body: Buffer;
  /** The number of bytes received for the body. */
  sent: number;
};

type HttpRequest = {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** The loopback address from which the request is sent. */
  from?: string | undefined;
};

const agent = new Agent({ keepAlive: true });

/**
 * Sends a request and waits for the whole answer. As browsers do, it sends it once more over a new connection where the
 * server closed the kept one at the moment at which it was used again.
 */
export async function exchange(asked: HttpRequest): Promise<Exchange> {
  const { answer, isClosedMeanwhile } = send(asked, agent);
  return answer.catch((error) => {
    if (!isClosedMeanwhile(error)) throw error;
    return send(asked, new Agent()).answer;
  });
}

function send({ method, url, headers, body, from }: HttpRequest, through: Agent) {
  const { promise: answer, resolve, reject } = Promise.withResolvers<Exchange>();
  const from_ = from && { localAddress: from };
  const outgoing = request(url, { method, headers, agent: through, ...from_ }, async (incoming) => {
    try {
      const sent = await buffer(incoming);
      const coding = incoming.headers['content-encoding'];
      resolve({
        status: incoming.statusCode ?? 0,
        headers: flat(incoming.headers),
        body: decode(sent, coding),
        sent: sent.length,
      });
    } catch (error) {
      reject(error);
    }
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  const isClosedMeanwhile = ({ code }: NodeJS.ErrnoException) =>
    outgoing.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE');
  return { answer, isClosedMeanwhile };
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join('\n')]));
}

function decode(body: Buffer, coding: string | undefined): Buffer {
  if (coding === 'br') return brotliDecompressSync(body);
  return coding === 'gzip' ? gunzipSync(body) : body;
}
