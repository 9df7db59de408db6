import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { arriving } from '../support/stage/administration.ts';
import { menusOf, password, someone } from '../support/stage/cast.ts';
import { keptForms, pressLate, signInAgain } from '../support/stage/run-out.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;
const newContact = '/administracion/contactos/nuevo';
const newUser = '/administracion/usuarios/nuevo';
const keptSentence = 'Su sesión terminó antes de guardar. Revise lo que escribió y guarde de nuevo.';
const actionSentence = 'Su sesión terminó antes de hacer el cambio. Si todavía lo desea, hágalo de nuevo.';

const typed = {
  'Apellido Paterno': 'Dávila',
  'Segundo Nombre': 'José & «Pepe» <b>',
  Sexo: 'Masculino',
  Cargo: 'Analista',
  Desde: 'el lunes',
};

onStage('A form that is sent after the session has expired', (stage) => {
  test('is shown again after signing in, filled in as it was and not saved', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, newContact);
    visitor.fill(typed);
    const shut = await pressLate(stage, visitor, 'Guardar');
    expect([shut.url.pathname, shut.announced]).toEqual([
      '/ingreso',
      ['Su sesión no está abierta o terminó. Ingrese para continuar. Lo que escribió se conserva durante una hora.'],
    ]);
    const before = await contactsOf(stage);
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([newContact, [keptSentence]]);
    expect(valuesOf(page)).toEqual(typed);
    // Untouched fields keep their first choice, and empty ones stay empty.
    expect([page.field('Estado').value, page.field('Primer Nombre').value]).toEqual(['ACTIVO', '']);
    expect(await contactsOf(stage)).toEqual(before);
  });

  test('is shown once', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, newContact);
    await pressLate(stage, visitor.fill(typed), 'Guardar');
    await signInAgain(visitor, administrator);
    expect(visitor.cookies.names.filter((name) => name.startsWith('soce_borrador_'))).toEqual([]);
    expect(visitor.cookies.get('soce_destino')).toBeNull();
    const again = await visitor.open(newContact);
    expect([again.field('Apellido Paterno').value, again.announced]).toEqual(['', []]);
  });

  test('adds one record even if sent several times, because its creation key is kept', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, newContact);
    const key = visitor.page.hidden('creationKey');
    expect(key).toMatch(/^[\w-]{43}$/);
    await pressLate(stage, visitor.fill(typed), 'Guardar');
    expect((await signInAgain(visitor, administrator)).hidden('creationKey')).toBe(key);
  });

  test('is still stale where somebody else has saved the record meanwhile', async () => {
    const { administrator } = stage.quito;
    const path = `/administracion/contactos/${stage.nadia.contactId}`;
    const visitor = await arriving(stage, administrator, path);
    visitor.fill({ Cargo: 'Rector', 'Segundo Nombre': '', Hasta: '2031-12-31' });
    stage.clock.advance(20 * minute);
    const other = await arriving(stage, administrator, path);
    await other.fill({ Cargo: 'Alcalde' }).press('Guardar');
    await pressLate(stage, visitor, 'Guardar');
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([path, [keptSentence]]);
    expect([page.field('Cargo').value, page.field('Hasta').value]).toEqual(['Rector', '2031-12-31']);
    const stale = await visitor.press('Guardar');
    expect([stale.status, stale.errors[0]]).toEqual([422, expect.stringContaining('Otra persona guardó')]);
    expect((await visitor.press('Guardar')).announced).toEqual(['Datos Actualizados']);
  });

  test('is kept without its passwords, which stand nowhere in the database', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, newUser);
    const secret = 'Secreta-2022';
    visitor.fill({ Usuario: 'nuevo2022', Contraseña: secret, 'Confirmar Contraseña': secret });
    await pressLate(stage, visitor, 'Guardar');
    const rows = await keptForms(stage);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Secreta|_token/);
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([newUser, [keptSentence]]);
    expect(page.field('Usuario').value).toBe('nuevo2022');
    expect([page.field('Contraseña').value, page.field('Confirmar Contraseña').value]).toEqual(['', '']);
  });

  test('is shown again with the lines of a profile, none of them granted yet', async () => {
    const { administrator } = stage.quito;
    const path = `/administracion/usuarios/${stage.bruno.id}/perfil`;
    const visitor = await arriving(stage, administrator, path);
    const chosen = ['ENTIDAD-CONSULTAS', 'ENTIDAD-SUBASTA INVERSA ELECTRÓNICA'];
    await visitor.fill({ 'Menú 1': chosen[0] ?? '' }).press('Aumentar Menú');
    visitor.fill({ 'Menú 2': chosen[1] ?? '' });
    await pressLate(stage, visitor, 'Grabar');
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([path, [keptSentence]]);
    expect([page.field('Menú 1').value, page.field('Menú 2').value]).toEqual(chosen);
    expect(await menusOf(stage, stage.bruno)).toHaveLength(1);
    expect((await visitor.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    expect(await menusOf(stage, stage.bruno)).toHaveLength(3);
  });

  test('is shown again with a limit, and is still stale where another one was saved meanwhile', async () => {
    const { administrator } = stage.quito;
    const path = `/administracion/usuarios/${stage.bruno.id}/presupuesto`;
    const visitor = await arriving(stage, administrator, path);
    visitor.fill({ 'Monto Límite (USD)': '1,5', Estado: 'ACTIVO' });
    stage.clock.advance(20 * minute);
    const other = await arriving(stage, administrator, path);
    await other.fill({ 'Monto Límite (USD)': '20', Estado: 'ACTIVO' }).press('Guardar');
    await pressLate(stage, visitor, 'Guardar');
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([path, [keptSentence]]);
    expect([page.field('Monto Límite (USD)').value, page.field('Estado').value]).toEqual(['1,5', 'ACTIVO']);
    const stale = await visitor.fill({ 'Monto Límite (USD)': '15' }).press('Guardar');
    expect([stale.status, stale.errors[0]]).toEqual([422, expect.stringContaining('Otra persona cambió')]);
  });

  test.for<[what: string, path: string, button: string, fields: Record<string, string>]>([
    [
      'a change of the password',
      '/datos-generales/contrasena',
      'Guardar',
      { 'Contraseña Anterior': password, 'Nueva Contraseña': 'Loro-Verde-88', 'Confirmar Contraseña': 'Loro-Verde-88' },
    ],
    [
      'ending the other sessions',
      '/datos-generales/sesiones/cerrar-las-demas',
      'Cerrar todas las demás',
      { Contraseña: password },
    ],
    ['striking a contact', '/administracion/contactos/:future/eliminar', 'Eliminar', {}],
    ['a reset', '/administracion/usuarios/:bruno/resetear', 'Resetear Contraseña', {}],
  ])('without values to keep (%s) leads back to its page, and changes nothing', async ([, where, button, fields]) => {
    const { administrator } = stage.quito;
    await stage.signedIn(administrator);
    const path = where.replace(':future', String(stage.futureContact)).replace(':bruno', String(stage.bruno.id));
    const visitor = await arriving(stage, administrator, path);
    const before = await keptForms(stage);
    await pressLate(stage, visitor.fill(fields), button);
    expect(await keptForms(stage)).toEqual(before);
    stage.clock.advance(1);
    await stage.signedIn(administrator);
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual([path, [actionSentence]]);
    expect(visitor.page.offers(button)).toBe(true);
  });

  test('from a row leads back to the same part of the list', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, '/administracion/usuarios?buscar=nadia&sentido=desc');
    await pressLate(stage, visitor, 'Activar Usuario delegada03');
    const page = await signInAgain(visitor, administrator);
    expect([page.url.pathname, page.announced]).toEqual(['/administracion/usuarios', [actionSentence]]);
    expect(page.table()).toMatchObject([{ USUARIO: 'delegada03' }]);
    expect(page.offers('Activar Usuario delegada03')).toBe(true);
  });

  test('by htmx leads to the sign-in page, and then back to the list', async () => {
    const { administrator } = stage.quito;
    const visitor = await arriving(stage, administrator, '/administracion/usuarios');
    stage.clock.advance(31 * minute);
    const answer = await visitor.swap('Activar Usuario delegada03');
    expect([answer.status, answer.headers['hx-redirect'], answer.html]).toEqual([401, '/ingreso', '']);
    expect((await signInAgain(visitor, administrator)).url.pathname).toBe('/administracion/usuarios');
  });

  test('by a person with a temporary password leads to the change page', async () => {
    const user = await someone(stage, { state: 'temporary' });
    const visitor = stage.visitor();
    await signIn(visitor, user);
    await pressLate(stage, visitor.fill({ 'Contraseña Anterior': password }), 'Guardar');
    const page = await signInAgain(visitor, user);
    expect([page.url.pathname, page.announced]).toEqual(['/datos-generales/contrasena', [actionSentence]]);
  });
});

function valuesOf(page: Page): Record<string, unknown> {
  return Object.fromEntries(Object.keys(typed).map((label) => [label, page.field(label).value]));
}

function contactsOf({ database }: Stage) {
  return database.owner.selectFrom('contacts').selectAll().orderBy('id').execute();
}
