import { inject } from 'vitest';
import { lintHtml } from '../lint/lint.ts';
import { lintHeaders } from '../lint/lint-headers.ts';
import { recordWeight } from '../lint/weights.ts';
import { CookieJar } from './cookies.ts';
import { attribute, closest, type Element, elements, inputType } from './dom.ts';
import type { FieldValue } from './field.ts';
import type { Name, Where } from './find.ts';
import { encode, resetForm, submissionOf } from './form.ts';
import { exchange } from './http.ts';
import { Page } from './page.ts';

/** Settings of a visitor's browser. */
export type VisitorOptions = {
  /** Headers sent with every request, such as Origin, which the default browser (Firefox 68) does not send. */
  headers?: Record<string, string>;
  /** The visitor's own address, one of 127.0.0.0/8 (Linux). */
  address?: string;
  /** The clock by which cookies expire. */
  clock?: () => Date;
  /** Whether the pages are entered in the table of weights; true by default. */
  weigh?: boolean;
};

type Sending = { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | Uint8Array | undefined };
type Raw = { follow?: boolean };

const htmlFirst = 'text/html,application/xhtml+xml,*/*;q=0.8';
const formType = 'application/x-www-form-urlencoded';
const redirects = [301, 302, 303, 307, 308];
const mostHops = 5;

/**
 * A person with a browser that runs no scripts and checks no form before sending it. Controls are found by their
 * names. Every answer is linted; a fault throws.
 */
export class Visitor {
  readonly cookies: CookieJar;
  private current: Page | null = null;
  private readonly baseUrl: URL;
  private readonly options: VisitorOptions;

  constructor(baseUrl: URL, options: VisitorOptions) {
    this.baseUrl = baseUrl;
    this.options = options;
    this.cookies = new CookieJar(options.clock ?? (() => new Date()));
  }

  /** The open page. */
  get page(): Page {
    if (!this.current) throw new Error('No page is open.');
    return this.current;
  }

  /** Opens an address, following redirects. */
  open(path: string): Promise<Page> {
    return this.visit(new URL(path, this.baseUrl), { method: 'GET' });
  }

  /** Follows a link of the open page. */
  follow(name: Name, where: Where = {}): Promise<Page> {
    const target = new URL(this.page.link(name, where).href, this.page.url);
    return this.visit(target, { method: 'GET', headers: this.referer() });
  }

  /** Fills in fields of the open page by their labels, without sending them. */
  fill(values: Record<string, FieldValue>, where: Where = {}): this {
    this.page.fill(values, where);
    return this;
  }

  /** Presses a button of the open page and opens the answer, following redirects. */
  async press(name: Name, where: Where = {}): Promise<Page> {
    const button = this.page.button(name, where);
    if (inputType(button) === 'button') throw new Error(`Without scripting the button “${name}” does nothing.`);
    if (inputType(button) === 'reset') {
      resetForm(button, this.page.root, this.page.edits);
      return this.page;
    }
    const { method, url, entries } = this.submission(button);
    if (method === 'POST') return this.visit(url, this.formOf(entries));
    url.search = encode(entries);
    return this.visit(url, { method, headers: this.referer() });
  }

  /**
   * Presses a button as htmx does; gives the fragment that answers. The open page stays as it was. Questions
   * (hx-confirm) are answered with yes.
   */
  async swap(name: Name, where: Where = {}): Promise<Page> {
    const button = this.page.button(name, where);
    const { url, entries } = this.submission(button);
    const form = closest(button, 'form');
    const target = [button, form].flatMap((one) => (one ? (attribute(one, 'hx-post') ?? []) : []))[0];
    const sending = this.formOf(entries);
    const headers = { ...sending.headers, ...htmxHeaders(form ?? button, this.page.url) };
    // htmx uses fetch, which follows redirects.
    return this.send(target === undefined ? url : new URL(target, this.page.url), { ...sending, headers }, true);
  }

  /** Gets an address; the open page stays open. Redirects are followed with `follow` alone. */
  get(path: string, headers: Record<string, string> = {}, { follow = false }: Raw = {}): Promise<Page> {
    return this.send(new URL(path, this.baseUrl), { method: 'GET', headers }, follow);
  }

