import { expect, test } from 'vitest';
import { sweep } from '../../src/data/outside/sweep.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving } from '../support/stage/administration.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { keptForms, pressLate, signInAgain } from '../support/stage/run-out.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;
const newContact = '/administracion/contactos/nuevo';

onStage('A kept form', (stage) => {
  test.for<[string, (cast: Stage) => CastUser]>([
    ['a colleague', ({ diana }) => diana],
    ['the administrator of another entity', ({ cuenca }) => cuenca.administrator],
  ])('is not shown to %s who signs in on that browser', async ([, who]) => {
    const visitor = await keptBy(stage, stage.quito.administrator);
    const page = await signInAgain(visitor, who(stage));
    expect([page.url.pathname, page.announced]).toEqual(['/inicio', []]);
    const own = await visitor.open(newContact);
    expect(own.html).not.toContain('Dávila');
    // Their own person finds it afterwards.
    await visitor.press('Cerrar Sesión');
    const theirs = await signInAgain(visitor, stage.quito.administrator);
    expect([theirs.url.pathname, theirs.field('Apellido Paterno').value]).toEqual([newContact, 'Dávila']);
  });

  test('is not shown to a colleague whose browser has got its cookie', async () => {
    const victim = await keptBy(stage, stage.quito.administrator);
    const thief = await stage.signedIn(stage.cuenca.administrator);
    const [name, token] = draftOf(victim);
    thief.cookies.set(name, token);
    expect((await thief.open(newContact)).html).not.toContain('Dávila');
    expect((await signInAgain(victim, stage.quito.administrator)).field('Apellido Paterno').value).toBe('Dávila');
  });

  test.for([
    ['nothing', ''],
    ['a sign', '%'],
    ['another token', 'A'.repeat(43)],
    ['4,000 letters', 'a'.repeat(4000)],
  ] as const)('is not found with a cookie of %s, and that causes no failure', async ([, value]) => {
    const visitor = await keptBy(stage, stage.quito.administrator);
    visitor.cookies.set(draftOf(visitor)[0], value);
    const page = await signInAgain(visitor, stage.quito.administrator);
    expect([page.status, page.url.pathname, page.field('Apellido Paterno').value]).toEqual([200, newContact, '']);
  });

  test('is kept for an hour, after which the page says that it is gone', async () => {
    const [early, late] = [
      await keptBy(stage, stage.quito.administrator),
      await keptBy(stage, stage.quito.administrator),
    ];
    stage.clock.advance(28 * minute);
    expect((await signInAgain(early, stage.quito.administrator)).field('Apellido Paterno').value).toBe('Dávila');
    stage.clock.advance(32 * minute);
    const page = await signInAgain(late, stage.quito.administrator);
    expect(page.field('Apellido Paterno').value).toBe('');
    expect(page.announced).toEqual([
      'Su sesión terminó antes de guardar, y lo que escribió ya no se conserva. Escríbalo de nuevo.',
    ]);
  });

  test('is not used up by a script that fetches its page', async () => {
    const visitor = await keptBy(stage, stage.quito.administrator);
    await signInElsewhere(stage, visitor);
    const fetching = { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
    expect((await visitor.get(newContact, fetching)).html).not.toContain('Dávila');
    expect((await visitor.open(newContact)).field('Apellido Paterno').value).toBe('Dávila');
  });

  test('is shown to a program that is no browser, which names a mode and no destination', async () => {
    const visitor = await keptBy(stage, stage.quito.administrator);
    await signInElsewhere(stage, visitor);
    expect((await visitor.get(newContact, { 'Sec-Fetch-Mode': 'cors' })).html).toContain('Dávila');
  });

  test('is deleted by the sweep when it has expired', async () => {
    await keptBy(stage, stage.quito.administrator);
    const { length } = await keptForms(stage);
    await sweep(stage.database, stage.clock.now);
    expect((await keptForms(stage)).length).toBeGreaterThan(0);
    stage.clock.advance(60 * minute);
    await sweep(stage.database, stage.clock.now);
    expect([length > 0, await keptForms(stage)]).toEqual([true, []]);
  });

  test('is one of at most five for a person, who loses the oldest one with the next', async () => {
    const user = stage.quito.administrator;
    const visitor = await arriving(stage, user, newContact);
    stage.clock.advance(31 * minute);
    const { token } = visitor;
    for (let count = 0; count < 8; count += 1) {
      stage.clock.advance(1);
      await visitor.post(newContact, { _token: token, paternalSurname: `Dávila ${'abcdefgh'[count]}` });
    }
    const { length } = (await keptForms(stage)).filter(({ user_id }) => user_id === user.id);
    expect(length).toBe(5);
  });

  test('is not made of a form without its token', async () => {
    const visitor = await arriving(stage, stage.quito.administrator, newContact);
    stage.clock.advance(31 * minute);
    const before = await keptForms(stage);
    expect((await visitor.post(newContact, { _token: 'x', paternalSurname: 'Dávila' })).status).toBe(403);
    expect(await keptForms(stage)).toEqual(before);
  });
});

async function keptBy(stage: Stage, user: CastUser): Promise<Visitor> {
  const visitor = await arriving(stage, user, newContact);
  await pressLate(stage, visitor.fill({ 'Apellido Paterno': 'Dávila' }), 'Guardar');
  expect(draftOf(visitor)[1]).toMatch(/^[\w-]{22}$/);
  return visitor;
}

// Signs in without coming to the page of the kept form.
async function signInElsewhere({ quito }: Stage, visitor: Visitor): Promise<void> {
  await visitor.open('/ingreso');
  visitor.cookies.set('soce_destino', '');
  await visitor.post('/ingreso', { ...credentialsOf(quito.administrator), _token: visitor.token });
}

// Gives the only cookie of a kept form, with its name.
function draftOf({ cookies }: Visitor): [name: string, value: string] {
  const [name = '', ...others] = cookies.names.filter((one) => one.startsWith('soce_borrador_'));
  expect(others).toEqual([]);
  return [name, cookies.get(name) ?? ''];
}

function credentialsOf({ ruc, userName, password }: CastUser) {
  return { ruc, userName, password };
}
