import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, userList } from '../support/stage/administration.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { keptForms, signInAgain } from '../support/stage/run-out.ts';
import { enterElsewhere } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;
const newContact = '/administracion/contactos/nuevo';
const shut = 'Su sesión no está abierta o terminó. Ingrese para continuar.';
const keptForAnHour = `${shut} Lo que escribió se conserva durante una hora.`;
const again = 'Su sesión terminó antes de guardar. Revise lo que escribió y guarde de nuevo.';

/** What happens in another tab of the browser, or to the session from elsewhere, while a form is being typed. */
type Meanwhile = (stage: Stage, visitor: Visitor) => Promise<unknown>;

const runOut: Meanwhile = async ({ clock }) => clock.advance(31 * minute);
const signedOut: Meanwhile = (_, visitor) => visitor.post('/salir', { _token: visitor.token });
const signedInAs =
  (who: (cast: Stage) => CastUser): Meanwhile =>
  (stage, visitor) =>
    enterElsewhere(visitor, who(stage));
const signedInAgain = signedInAs(({ quito }) => quito.administrator);
const pushedOut: Meanwhile = async (stage) => {
  for (let sixth = 0; sixth < 5; sixth += 1) {
    stage.clock.advance(1);
    await stage.signedIn(stage.quito.administrator);
  }
};
const endedElsewhere: Meanwhile = ({ database, quito }) =>
  database.owner.deleteFrom('sessions').where('user_id', '=', quito.administrator.id).execute();
const both =
  (first: Meanwhile, second: Meanwhile): Meanwhile =>
  async (stage, visitor) => {
    await first(stage, visitor);
    await second(stage, visitor);
  };

const stillTheirs: [string, Meanwhile][] = [
  ['they signed in again in another tab', signedInAgain],
  ['their session ran out and they signed in again', both(runOut, signedInAgain)],
  ['they signed out and in again', both(signedOut, signedInAgain)],
  ['their session was pushed out and they signed in again', both(pushedOut, signedInAgain)],
  [
    'another person signed in and they did again',
    both(
      signedInAs(({ diana }) => diana),
      signedInAgain,
    ),
  ],
];

const nobodys: [string, Meanwhile][] = [
  ['their session ran out', runOut],
  ['they signed out', signedOut],
  ['a sixth sign-in pushed their session out', pushedOut],
  ['their session was ended elsewhere', endedElsewhere],
];

const anothers: [string, (cast: Stage) => CastUser][] = [
  ['a colleague', ({ diana }) => diana],
  ['the administrator of another entity', ({ cuenca }) => cuenca.administrator],
];

onStage('A form that is being typed', (stage) => {
  test.for(stillTheirs)('is taken if %s', async ([, meanwhile]) => {
    const visitor = await typing(stage);
    await meanwhile(stage, visitor);
    const page = await visitor.press('Guardar');
    expect([page.status, page.url.pathname, page.errors[0]]).toEqual([
      422,
      newContact,
      expect.stringContaining('Primer Nombre'),
    ]);
    expect(page.field('Apellido Paterno').value).toBe('Dávila');
  });

  test('is taken if their password was changed in another tab', async () => {
    const { administrator } = stage.cuenca;
    const visitor = await typing(stage, administrator);
    const [oldPassword, newPassword] = [administrator.password, 'Loro-Verde-88'];
    const form = { oldPassword, newPassword, passwordAgain: newPassword, _token: visitor.token };
    const changed = await visitor.post('/datos-generales/contrasena', form);
    expect([changed.status, changed.headers['set-cookie']]).toEqual([303, expect.stringContaining('soce=')]);
    expect((await visitor.press('Guardar')).field('Apellido Paterno').value).toBe('Dávila');
    administrator.password = newPassword;
  });

  test.for(nobodys)('is kept and shown again after signing in if %s', async ([, meanwhile]) => {
    const visitor = await typing(stage);
    await meanwhile(stage, visitor);
    const page = await visitor.press('Guardar');
    expect([page.url.pathname, page.announced]).toEqual(['/ingreso', [keptForAnHour]]);
    const form = await signInAgain(visitor, stage.quito.administrator);
    expect([form.url.pathname, form.announced]).toEqual([newContact, [again]]);
    expect(form.field('Apellido Paterno').value).toBe('Dávila');
  });

  test.for(anothers)('is never done in the name of %s, and kept for its person', async ([, who]) => {
    const visitor = await typing(stage);
    await both(signedOut, signedInAs(who))(stage, visitor);
    const before = await contactsOf(stage);
    const page = await visitor.press('Guardar');
    expect([page.status, page.url.pathname]).toEqual([200, '/inicio']);
    expect(page.announced).toEqual([
      `No se hizo nada: el formulario es de otro usuario que ingresó en este navegador. La sesión abierta es la de ${who(stage).userName}. Lo escrito se conserva durante una hora para ese otro usuario.`,
    ]);
    expect((await visitor.get(newContact)).html).not.toContain('Dávila');
    expect(await contactsOf(stage)).toEqual(before);
    await visitor.press('Cerrar Sesión');
    const form = await signInAgain(visitor, stage.quito.administrator);
    expect([form.url.pathname, form.field('Apellido Paterno').value]).toEqual([newContact, 'Dávila']);
  });

  test('is kept while its person has to change a temporary password first', async () => {
    const visitor = await typing(stage);
    const { id } = stage.quito.administrator;
    const { owner } = stage.database;
    const until = new Date(stage.clock.now.getTime() + 60 * minute);
    await owner.updateTable('users').set({ mailed_seed: 'x', mailed_until: until }).where('id', '=', id).execute();
    await owner.updateTable('sessions').set({ temporary: true }).where('user_id', '=', id).execute();
    const page = await visitor.press('Guardar');
    expect([page.url.pathname, page.announced]).toEqual([
      '/datos-generales/contrasena',
      ['Cambie primero su contraseña. Lo que escribió se conserva durante una hora en su página.'],
    ]);
    await owner.updateTable('users').set({ mailed_seed: null, mailed_until: null }).where('id', '=', id).execute();
    await owner.updateTable('sessions').set({ temporary: false }).where('user_id', '=', id).execute();
    expect((await visitor.open(newContact)).field('Apellido Paterno').value).toBe('Dávila');
  });
});