  /** Posts fields as a form, or a body as it is; the open page stays open. */
  post(
    path: string,
    body: Record<string, string> | [string, string][] | string | Uint8Array,
    headers: Record<string, string> = {},
    { follow = false }: Raw = {},
  ): Promise<Page> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const sent = isRaw ? body : encode(Array.isArray(body) ? body : Object.entries(body));
    const all = { 'Content-Type': formType, ...headers };
    return this.send(new URL(path, this.baseUrl), { method: 'POST', headers: all, body: sent }, follow);
  }

  /** The form token on the open page, for a form sent by hand. */
  get token(): string {
    const token = this.page.hidden('_token');
    if (token === undefined) throw new Error('The page has no form token.');
    return token;
  }

  private async visit(url: URL, sending: Sending): Promise<Page> {
    this.current = await this.send(url, sending, true);
    return this.current;
  }

  private async send(start: URL, sending: Sending, follow = false): Promise<Page> {
    const fragment = sending.headers?.['HX-Request'] === 'true';
    const hops: Page['hops'] = [];
    let [url, next] = [start, sending];
    for (;;) {
      const page = await this.exchange(url, next, fragment, hops);
      const { location } = page.headers;
      if (!follow || location === undefined || !redirects.includes(page.status)) return page;
      hops.push({ status: page.status, location });
      if (hops.length > mostHops)
        throw new Error(`The redirects don't end: ${hops.map((hop) => hop.location).join(', ')}`);
      if (page.status > 303 && next.method === 'POST') throw new Error(`A ${page.status} would send the form again.`);
      const fragmentHash = url.hash;
      url = new URL(location, url);
      url.hash ||= fragmentHash;
      if (url.origin !== this.baseUrl.origin) throw new Error(`The redirect leaves the site: ${location}`);
      next = { method: 'GET', ...(fragment && { headers: sending.headers ?? {} }) };
    }
  }

  private async exchange(url: URL, { method, headers, body }: Sending, fragment: boolean, hops: Page['hops']) {
    const cookie = this.cookies.header(url);
    const got = await exchange({
      method,
      url,
      headers: {
        Accept: htmlFirst,
        'Accept-Language': 'es-EC,es;q=0.8',
        'Accept-Encoding': 'br',
        ...(cookie !== null && { Cookie: cookie }),
        ...this.options.headers,
        ...headers,
      },
      body,
      from: this.options.address,
    });
    for (const line of got.headers['set-cookie']?.split('\n') ?? []) this.cookies.take(line, url);
    const answer = { status: got.status, url, headers: got.headers, html: got.body.toString('utf8'), fragment, hops };
    const page = new Page(answer);
    this.lint(page, fragment);
    // The table tells what a browser is sent, not what a test asks for in another coding.
    if (headers?.['Accept-Encoding'] === undefined) this.weigh(page, got.body, got.sent, fragment);
    return page;
  }

  private lint(page: Page, fragment: boolean): void {
    // Where no page is open, a row stands for one of a list, with the form below it to which its box belongs.
    const pageIds = fragment ? { pageIds: this.current?.ids ?? ['elegidos', 'mensaje'] } : {};
    const faults = [
      ...lintHeaders(page.url.href, page.headers, fragment),
      ...(isHtml(page) && page.html !== ''
        ? lintHtml({ html: page.html, status: page.status, fragment, ...pageIds })
        : []),
    ];
    if (faults.length > 0) {
      throw new Error(`${page.url.pathname} (${page.status}) breaks the rules:\n- ${faults.join('\n- ')}`);
    }
  }

  private weigh(page: Page, body: Buffer, sent: number, fragment: boolean): void {
    if (this.options.weigh === false || body.length === 0) return;
    const kind = !isHtml(page) ? 'asset' : fragment ? 'fragment' : 'page';
    const parts = kind === 'page' ? elements(page.root, 'link', 'script', 'img') : [];
    const addresses = parts.flatMap((one) => attribute(one, 'src') ?? attribute(one, 'href') ?? []);
    const requests = 1 + new Set(addresses).size;
    recordWeight(inject('run').folder, { url: page.url.href, kind, status: page.status, requests, sent, body });
  }

  private submission(button: Element) {
    return submissionOf(button, this.page.url, this.page.root, this.page.edits);
  }

  private formOf(entries: [string, string][]) {
    const headers = { 'Content-Type': formType, ...this.referer() };
    return { method: 'POST', headers, body: encode(entries) } as const;
  }

  private referer(): Record<string, string> {
    const { url, headers } = this.page;
    return headers['referrer-policy'] === 'no-referrer' ? {} : { Referer: `${url.origin}${url.pathname}${url.search}` };
  }
}

function isHtml(page: Page): boolean {
  return page.headers['content-type']?.startsWith('text/html') ?? false;
}

function htmxHeaders(source: Element, pageUrl: URL): Record<string, string> {
  const id = attribute(source, 'id');
  return {
    Accept: 'text/html',
    'HX-Request': 'true',
    'HX-Request-Type': 'partial',
    'HX-Source': `${source.tagName}${id === undefined ? '' : `#${id}`}`,
    'HX-Current-URL': pageUrl.href,
  };
}
