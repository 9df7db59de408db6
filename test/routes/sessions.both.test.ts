import { expect, test } from 'vitest';
import { sweep } from '../../src/data/outside/sweep.ts';
import { tokenHash } from '../../src/data/secrets/tokens.ts';
import { timeText } from '../../src/domain/civil-date.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { enter, isOpen, signIn } from '../support/stage/sign-in.ts';
import { onStage, openSite, type Stage } from '../support/stage/stage.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

onStage('A session', (stage) => {
  test('gets a new token at each sign-in, and the one before ends', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const first = tokenOf(visitor);
    expect(first).toMatch(/^[\w-]{43}$/);
    const again = stage.visitor();
    await again.open('/ingreso');
    again.cookies.set('soce', first);
    expect((await enter(again, stage.diana)).url.pathname).toBe('/inicio');
    expect(tokenOf(again)).not.toBe(first);
    expect(await isOpen(visitor)).toBe(false);
  });

  test('never uses a token that the browser has sent', async () => {
    const brought = 'A'.repeat(43);
    const victim = stage.visitor();
    victim.cookies.set('soce', brought);
    expect((await signIn(victim, stage.diana)).url.pathname).toBe('/inicio');
    expect(tokenOf(victim)).not.toBe(brought);
    expect(await isOpen(withToken(stage, brought))).toBe(false);
  });

  test('is stored as a hash', async () => {
    const token = tokenOf(await stage.signedIn(stage.diana));
    const rows = await stage.database.owner.selectFrom('sessions').select('id').execute();
    const ids = rows.map((row) => row.id);
    expect(ids).toContain(tokenHash(token));
    expect(ids).not.toContain(token);
  });

  test('has a cookie that is HttpOnly and SameSite', async () => {
    const cookie = await signInCookie(stage.visitor(), stage);
    expect(cookie).toMatch(/^soce=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('over https has a cookie with the prefix __Host-', async () => {
    const secure = await openSite(stage, new URL('https://soce.example'));
    const visitor = secure.visitor();
    const page = await visitor.get('/ingreso');
    expect(page.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
    const [form = ''] = (page.headers['set-cookie'] ?? '').split(';');
    const { ruc, userName, password } = stage.diana;
    const typed = { _token: page.hidden('_token') ?? '', ruc, userName, password };
    const answer = await visitor.post('/ingreso', typed, { Cookie: form });
    expect(answer.status).toBe(303);
    expect(answer.headers['set-cookie']?.split('\n').at(-1)).toMatch(
      /^__Host-soce=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await secure.close();
  });

  test('ends with “Cerrar Sesión”, even for a browser that keeps the token', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const token = tokenOf(visitor);
    const page = await visitor.press('Cerrar Sesión');
    expect([page.url.pathname, page.announced]).toEqual(['/ingreso', ['Cerró su sesión.']]);
    expect(visitor.cookies.get('soce')).toBeNull();
    expect(await isOpen(visitor)).toBe(false);
    expect(await isOpen(withToken(stage, token))).toBe(false);
  });

  test('is not ended by GET', async () => {
    const visitor = await stage.signedIn(stage.diana);
    expect((await visitor.get('/salir')).status).toBe(404);
    expect(await isOpen(visitor)).toBe(true);
  });

  test('is one of at most five; the sixth ends the oldest', async () => {
    const visitors: Visitor[] = [];
    for (let count = 0; count < 6; count += 1) {
      stage.clock.advance(second);
      visitors.push(await stage.signedIn(stage.bruno));
    }
    const open: boolean[] = [];
    for (const visitor of visitors) open.push(await isOpen(visitor));
    expect(open).toEqual([false, true, true, true, true, true]);
  });

  test('ends after 30 minutes without a request', async () => {
    const [early, late] = [await stage.signedIn(stage.diana), await stage.signedIn(stage.diana)];
    stage.clock.advance(30 * minute - second);
    expect(await isOpen(early)).toBe(true);
    stage.clock.advance(2 * second);
    expect((await late.open('/inicio')).url.pathname).toBe('/ingreso');
    expect(late.page.announced).toEqual(['Su sesión no está abierta o terminó. Ingrese para continuar.']);
    expect(await isOpen(early)).toBe(true);
  });

  test('counts its 30 minutes from the last request, at most five seconds late', async () => {
    const visitor = await stage.signedIn(stage.diana);
    stage.clock.advance(20 * minute);
    await visitor.open('/inicio');
    stage.clock.advance(4 * second);
    await visitor.open('/inicio');
    stage.clock.advance(30 * minute - 5 * second);
    expect(await isOpen(visitor)).toBe(true);
    stage.clock.advance(30 * minute + second);
    expect(await isOpen(visitor)).toBe(false);
  });

  test('ends after 8 hours even with requests', async () => {
    const visitor = await stage.signedIn(stage.diana);
    for (let passed = 0; passed < 464; passed += 29) {
      stage.clock.advance(29 * minute);
      expect(await isOpen(visitor)).toBe(true);
    }
    stage.clock.advance(16 * minute - second);
    expect(await isOpen(visitor)).toBe(true);
    stage.clock.advance(2 * second);
    expect(await isOpen(visitor)).toBe(false);
  });

  test('is one of at most five open ones, of which expired ones are not counted', async () => {
    const first = await stage.signedIn(stage.carla);
    for (let count = 0; count < 6; count += 1) {
      await stage.signedIn(stage.carla);
      stage.clock.advance(20 * minute);
      expect(await isOpen(first)).toBe(true);
      stage.clock.advance(20 * minute);
      await first.open('/inicio');
    }
  });

  test('that has expired is known for a day, for a form that may still come from it', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const rows = () =>
      stage.database.owner.selectFrom('sessions').select('id').where('id', '=', idOf(visitor)).execute();
    stage.clock.advance(32 * hour - second);
    await sweep(stage.database, stage.clock.now);
    expect(await rows()).toHaveLength(1);
    stage.clock.advance(second);
    await sweep(stage.database, stage.clock.now);
    expect(await rows()).toEqual([]);
  });

  test('shows its end on pages in its last half hour', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const end = new Date(stage.clock.now.getTime() + 8 * hour);
    for (let passed = 0; passed < 450; passed += 25) {
      stage.clock.advance(25 * minute);
      await visitor.open('/inicio');
    }
    stage.clock.now = new Date(end.getTime() - 30 * minute - second);
    expect((await visitor.open('/inicio')).announced).toEqual([]);
    stage.clock.advance(second);
    expect((await visitor.open('/inicio')).announced).toEqual([
      `Su sesión termina a las ${timeText(end)}, aunque la esté usando. Guarde antes lo que escriba e ingrese de nuevo.`,
    ]);
  });

  test.for(['', '%', '%E0%A4%A', '"', 'ñ', 'a b', '=', `${'a'.repeat(4000)}`])(
    'is not open with the cookie “%s”, which causes no failure',
    async (value) => {
      const answer = await stage.visitor().get('/inicio', { Cookie: `soce=${value}; soce_form=${value}` });
      expect([answer.status, answer.headers.location]).toEqual([303, '/ingreso']);
      const page = await stage.visitor().get('/ingreso', { Cookie: `soce=${value}; soce_aviso=${value}` });
      expect(page.status).toBe(200);
    },
  );
});

function tokenOf(visitor: Visitor): string {
  return visitor.cookies.get('soce') ?? '';
}

function idOf(visitor: Visitor): string {
  return tokenHash(tokenOf(visitor));
}

function withToken(stage: Stage, token: string): Visitor {
  const visitor = stage.visitor();
  visitor.cookies.set('soce', token);
  return visitor;
}

async function signInCookie(visitor: Visitor, { diana }: Stage): Promise<string> {
  await visitor.open('/ingreso');
  const { ruc, userName, password } = diana;
  const page = await visitor.post('/ingreso', { _token: visitor.token, ruc, userName, password });
  return page.headers['set-cookie']?.split('\n').at(-1) ?? '';
}
