import { beforeEach, expect, test } from 'vitest';
import { attribute, elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, saveContact } from '../support/stage/administration.ts';
import { password } from '../support/stage/cast.ts';
import { watchVerifications } from '../support/stage/guesses.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { pressLate, signInAgain } from '../support/stage/run-out.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const email = 'Correo Electrónico';
const done = ['Datos Actualizados'];

// S5: an administrator's session left open is not enough to take the entity over.
onStage('The administrator’s own', (stage) => {
  // Each test sends mails of the same kind to the same person.
  beforeEach(() => stage.database.owner.deleteFrom('mail_counts').execute());

  beforeEach(() => stage.forgetGuesses());

  test.for([
    [
      'e-mail',
      { [email]: 'nueva@prueba.example' },
      [`${email}: «amparo@prueba.example» pasa a «nueva@prueba.example».`],
    ],
    ['e-mail, even in its case alone', { [email]: 'Amparo@prueba.example' }, [expect.stringContaining('Amparo@')]],
    [
      'birth date',
      { 'Fecha de Nacimiento': '1985-03-01' },
      [expect.stringContaining('«1985-02-28» pasa a «1985-03-01»')],
    ],
    [
      'document',
      { 'Tipo de Documento': 'Cédula de Ciudadanía', 'Número Identificación': '0926687856' },
      [
        'Tipo de Documento: «Pasaporte» pasa a «Cédula de Ciudadanía».',
        expect.stringMatching(/^Número Identificación: «\d{10}» pasa a «0926687856»\.$/),
      ],
    ],
  ] as const)('%s changes only after a second reading, with the password', async ([, typed, told]) => {
    const visitor = await opened();
    const before = await stored(stage);
    const question = await visitor.fill({ ...typed, Cargo: 'Rector' }).press('Guardar');
    expect([question.status, question.h1]).toEqual([200, 'Confirmar cambios de Salgado Amparo']);
    expect(changesOn(question)).toEqual(told);
    expect(await stored(stage)).toEqual(before);
    for (const wrong of ['', 'Otra-Clave-99']) {
      const refused = await visitor.fill({ Contraseña: wrong }).press('Guardar los cambios');
      expect([refused.status, refused.errors.length, changesOn(refused)]).toEqual([422, 1, told]);
      expect([refused.field('Contraseña').value, refused.html.includes('Otra-Clave')]).toEqual(['', false]);
    }
    expect(await stored(stage)).toEqual(before);
    const after = await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    expect(after.announced).toEqual(done);
    expect(await stored(stage)).toMatchObject({ position: 'Rector', version: before.version + 1 });
    await putBack(stage, before);
  });

  test('identity changes by no other field sent along, nor by a password that is sent at once and wrong', async () => {
    const visitor = await opened();
    const before = await stored(stage);
    const { url, entries } = visitor.fill({ [email]: 'ladrona@prueba.example' }).page.submission('Guardar');
    const tries: [string, string][][] = [
      [['confirmed', 'true']],
      [['password', 'Otra-Clave-99']],
      [
        ['password', password],
        ['password', password],
      ],
    ];
    for (const extra of tries) {
      const page = await visitor.post(url.pathname, [...entries, ...extra]);
      expect([200, 422]).toContain(page.status);
    }
    expect(await stored(stage)).toEqual(before);
  });

  test('identity waits behind the guard of sign-ins: after five wrong passwords the right one is not verified', async () => {
    const visitor = await opened();
    const before = await stored(stage);
    await visitor.fill({ [email]: 'nueva@prueba.example' }).press('Guardar');
    for (let time = 0; time < 5; time += 1)
      await visitor.fill({ Contraseña: `Otra-${time}` }).press('Guardar los cambios');
    const verifications = await watchVerifications(stage, stage.quito.administrator);
    const page = await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(/^Hubo demasiados intentos\./)]]);
    expect(verifications.own()).toBe(0);
    expect(await stored(stage)).toEqual(before);
  });

  test('identity changes three times an hour and no more, since its old address could not be told (T5)', async () => {
    const before = await stored(stage);
    const changing = async (day: number) => {
      const visitor = await opened();
      await visitor.fill({ 'Fecha de Nacimiento': `1985-04-0${day}` }).press('Guardar');
      return visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    };
    for (const day of [1, 2, 3]) expect((await changing(day)).announced).toEqual(done);
    const last = await stored(stage);
    // The e-mail is the same one for all entities, so that another's changes hold this notice back as well.
    const refused = await changing(4);
    expect([refused.status, refused.field('Fecha de Nacimiento').value]).toEqual([422, '1985-04-04']);
    expect(refused.errors).toEqual([
      expect.stringMatching(/^No se guardó el cambio, porque .*a…o@prueba\.example.* a partir de las \d\d:\d\d\.$/),
    ]);
    expect(await stored(stage)).toEqual(last);
    expect(await stage.database.owner.selectFrom('mails').select('id').where('held', '=', true).execute()).toEqual([]);
    stage.clock.advance(3_600_000);
    expect((await changing(5)).announced).toEqual(done);
    await putBack(stage, before);
  });

  test('other data change without a password, and so does the identity of others', async () => {
    const visitor = await opened();
    const before = await stored(stage);
    expect((await visitor.fill({ Cargo: 'Alcalde' }).press('Guardar')).announced).toEqual(done);
    const other = await saveContact(stage, stage.bruno.contactId, {
      [email]: 'bruno.nuevo@prueba.example',
      'Fecha de Nacimiento': '1985-03-01',
    });
    expect(other.announced).toEqual(done);
    await putBack(stage, before);
  });

  test('data come back to the form with “Corregir”, as they were typed', async () => {
    const visitor = await opened();
    await visitor.fill({ [email]: 'nueva@prueba.example', Sexo: 'Femenino' }).press('Guardar');
    const form = await visitor.press('Corregir');
    expect([form.status, form.field(email).value, form.field('Sexo').value]).toEqual([
      200,
      'nueva@prueba.example',
      'Femenino',
    ]);
    expect((await visitor.press('Guardar')).h1).toBe('Confirmar cambios de Salgado Amparo');
  });

  test('data that another page has changed meanwhile are shown beside the typed ones', async () => {
    const visitor = await opened();
    const before = await stored(stage);
    await visitor.fill({ [email]: 'nueva@prueba.example' }).press('Guardar');
    const other = await opened();
    await other.fill({ Cargo: 'Alcalde' }).press('Guardar');
    const stale = await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    expect([stale.status, stale.errors[0]]).toEqual([422, expect.stringContaining('Otra persona guardó')]);
    expect(await stored(stage)).toMatchObject({ email: 'amparo@prueba.example', position: 'Alcalde' });
    await putBack(stage, before);
  });

  test('data typed before the session expired come back after the sign-in, without the password', async () => {
    const visitor = await opened();
    await visitor.fill({ [email]: 'nueva@prueba.example' }).press('Guardar');
    await pressLate(stage, visitor.fill({ Contraseña: password }), 'Guardar los cambios');
    const kept = await stage.database.owner.selectFrom('kept_forms').select('body').execute();
    expect(JSON.stringify(kept)).not.toContain(password);
    const page = await signInAgain(visitor, stage.quito.administrator);
    expect([page.field(email).value, page.offers('Guardar los cambios')]).toEqual(['nueva@prueba.example', false]);
  });

  test('e-mail, changed with the password, leaves one incident as any change of a contact', async () => {
    const before = await stored(stage);
    const visitor = await opened();
    await visitor.fill({ [email]: 'nueva@prueba.example' }).press('Guardar');
    await visitor.fill({ Contraseña: password }).press('Guardar los cambios');
    const rows = await incidentsOf(stage, 'contact', stage.quito.administrator.contactId, 'contact.changed');
    expect(rows.at(-1)?.changes).toEqual([
      { field: 'contact.email', old: 'amparo@prueba.example', new: 'nueva@prueba.example' },
    ]);
    await putBack(stage, before);
  });

  function opened(): Promise<Visitor> {
    const { administrator } = stage.quito;
    return arriving(stage, administrator, `/administracion/contactos/${administrator.contactId}`);
  }
});

function changesOn({ root }: Page): string[] {
  const lists = elements(root, 'ul').filter((list) => attribute(list, 'class') === 'changes');
  return lists.flatMap((list) => elements(list, 'li').map(textOf));
}

function stored({ database, quito }: Stage) {
  const { contactId } = quito.administrator;
  const row = database.owner.selectFrom('contacts').where('ruc', '=', quito.ruc).where('id', '=', contactId);
  return row
    .select(['version', 'email', 'birth_date', 'document_type', 'document_number', 'position'])
    .executeTakeFirstOrThrow();
}

async function putBack({ database, quito }: Stage, { version: _, ...row }: Awaited<ReturnType<typeof stored>>) {
  const { contactId } = quito.administrator;
  await database.owner
    .updateTable('contacts')
    .set(row)
    .where('ruc', '=', quito.ruc)
    .where('id', '=', contactId)
    .execute();
}
