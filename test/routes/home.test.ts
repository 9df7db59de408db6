import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/civil-date.ts';
import { closest, elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { addContact, addDelegate, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const today = '2022-04-06';
const withoutEmail = 'Usuarios cuyo contacto no tiene correo electrónico';
const ending = 'Delegaciones que terminan en los próximos 30 días';
const neverActivated = 'Usuarios que nunca se han activado';
const withoutAccess = 'Usuarios activados que hoy no pueden ingresar';
const withoutPassword = 'Usuarios con contraseña temporal vencida o sin contraseña';

onStage('The first page', (stage) => {
  test('greets a delegate and lists the granted pages', async () => {
    const { page } = await stage.signedIn(stage.diana);
    expect(page.text).toContain('Le damos la bienvenida, Ñacato Diana.');
    expect(doings(page)).toEqual(['Info Usuario', 'Consultar', 'Entidad Contratante']);
    expect(page.text).not.toContain('Qué requiere su atención');
  });

  test('lists for each person only the pages that their menus grant', async () => {
    expect(doings((await stage.signedIn(stage.bruno)).page)).toEqual(['Info Usuario']);
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(doings(administrator.page)).toEqual(['Contactos', 'Usuarios', 'Info Usuario']);
    for (const name of doings(administrator.page)) {
      await administrator.open('/inicio');
      const entry = elements(administrator.page.root, 'a').find((one) => textOf(one) === name && closest(one, 'main'));
      const href = entry?.attrs.find((one) => one.name === 'href')?.value ?? '';
      expect((await administrator.open(href)).status).toBe(200);
    }
  });

  test('says to the administrator that nothing needs attention', async () => {
    const { page } = await stage.signedIn(stage.cuenca.administrator);
    expect(page.text).toContain('Qué requiere su atención Nada por ahora: todo está al día.');
  });

  test('lists users who were never activated, until they are', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(attention(administrator.page)).toEqual({ [neverActivated]: ['Ochoa Nadia (delegada03)'] });
    const contact = await administrator.follow('Ochoa Nadia (delegada03)');
    expect(contact.url.pathname).toBe(`/administracion/contactos/${stage.nadia.contactId}`);
    await switchUser(stage, stage.nadia, 'Activar');
    await switchUser(stage, stage.nadia, 'Desactivar');
    expect(attention(await administrator.open('/inicio'))).toEqual({});
  });

  test('lists users without e-mail whose contact is ACTIVO, by name', async () => {
    await addDelegate(stage, 'sincorreo1', newcomer('Ñaupa', 'Nelly', { email: '' }));
    await addDelegate(stage, 'sincorreo2', newcomer('Ávila', 'Inés', { email: '' }));
    const { contactId } = await someone(stage, { email: '' });
    await stage.database.owner.updateTable('contacts').set({ active: false }).where('id', '=', contactId).execute();
    const { page } = await stage.signedIn(stage.quito.administrator);
    expect(attention(page)[withoutEmail]).toEqual(['Ávila Inés (sincorreo2)', 'Ñaupa Nelly (sincorreo1)']);
  });

  test('lists delegations that end within 30 days, the next one first', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const [name, days] of [
      ['Ayer', -1],
      ['Plazo', 30],
      ['Hoy', 0],
      ['Lejos', 31],
    ] as const) {
      await addContact(scope, newcomer(name, 'Rosa', { until: addDays(today, days) }));
    }
    await addContact(scope, newcomer('Inactiva', 'Rosa', { until: today, active: false }));
    const { page } = await stage.signedIn(stage.quito.administrator);
    expect(attention(page)[ending]).toEqual(['Hoy Rosa: hasta el 2022-04-06', 'Plazo Rosa: hasta el 2022-05-06']);
  });

  test('shows ten people of each list and says that there are more', async () => {
    for (let count = 0; count < 10; count += 1) {
      await addDelegate(stage, `nuncaactivo${count}`, newcomer('Zapata', `Z${'a'.repeat(count)}`), 'new');
    }
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect(attention(administrator.page)[neverActivated]).toHaveLength(10);
    await addDelegate(stage, 'nuncaactivo99', newcomer('Zurita', 'Zoe'), 'new');
    const eleven = attention(await administrator.open('/inicio'))[neverActivated] ?? [];
    expect([eleven.length, eleven.at(-1)]).toEqual([11, 'y otros más']);
  });

  test.for([
    [31, null],
    [30, 'Su delegación termina el 2022-05-06.'],
    [0, 'Su delegación termina el 2022-04-06.'],
  ] as const)('warns a delegate whose delegation ends in %i days: %s', async ([days, warning]) => {
    const until = addDays(today, days);
    const delegate = await someone(stage, { until });
    const { text } = (await stage.signedIn(delegate)).page;
    if (warning) expect(text).toContain(warning);
    else expect(text).not.toContain('Su delegación termina');
  });
});

