type Cookie = { value: string; path: string; secure: boolean; expires: Date | null };

/** The cookies of one browser for one host. They expire by the given clock. */
export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();
  private readonly now: () => Date;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** Gives the Cookie header for an address; null where there is none to send. */
  header(url: URL): string | null {
    const sent = [...this.cookies]
      .filter(([, cookie]) => this.isAlive(cookie) && pathMatches(url.pathname, cookie.path))
      .filter(([, cookie]) => !cookie.secure || url.protocol === 'https:')
      .map(([name, cookie]) => `${name}=${cookie.value}`);
    return sent.length > 0 ? sent.join('; ') : null;
  }

  /** Applies one Set-Cookie header received from this address. */
  take(line: string, url: URL): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const [name, value] = halves(pair);
    const attributes = new Map(rest.map((part) => halves(part)).map(([key, text]) => [key.toLowerCase(), text]));
    const path = attributes.get('path')?.startsWith('/') ? (attributes.get('path') ?? '/') : defaultPath(url);
    const secure = attributes.has('secure');
    const tied = name.startsWith('__Host-');
    if (name === '' || (tied && (!secure || path !== '/' || attributes.has('domain')))) return;
    const expires = this.expiry(attributes);
    this.cookies.delete(name);
    const cookie = { value, path, secure, expires };
    if (this.isAlive(cookie)) this.cookies.set(name, cookie);
  }

  /** Gives a cookie's value; null where there is none or it has expired. */
  get(name: string): string | null {
    const cookie = this.cookies.get(name);
    return cookie && this.isAlive(cookie) ? cookie.value : null;
  }

  /** Lists the names of the cookies that have not expired. */
  get names(): string[] {
    return [...this.cookies].filter(([, cookie]) => this.isAlive(cookie)).map(([name]) => name);
  }

  /** Sets a cookie by hand, such as a stolen or an invented one. */
  set(name: string, value: string): void {
    this.cookies.set(name, { value, path: '/', secure: false, expires: null });
  }

  /** Deletes the cookies that end with the browser. */
  closeBrowser(): void {
    for (const [name, cookie] of this.cookies) if (cookie.expires === null) this.cookies.delete(name);
  }

  private expiry(attributes: Map<string, string>): Date | null {
    const maxAge = attributes.get('max-age');
    if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return new Date(this.now().getTime() + Number(maxAge) * 1000);
    const expires = new Date(attributes.get('expires') ?? '');
    return Number.isNaN(expires.getTime()) ? null : expires;
  }

  private isAlive(cookie: Cookie): boolean {
    return cookie.expires === null || cookie.expires > this.now();
  }
}

function halves(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name.trim(), value.join('=').trim()];
}

function pathMatches(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}
