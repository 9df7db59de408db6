import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { attention, ended, neverActivated, withoutAccess, withoutPassword } from '../support/stage/attention.ts';
import { opening, someone } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const today = '2022-04-06';

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
    expect(attention(administrator.page)[ended]).toEqual([`Alba Paz (${names[0]}): VENCIDO Cambiar «Hasta»`]);
    expect(attention(administrator.page)[withoutAccess]).toEqual([
      `Bora Paz (${names[1]}): Empieza el 2022-04-07 Cambiar «Desde»`,
      `Caro Paz (${names[2]}): Empieza el 2022-04-07 Cambiar «Desde»`,
    ]);
    expect(attention(administrator.page)[neverActivated]?.join()).not.toContain('Elba');
    for (const { contactId } of cases) await saveContact(stage, contactId, { Desde: today, Hasta: today });
    const later = attention(await administrator.open('/inicio'));
    expect([later[ended], later[withoutAccess]]).toEqual([undefined, undefined]);
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
      `Fara Paz (${user.userName}): usuario INACTIVO, contraseña temporal vencida Resetear`,
      `Gala Paz (${active.userName}): contraseña temporal vencida Resetear`,
    ]);
    expect(attention(late.page)[neverActivated]).toBeUndefined();
    const temporary = await late.follow('Ver en Usuarios: Contraseña temporal');
    expect(temporary.text).toContain(user.userName);
    await late.open('/inicio');
    const page = await late.follow(`Resetear Contraseña ${active.userName}`);
    expect([page.h1, page.text.includes(active.userName)]).toEqual(['Resetear Contraseña', true]);
  });
});

onStage('The first page, on everybody in question,', (stage) => {
  test('leads from each matter to the list with the filter that has its people', async () => {
    const { ruc, id: user_id, contactId: contact_id } = await someone(stage, { paternalSurname: 'Lema' });
    const mail = { ruc, kind: 'user-activated' as const, user_id, contact_id, recipient: 'rota@prueba.example' };
    const failed = { status: 'undelivered' as const, queued_at: opening, settled_at: opening, details: '{}' };
    await stage.database.owner
      .insertInto('mails')
      .values({ ...mail, ...failed })
      .execute();
    await someone(stage, { paternalSurname: 'Mora', state: 'new' });
    await someone(stage, { paternalSurname: 'Noa', until: '2022-04-05' });
    await someone(stage, { paternalSurname: 'Orbe', from: '2022-04-07' });
    await someone(stage, { paternalSurname: 'Pita', email: '' });
    await someone(stage, { paternalSurname: 'Quito', until: '2022-05-06' });
    await stage.database.owner
      .updateTable('users')
      .set({ last_access_at: opening })
      .where('active', '=', true)
      .execute();
    const administrator = await stage.signedIn(stage.quito.administrator);
    for (const [name, people] of [
      ['Ver en Usuarios: Nunca ingresó', ['Mora Paz', 'Ochoa Nadia']],
      ['Ver en Contactos: Delegación vencida', ['Noa Paz']],
      ['Ver en Usuarios: Sin acceso hoy', ['Noa Paz', 'Orbe Paz']],
      ['Ver en Usuarios: Correo no entregado', ['Lema Paz']],
      ['Ver en Usuarios: Contacto sin correo', ['Pita Paz']],
      ['Ver en Contactos: Termina en 30 días', ['Quito Paz']],
    ] as const) {
      await administrator.open('/inicio');
      const rows = (await administrator.follow(name)).table();
      const names = rows.map((row) => row.Nombres ?? row['USUARIO NOMBRE'] ?? '');
      expect([name, names.map((text) => /^\S+ \S+/.exec(text)?.[0]).sort()]).toEqual([name, people]);
    }
    const bare = await administrator.open('/inicio?imprimir=1');
    expect([bare.text.includes('Noa Paz'), bare.text.includes('Ver en')]).toEqual([true, false]);
  });
});