onStage('A row that is pressed', (stage) => {
  const pressed = async (meanwhile: Meanwhile) => {
    const visitor = await arriving(stage, stage.quito.administrator, `${userList}?buscar=nadia`);
    await meanwhile(stage, visitor);
    return visitor.swap(/^(Activar|Desactivar) Usuario delegada03$/);
  };

  test.for(stillTheirs)('is swapped if %s', async ([, meanwhile]) => {
    expect((await pressed(meanwhile)).status).toBe(200);
  });

  test.for(nobodys)('leads to the sign-in page if %s', async ([, meanwhile]) => {
    const answer = await pressed(meanwhile);
    expect([answer.status, answer.headers['hx-redirect'], answer.html]).toEqual([401, '/ingreso', '']);
  });

  test.for(anothers)('is not done in the name of %s, who is told on their own page', async ([, who]) => {
    const active = () => stage.database.owner.selectFrom('users').select(['id', 'active']).orderBy('id').execute();
    const before = await active();
    const answer = await pressed(both(signedOut, signedInAs(who)));
    expect([answer.status, answer.headers['hx-redirect'], answer.html]).toEqual([401, '/inicio', '']);
    expect(await active()).toEqual(before);
  });
});

onStage('Two forms that one person sends after the end from two tabs', (stage) => {
  const newUser = '/administracion/usuarios/nuevo';

  test.for(nobodys)('are both kept and both found if %s', async ([, meanwhile]) => {
    const visitor = await typing(stage);
    const other = await sendLater(visitor, newUser, { name: 'delegado77' });
    await meanwhile(stage, visitor);
    await visitor.press('Guardar');
    stage.clock.advance(1);
    expect((await other()).headers.location).toBe('/ingreso');
    const last = await signInAgain(visitor, stage.quito.administrator);
    expect([last.url.pathname, last.field('Usuario').value]).toEqual([newUser, 'delegado77']);
    // The other tab still shows the sign-in page, which leads to its form now.
    const first = await visitor.open('/ingreso');
    expect([first.url.pathname, first.announced]).toEqual([newContact, [again]]);
    expect(first.field('Apellido Paterno').value).toBe('Dávila');
    expect((await visitor.open('/ingreso')).url.pathname).toBe('/inicio');
  });

  test('on the same page are shown there one after the other, the newest first', async () => {
    const visitor = await typing(stage);
    const other = await sendLater(visitor, newContact, { paternalSurname: 'Mora' });
    await signedOut(stage, visitor);
    await visitor.press('Guardar');
    stage.clock.advance(1);
    await other();
    const surnames = [(await signInAgain(visitor, stage.quito.administrator)).field('Apellido Paterno').value];
    for (const _ of [1, 2]) surnames.push((await visitor.open(newContact)).field('Apellido Paterno').value);
    expect(surnames).toEqual(['Mora', 'Dávila', '']);
  });

  test('that are the same one, by a double click, are kept once', async () => {
    const visitor = await typing(stage);
    await signedOut(stage, visitor);
    const sent = { _token: visitor.token, paternalSurname: 'Doble' };
    const answers = await Promise.all([visitor.post(newContact, sent), visitor.post(newContact, sent)]);
    expect(answers.map(({ headers }) => headers.location)).toEqual(['/ingreso', '/ingreso']);
    expect((await keptForms(stage)).filter(({ body }) => body.includes('Doble'))).toHaveLength(1);
  });
});

/** Has the form of a new contact open, with a surname typed in it. */
async function typing(stage: Stage, person = stage.quito.administrator): Promise<Visitor> {
  const visitor = await arriving(stage, person, newContact);
  return visitor.fill({ 'Apellido Paterno': 'Dávila' });
}

/** Opens a page in another tab; gives the function that sends its form. */
async function sendLater(visitor: Visitor, path: string, typed: Record<string, string>): Promise<() => Promise<Page>> {
  const page = await visitor.get(path);
  const _token = page.hidden('_token') ?? '';
  return () => visitor.post(path, { _token, creationKey: page.hidden('creationKey') ?? '', ...typed });
}

function contactsOf({ database }: Stage) {
  return database.owner.selectFrom('contacts').selectAll().orderBy('id').execute();
}