onStage('The first page, on who does not get in,', (stage) => {
  test('lists activated users who do not get in today, with the reasons, each until they do', async () => {
    const cases = [
      await someone(stage, { paternalSurname: 'Alba', until: '2022-04-05' }),
      await someone(stage, { paternalSurname: 'Bora', from: '2022-04-07' }),
      await someone(stage, { paternalSurname: 'Caro', state: 'temporary', from: '2022-04-07' }),
    ];
    await someone(stage, { paternalSurname: 'Dora', from: today, until: today });
    await someone(stage, { paternalSurname: 'Elba', until: '2022-04-05', state: 'new' });
    const administrator = await stage.signedIn(stage.quito.administrator);
    const names = cases.map(({ userName }) => userName);
    expect(attention(administrator.page)[withoutAccess]).toEqual([
      `Alba Paz (${names[0]}): VENCIDO`,
      `Bora Paz (${names[1]}): Empieza el 2022-04-07`,
      `Caro Paz (${names[2]}): Empieza el 2022-04-07`,
    ]);
    for (const { contactId } of cases) await saveContact(stage, contactId, { Desde: today, Hasta: today });
    expect(attention(await administrator.open('/inicio'))[withoutAccess]).toBeUndefined();
  });

  test('lists users whose temporary password has run out, and leads to their reset', async () => {
    const user = await someone(stage, { paternalSurname: 'Fara', state: 'new' });
    const active = await someone(stage, { paternalSurname: 'Gala', state: 'temporary' });
    const left = await someone(stage, { paternalSurname: 'Hada', state: 'temporary' });
    await switchUser(stage, left, 'Desactivar');
    stage.clock.advance(72 * 3_600_000 - 2);
    const early = await stage.signedIn(stage.quito.administrator);
    const listed = (page: Page) => (attention(page)[withoutPassword] ?? []).filter((text) => !text.startsWith('Ochoa'));
    expect(listed(early.page)).toEqual([]);
    const late = await stage.signedIn(stage.quito.administrator);
    expect(listed(late.page)).toEqual([
      `Fara Paz (${user.userName}): usuario INACTIVO, contraseña temporal vencida`,
      `Gala Paz (${active.userName}): contraseña temporal vencida`,
    ]);
    const page = await late.follow(listed(late.page)[1] ?? '');
    expect([page.h1, page.text.includes(active.userName)]).toEqual(['Resetear Contraseña', true]);
  });
});

function doings(page: Page): string[] {
  const links = elements(page.root, 'a').filter((one) => closest(one, 'main') && closest(one, 'li'));
  return links.map(textOf).filter((text) => /^[\p{L} ]+$/u.test(text));
}

// Reads the lists of things that need attention, by their headings.
function attention(page: Page): Record<string, string[]> {
  const titles = elements(page.root, 'h3').filter((one) => closest(one, 'main'));
  return Object.fromEntries(
    titles.map((title) => [textOf(title), elements(closest(title, 'section') ?? title, 'li').map(textOf)]),
  );
}
