import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { Argon2id } from 'oslo/password';
import pLimit from 'p-limit';
import { fullName, searchKey, sortKey } from '../src/domain/person-name.ts';
import { paths } from '../views/kit/paths.ts';
import { countForBench } from './counting.ts';
import { contactPage, signInPage, userRow, usersPage } from './floor-pages.ts';
import { type Actor, contactColumns, openStatements } from './floor-sql.ts';

// The floor: the least that an honest server does for the measured requests, on the same packages, addresses and tables
// as the product. It looks up the session, checks the form token, keeps to one RUC, writes incidents and hashes as the
// product does; it has no policies, rules on fields, limits on guessing or mails.
countForBench();
const sql = openStatements(process.env.DATABASE_URL ?? '');
const key = Buffer.alloc(32, 1);
const argon2id = new Argon2id({ memorySize: 19_456, iterations: 2, parallelism: 1 });
// As many at a time as in the product: more only crowd the processor's cache.
const limitHashing = pLimit(2);
const optional = new Set(['sex', 'maritalStatus', 'until', 'educationLevel', 'occupationalArea']);
const app = new Hono<{ Variables: { actor: Actor; session: string; form: URLSearchParams } }>();

app.get(paths.signIn(), (c) => {
  const visitor = getCookie(c, 'soce_form') ?? newToken();
  setCookie(c, 'soce_form', visitor, { httpOnly: true, sameSite: 'Lax' });
  return html(c, signInPage(seal(visitor)));
});

app.post(paths.signIn(), async (c) => {
  const form = await ownForm(c, getCookie(c, 'soce_form'));
  if (!form) return c.text('Foreign form', 403);
  const [account] = await sql.account(form.get('ruc'), form.get('userName'));
  if (!account?.password_hash) return c.text('Refused', 422);
  const { password_hash: hash } = account;
  const right = await limitHashing(() => argon2id.verify(hash, form.get('password') ?? ''));
  if (!right) return c.text('Refused', 422);
  const token = newToken();
  await sql.openSession(account.ruc, account.id, hashOf(token), addressOf(c), c.req.header('user-agent') ?? '');
  setCookie(c, 'soce', token, { httpOnly: true, sameSite: 'Lax' });
  return c.redirect(paths.home(), 303);
});

app.use('/administracion/*', async (c, next) => {
  const session = getCookie(c, 'soce') ?? '';
  if (c.req.method === 'POST') {
    const form = await ownForm(c, session);
    if (!form) return c.text('Foreign form', 403);
    c.set('form', form);
  }
  const [actor] = await sql.actor(hashOf(session));
  if (!actor) return c.redirect(paths.signIn(), 303);
  c.set('actor', actor);
  c.set('session', session);
  await next();
  return undefined;
});

app.get(paths.users(), async (c) => {
  const users = await sql.users(c.var.actor.ruc, Math.min(Number(c.req.query('filas')) || 20, 100));
  return html(c, usersPage(users, users[0]?.total ?? 0, seal(c.var.session)));
});

app.post(paths.userActivation(':id'), async (c) => {
  const { actor, form, session } = c.var;
  const activates = form.get('accion') === 'activar';
  const [user] = await sql.activate(actor.ruc, idOf(c), activates, ...originOf(c, actor));
  return user ? html(c, userRow(user, seal(session))) : c.notFound();
});

app.get(paths.contact(':id'), async (c) => {
  const [contact] = await sql.contact(c.var.actor.ruc, idOf(c));
  return contact ? html(c, contactPage(contact, seal(c.var.session))) : c.notFound();
});

app.post(paths.contact(':id'), async (c) => {
  const { actor, form } = c.var;
  const typed = (name: string) => form.get(name) ?? '';
  const values = Object.keys(contactColumns).map((name) => {
    if (name === 'status') return typed(name) === 'ACTIVO';
    return typed(name) === '' && optional.has(name) ? null : typed(name);
  });
  const name = fullName({
    paternalSurname: typed('paternalSurname'),
    maternalSurname: typed('maternalSurname'),
    firstName: typed('firstName'),
    secondName: typed('secondName'),
  });
  const names = [name, sortKey(name), searchKey(`${name} ${typed('documentNumber')}`)];
  const [saved] = await sql.save(actor.ruc, idOf(c), typed('version'), ...originOf(c, actor), ...values, ...names);
  return saved ? c.redirect(paths.contacts(), 303) : c.text('Stale', 422);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port));

function html(c: Context, text: string): Response {
  c.header('Content-Type', 'text/html; charset=utf-8');
  c.header('Content-Security-Policy', "default-src 'self'");
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cache-Control', 'no-store');
  c.header('Vary', 'Accept-Encoding');
  if (!/\bbr\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(text);
  c.header('Content-Encoding', 'br');
  return c.body(new Uint8Array(brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })));
}

// Reads the body of a form whose token belongs to the cookie.
async function ownForm(c: Context, cookie = ''): Promise<URLSearchParams | null> {
  const form = new URLSearchParams(await c.req.text());
  const [right, given] = [Buffer.from(seal(cookie)), Buffer.from(form.get('_token') ?? '')];
  return right.length === given.length && timingSafeEqual(right, given) ? form : null;
}

function seal(cookie: string): string {
  return createHmac('sha256', key).update(`form ${cookie}`).digest('base64url');
}

function originOf(c: Context, actor: Actor) {
  return [actor.user_id, actor.name, addressOf(c), randomBytes(6).toString('hex')];
}

function addressOf(c: Context): string {
  return getConnInfo(c).remote.address ?? '';
}

function idOf(c: Context): number {
  return Number.parseInt(c.req.param('id') ?? '', 10) || 0;
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
