import { expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { type CastEntity, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const path = '/administracion/contactos/nuevo';
const ofDiana = '1710034065';
const taken = expect.stringMatching(/^Número Identificación: ya hay un contacto de la entidad con este documento/);

onStage('A document', (stage) => {
  test.for([
    ['Cédula de Ciudadanía', ofDiana],
    ['Cédula de Identidad', ofDiana],
    ['Cédula de Identidad', '171003406-5'],
    ['Pasaporte', 'AB12345'],
    ['Pasaporte', 'ab12345'],
  ] as const)('belongs to one contact of the entity: %s %s is refused', async ([type, number]) => {
    const page = await register(stage, stage.quito, 'Segura', type, number);
    expect([page.status, page.errors]).toEqual([422, [taken]]);
    expect(page.field('Número Identificación').value).toBe(number);
    expect(await holders(stage, 'Segura')).toEqual([]);
  });

  test('may be a passport with the number of another contact’s cédula', async () => {
    const page = await register(stage, stage.quito, 'Aparte', 'Pasaporte', ofDiana);
    expect(page.errors).toEqual([]);
    expect(await holders(stage, 'Aparte')).toEqual([{ ruc: stage.quito.ruc, document_number: ofDiana }]);
  });

  test('may occur in another entity', async () => {
    const page = await register(stage, stage.cuenca, 'Ajena', 'Cédula de Ciudadanía', '1713175071');
    expect(page.errors).toEqual([]);
    expect(await holders(stage, 'Ajena')).toEqual([{ ruc: stage.cuenca.ruc, document_number: '1713175071' }]);
  });

  test('is given to one of several contacts that are registered with it at the same moment', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const submissions: [string, string][][] = [];
    for (const surname of ['Ana', 'Eva', 'Ida']) {
      await fillIn(visitor, `Carrera ${surname}`, 'Pasaporte', 'CARRERA1');
      submissions.push(visitor.page.submission('Guardar').entries);
    }
    const underWay = await whileLocked(stage.database, 'contacts', () =>
      submissions.map((entries) => visitor.post(path, entries)),
    );
    const answers = await Promise.all(underWay);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422, 422]);
    expect(answers.flatMap((answer) => answer.errors)).toEqual([taken, taken]);
    expect(await holders(stage, 'Carrera %')).toHaveLength(1);
  });

  test('is given to one of two contacts that are edited to have it at the same moment', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const edits: { pathname: string; entries: [string, string][] }[] = [];
    for (const { contactId } of [await someone(stage), await someone(stage)]) {
      const { pathname } = (await visitor.open(`/administracion/contactos/${contactId}`)).url;
      visitor.fill({ 'Número Identificación': 'EDITADO1' });
      edits.push({ pathname, entries: visitor.page.submission('Guardar').entries });
    }
    const underWay = await whileLocked(stage.database, 'contacts', () =>
      edits.map(({ pathname, entries }) => visitor.post(pathname, entries)),
    );
    const answers = await Promise.all(underWay);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([taken]);
  });

  test('may stay the same in an edit, and can’t become that of another contact', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`/administracion/contactos/${stage.bruno.contactId}`);
    const page = await visitor.fill({ Cargo: 'Asesor', 'Número Identificación': ofDiana }).press('Guardar');
    expect([page.status, page.errors, page.field('Cargo').value]).toEqual([422, [taken], 'Asesor']);
    const saved = await visitor.fill({ 'Número Identificación': '1713175071' }).press('Guardar');
    expect(saved.announced).toEqual(['Datos Actualizados']);
  });

  test('can be used again after its contact is deleted', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`/administracion/contactos/${stage.futureContact}/eliminar`);
    await visitor.press('Eliminar');
    expect((await register(stage, stage.quito, 'Nueva', 'Pasaporte', 'AB12345')).errors).toEqual([]);
  });
});

async function register(
  stage: Stage,
  entity: CastEntity,
  surname: string,
  type: string,
  number: string,
): Promise<Page> {
  const visitor = await stage.browserOf(entity.administrator);
  await fillIn(visitor, surname, type, number);
  return visitor.press('Guardar');
}

async function fillIn(visitor: Visitor, surname: string, type: string, number: string): Promise<void> {
  await visitor.open(path);
  visitor.fill({
    'Apellido Paterno': surname,
    'Primer Nombre': 'Luz',
    'Tipo de Documento': type,
    'Número Identificación': number,
    Cargo: 'Otro',
    Desde: '2022-01-01',
    'Fecha de Nacimiento': '1990-02-01',
  });
}

function holders({ database }: Stage, surname: string) {
  return database.owner
    .selectFrom('contacts')
    .select(['ruc', 'document_number'])
    .where('paternal_surname', 'like', surname)
    .execute();
}
