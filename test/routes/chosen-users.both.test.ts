import { expect, test } from 'vitest';
import { rowsOf } from '../support/server/contents.ts';
import { arriving, saveContact, switchUser, userList } from '../support/stage/administration.ts';
import { type CastUser, grant, menusOf, someone } from '../support/stage/cast.ts';
import { addCopies, choose, peopleUnder } from '../support/stage/choosing.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { mailStatuses } from '../support/stage/mail-queue.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const chosenPage = `${userList}/elegidos`;

onStage('With chosen users', (stage) => {
  const opened = (query = '?filas=100') => arriving(stage, stage.quito.administrator, `${userList}${query}`);

  test('“Activar” says first what will happen to whom, and does it on “Confirmar”', async () => {
    const [first, second] = [await someone(stage, { state: 'new' }), await someone(stage, { state: 'new' })];
    const active = await someone(stage);
    const visitor = await opened();
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const page = await choose(visitor, [first, second, active].map(nameOf), 'Activar');
    expect([page.url.pathname, page.h1]).toEqual([chosenPage, 'Activar usuarios']);
    expect(peopleUnder(page, 'Va a cambiar')).toEqual({
      [`${first.userName} (Persona Paz)`]: 'Quedará ACTIVO.',
      [`${second.userName} (Persona Paz)`]: 'Quedará ACTIVO.',
    });
    expect(peopleUnder(page, 'Fuera del cambio')).toEqual({ [`${active.userName} (Persona Paz)`]: 'Ya está ACTIVO.' });
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
    const made = await visitor.press('Confirmar');
    expect(made.hops[0]?.status).toBe(303);
    expect(made.h1).toBe('Activar usuarios: resultado');
    expect(made.announced).toEqual(['Datos Actualizados']);
    expect(Object.values(peopleUnder(made, 'Hecho'))).toEqual(['Quedó ACTIVO.', 'Quedó ACTIVO.']);
    expect(Object.values(peopleUnder(made, 'Quedaron fuera'))).toEqual(['Ya está ACTIVO.']);
    for (const user of [first, second]) expect(await eventsOf(stage, user)).toEqual(['user.created', 'user.activated']);
    expect(await eventsOf(stage, active)).toEqual(['user.created', 'user.activated']);
    expect(await mailStatuses(stage, first)).toEqual(['queued']);
    expect((await visitor.follow('Regresar')).url.search).toBe('?filas=100');
  });

  test('“Desactivar” ends the sessions, and says how many before', async () => {
    const user = await someone(stage);
    const theirs = await stage.signedIn(user);
    const visitor = await opened();
    const page = await choose(visitor, [nameOf(user)], 'Desactivar');
    expect(Object.values(peopleUnder(page, 'Va a cambiar'))).toEqual([
      'Quedará INACTIVO. Su sesión abierta se cierra.',
    ]);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    await visitor.press('Confirmar');
    expect((await theirs.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('“Resetear contraseña” leaves out who has no e-mail, and mails the others', async () => {
    const [user, silent] = [await someone(stage), await someone(stage, { email: '' })];
    const visitor = await opened();
    const page = await choose(visitor, [user, silent].map(nameOf), 'Resetear contraseña');
    expect(Object.values(peopleUnder(page, 'Va a cambiar'))[0]).toMatch(/^Se enviará a p/);
    expect(page.text).toContain('La contraseña actual de cada uno deja de servir');
    expect(Object.values(peopleUnder(page, 'Fuera del cambio'))[0]).toContain('no tiene correo electrónico');
    await visitor.press('Confirmar');
    expect((await mailStatuses(stage, user)).at(-1)).toBe('queued');
    expect((await eventsOf(stage, user)).at(-1)).toBe('password.reset');
    await expect(stage.signedIn(user)).rejects.toThrow(/could not sign in/);
    await stage.signedIn(silent);
  });

  test('“Quitar menú” asks for the menu, and leaves out who does not have it', async () => {
    const [one, other, none] = [await someone(stage), await someone(stage), await someone(stage)];
    await grant(stage, one, ['CONSULTAS', 'SUBASTA_INVERSA']);
    await grant(stage, other, ['SUBASTA_INVERSA']);
    const visitor = await opened();
    const page = await choose(visitor, [one, other, none].map(nameOf), 'Quitar menú');
    expect(Object.values(peopleUnder(page, 'Va a cambiar'))).toEqual([
      'Tiene: ENTIDAD-CONSULTAS, ENTIDAD-SUBASTA INVERSA ELECTRÓNICA.',
      'Tiene: ENTIDAD-SUBASTA INVERSA ELECTRÓNICA.',
    ]);
    const refused = await visitor.press('Confirmar');
    expect([refused.status, refused.errors]).toEqual([422, ['Menú que se quita: elija una de las opciones.']]);
    const made = await visitor.fill({ 'Menú que se quita': 'ENTIDAD-CONSULTAS' }).press('Confirmar');
    expect(Object.values(peopleUnder(made, 'Hecho'))).toEqual(['Ya no tiene ENTIDAD-CONSULTAS.']);
    expect(Object.values(peopleUnder(made, 'Quedaron fuera'))).toEqual(['No tiene ese menú.', 'No tiene ese menú.']);
    expect(await menusOf(stage, one)).toEqual(['DATOS_GENERALES', 'SUBASTA_INVERSA']);
    expect(await menusOf(stage, other)).toEqual(['DATOS_GENERALES', 'SUBASTA_INVERSA']);
  });

  test('a person changed since the page was shown is left out and named, and the rest is done', async () => {
    const [changed, moved, rest] = [await someone(stage), await someone(stage), await someone(stage)];
    const visitor = await opened();
    await choose(visitor, [changed, moved, rest].map(nameOf), 'Resetear contraseña');
    await switchUser(stage, changed, 'Desactivar');
    await saveContact(stage, moved.contactId, { 'Correo Electrónico': 'otro@prueba.example' });
    const made = await visitor.press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toEqual([`${rest.userName} (Persona Paz)`]);
    expect(peopleUnder(made, 'Quedaron fuera')).toEqual({
      [`${changed.userName} (Persona Paz)`]: expect.stringContaining('Cambió desde que se mostró la página'),
      [`${moved.userName} (Persona Paz)`]: expect.stringContaining('Cambió desde que se mostró la página'),
    });
    expect((await eventsOf(stage, moved)).includes('password.reset')).toBe(false);
  });

  test('a person who was reset, or whose contact was changed, since the page was shown is left out', async () => {
    const [reset, moved, rest] = [await someone(stage), await someone(stage), await someone(stage)];
    const [visitor, other] = [await opened(), await stage.signedIn(stage.quito.administrator)];
    await choose(visitor, [reset, moved, rest].map(nameOf), 'Resetear contraseña');
    await other.open(`${userList}/${reset.id}/resetear`);
    await other.press('Resetear Contraseña');
    await saveContact(stage, moved.contactId, { Cargo: 'Auditor' });
    const made = await visitor.press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toEqual([`${rest.userName} (Persona Paz)`]);
    expect(Object.values(peopleUnder(made, 'Quedaron fuera'))).toEqual([
      expect.stringContaining('Cambió desde que se mostró la página'),
      expect.stringContaining('Cambió desde que se mostró la página'),
    ]);
    expect(await incidentsOf(stage, 'user', reset.id, 'password.reset')).toHaveLength(1);
  });

  test('two pages that reset the same people, both confirmed, reset each of them once', async () => {
    const user = await someone(stage);
    const [visitor, other] = [await opened(), await opened()];
    await choose(visitor, [nameOf(user)], 'Resetear contraseña');
    await choose(other, [nameOf(user)], 'Resetear contraseña');
    await Promise.all([visitor.press('Confirmar'), other.press('Confirmar')]);
    expect(await incidentsOf(stage, 'user', user.id, 'password.reset')).toHaveLength(1);
  });

  test('a form sent twice, also at once, has one effect, and one with other content is told', async () => {
    const [user, other] = [await someone(stage), await someone(stage)];
    const visitor = await opened();
    const page = await choose(visitor, [user, other].map(nameOf), 'Resetear contraseña');
    const typed = formOf(page);
    expect(typed).toMatchObject({ con: 'resetear' });
    const answers = await Promise.all([1, 2, 3].map(() => visitor.post(chosenPage, typed)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect(await incidentsOf(stage, 'user', user.id, 'password.reset')).toHaveLength(1);
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const reused = await visitor.post(chosenPage, { ...typed, con: 'desactivar' });
    expect([reused.status, reused.text.includes('Con este formulario ya se hizo otro cambio')]).toEqual([422, true]);
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
  });

  test('40 resets go as far as mails may leave in an hour, and the others are named', async () => {
    stage.clock.advance(2 * 3_600_000);
    const first = await someone(stage, { paternalSurname: 'Gentío' });
    const crowd = [first, ...(await addCopies(stage, first, 39))];
    const visitor = await opened('?filas=100&buscar=gentio');
    const page = await visitor
      .fill({ 'Elegir todos los de la página': true, 'Con los elegidos': 'Resetear contraseña' })
      .press('Continuar');
    expect(Object.keys(peopleUnder(page, 'Va a cambiar'))).toHaveLength(40);
    expect(page.text).toContain('De su entidad salen hasta 30 correos de un mismo tipo en una hora.');
    const made = await visitor.press('Confirmar');
    expect(Object.keys(peopleUnder(made, 'Hecho'))).toHaveLength(30);
    const left = Object.values(peopleUnder(made, 'Quedaron fuera'));
    expect(left).toHaveLength(10);
    expect(left[0]).toMatch(/^No se reseteó la contraseña, porque de su entidad ya salieron 30 .* a partir de las/);
    const resets = await Promise.all(crowd.map(({ id }) => incidentsOf(stage, 'user', id, 'password.reset')));
    expect(resets.map(({ length }) => length).sort()).toEqual([...Array(10).fill(0), ...Array(30).fill(1)]);
  });

  test('of 31 activations all are done, and the notice beyond the limit is told', async () => {
    stage.clock.advance(2 * 3_600_000);
    await addCopies(stage, await someone(stage, { paternalSurname: 'Muchos', state: 'new' }), 30);
    const visitor = await opened('?filas=100&buscar=muchos');
    await visitor.fill({ 'Elegir todos los de la página': true, 'Con los elegidos': 'Activar' }).press('Continuar');
    const made = await visitor.press('Confirmar');
    const told = Object.values(peopleUnder(made, 'Hecho'));
    expect(told).toHaveLength(31);
    expect(told.filter((one) => /No se envió el aviso a .* Puede reenviarlo desde la lista/.test(one))).toHaveLength(1);
  });

  test('the head’s box means the rows of the page shown, without the administrator’s', async () => {
    const visitor = await opened('?orden=fecha&sentido=desc&pagina=2');
    const names = visitor.page.table().map(({ USUARIO }) => USUARIO);
    const page = await visitor
      .fill({ 'Elegir todos los de la página': true, 'Con los elegidos': 'Resetear contraseña' })
      .press('Continuar');
    const shown = Object.keys({ ...peopleUnder(page, 'Va a cambiar'), ...peopleUnder(page, 'Fuera del cambio') });
    expect(shown.map((name) => name.split(' ')[0]).sort()).toEqual(names.sort());
    expect((await visitor.follow('Cancelar')).url.search).toBe('?orden=fecha&sentido=desc&pagina=2');
    const all = await (await opened('?buscar=adminquito')).fill({ 'Elegir todos los de la página': true });
    expect((await all.press('Continuar')).status).toBe(422);
  });

  test('the administrator’s user has no box, and sent by hand is left out with the reason', async () => {
    const visitor = await opened('?buscar=adminquito');
    expect(() => visitor.fill({ 'Elegir adminquito': true })).toThrow();
    for (const [action, reason] of [
      ['desactivar', 'siempre está activo'],
      ['resetear', 'no se resetea desde esta lista'],
      ['quitar-menu', 'su perfil no se cambia'],
    ]) {
      const page = await visitor.open(`${chosenPage}?con=${action}&elegido=${stage.quito.administrator.id}`);
      expect(Object.values(peopleUnder(page, 'Fuera del cambio'))[0]).toContain(reason);
      expect(page.offers('Confirmar')).toBe(false);
      const made = await visitor.post(chosenPage, { ...formOf(page), menuCode: 'CONSULTAS' }, {}, { follow: true });
      expect(made.announced).toEqual(['No se cambió nada: todos quedaron fuera.']);
      expect(made.html).toContain('class="warning"');
    }
    expect(await eventsOf(stage, stage.quito.administrator)).not.toContain('user.deactivated');
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for<[string, string, (ids: { own: number; foreign: number }) => string]>([
    ['nobody is chosen', 'no eligió a nadie', () => 'con=activar'],
    ['the action does not exist', 'elija en «Con los elegidos»', ({ own }) => `con=borrar&elegido=${own}`],
    ['the action is a property', 'elija en «Con los elegidos»', ({ own }) => `con=__proto__&elegido=${own}`],
    ['two actions come', 'elija en «Con los elegidos»', ({ own }) => `con=activar&con=resetear&elegido=${own}`],
    ['one is of another entity', 'no está en la lista', ({ own, foreign }) => idsOf(own, foreign)],
    ['one is of nobody', 'no está en la lista', ({ own }) => idsOf(own, 987_654)],
    ['one is no number', 'no está en la lista', ({ own }) => idsOf(own, '1e3')],
    ['101 are chosen', 'más de 100', () => idsOf(...Array.from({ length: 101 }, (_, index) => index + 1))],
    ['1,000 are chosen', 'más de 100', () => idsOf(...Array.from({ length: 1_000 }, (_, index) => index + 1))],
  ])('where %s, the page says so and nothing is done', async ([, reason, query]) => {
    const visitor = await opened('?buscar=delegad');
    const typed = query({ own: stage.nadia.id, foreign: stage.carla.id });
    const page = await visitor.open(`${chosenPage}?${typed}`);
    expect([page.status, page.text.includes(reason), page.offers('Regresar')]).toEqual([422, true, true]);
    expect(page.announced.join(' ')).toContain(reason);
    const ids = new URLSearchParams(typed).getAll('elegido').map((id) => `${id}.abcdefgh`);
    const sent: [string, string][] = [...new URLSearchParams(typed)].filter(([name]) => name === 'con');
    const before = await rowsOf(stage.database, stage.cuenca.ruc);
    const form: [string, string][] = [
      ['_token', visitor.page.hidden('_token') ?? ''],
      ['chosen', ids.join(',')],
      ...sent,
    ];
    expect((await visitor.post(chosenPage, form)).status).toBe(422);
    expect(await rowsOf(stage.database, stage.cuenca.ruc)).toEqual(before);
    expect(await eventsOf(stage, stage.nadia)).toEqual(['user.created']);
  });

  test('100 can be chosen, and one that comes twice counts once', async () => {
    const { nadia } = stage;
    const visitor = await opened();
    const page = await visitor.open(`${chosenPage}?${idsOf(nadia.id, nadia.id)}`);
    expect(page.text).toContain('Va a cambiar: 1 usuario');
  });

  test('the page comes back after a session that ran out, with its people and the typed value', async () => {
    const user = await someone(stage);
    await grant(stage, user, ['CONSULTAS']);
    const visitor = await opened();
    await choose(visitor, [nameOf(user)], 'Quitar menú');
    stage.clock.advance(31 * 60_000);
    await visitor.fill({ 'Menú que se quita': 'ENTIDAD-CONSULTAS' }).press('Confirmar');
    expect(visitor.page.url.pathname).toBe('/ingreso');
    const { ruc, userName, password } = stage.quito.administrator;
    const page = await visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
    expect([page.url.pathname, page.h1]).toEqual([chosenPage, 'Quitar un menú a usuarios']);
    expect(Object.keys(peopleUnder(page, 'Va a cambiar'))).toEqual([`${user.userName} (Persona Paz)`]);
    expect(await menusOf(stage, user)).toContain('CONSULTAS');
    await visitor.press('Confirmar');
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES']);
  });

  test('what was done is the entity’s own, and of its list alone', async () => {
    const user = await someone(stage);
    const visitor = await opened();
    await choose(visitor, [nameOf(user)], 'Desactivar');
    const { pathname } = (await visitor.press('Confirmar')).url;
    const cuenca = await stage.signedIn(stage.cuenca.administrator);
    expect((await cuenca.get(pathname)).status).toBe(404);
    expect((await visitor.get(pathname.replace('usuarios', 'contactos'))).status).toBe(404);
    expect((await visitor.get(pathname)).status).toBe(200);
  });
});

function nameOf({ userName }: CastUser): string {
  return userName;
}

function idsOf(...ids: (number | string)[]): string {
  return ['con=activar', ...ids.map((id) => `elegido=${id}`)].join('&');
}

/** Gives the fields that the page's form would send. */
function formOf(page: { hidden(name: string): string | undefined }): Record<string, string> {
  const names = ['_token', 'creationKey', 'con', 'chosen'];
  return Object.fromEntries(names.map((name) => [name, page.hidden(name) ?? '']));
}

async function eventsOf(stage: Stage, { id }: CastUser): Promise<string[]> {
  return (await incidentsOf(stage, 'user', id)).map(({ event }) => event);
}
