import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { pressLate, signInAgain } from '../support/stage/run-out.ts';
import { onStage } from '../support/stage/stage.ts';

const path = '/administracion/contactos/nuevo';

onStage('The form of a new contact, sent again after it has added one,', (stage) => {
  let visitor: Visitor;
  let id: number;
  let surname: string;

  beforeEach(async () => {
    visitor = await visiting(stage, stage.quito.administrator, path);
    surname = nextName('Reyes ');
    visitor.fill(person(surname));
    id = idIn(await sentOnce(visitor));
  });

  test('with other content leads to the form of that contact, with what was typed beside what is stored', async () => {
    const page = await visitor.fill({ Cargo: 'Rector', 'Segundo Nombre': 'Alba' }).press('Guardar');
    expect([page.status, page.title]).toEqual([422, `Error: Editar Contacto ${surname} Luz · SOCE Usuarios`]);
    expect(page.errors).toEqual([
      `Con este formulario ya se registró a ${surname} Luz. Los campos muestran lo que usted escribió después; junto a cada uno que difiere está lo guardado. Para cambiar ese registro, revise y guarde. Si es otra persona, presione «Registrar como otra persona».`,
      'Segundo Nombre: está guardado «vacío».',
      'Cargo: está guardado «Otro».',
    ]);
    expect([page.field('Cargo').value, page.field('Segundo Nombre').value]).toEqual(['Rector', 'Alba']);
    expect([page.submission('Guardar').url.pathname, page.hidden('version')]).toEqual([pathOf(id), '1']);
    expect(await contactsLike(surname)).toMatchObject([{ position: 'Otro', second_name: '', version: 1 }]);

    const list = await visitor.press('Guardar');
    expect([list.announced, list.ids.includes(`c${id}`)]).toEqual([['Datos Actualizados'], true]);
    expect(await contactsLike(surname)).toMatchObject([{ position: 'Rector', second_name: 'Alba', version: 2 }]);
    expect((await incidentsOf(stage, 'contact', id)).map(({ event }) => event)).toEqual([
      'contact.created',
      'contact.changed',
    ]);
  });

  test('leads there with one letter of difference, and not with a blank that is dropped', async () => {
    expect(idIn(await sentOnce(visitor.fill({ 'Primer Nombre': ' Luz\u00a0' })))).toBe(id);
    expect((await sentOnce(visitor.fill({ 'Primer Nombre': 'Luza' }))).status).toBe(422);
  });

  test('with another person adds that person by “Registrar como otra persona”, once', async () => {
    const other = nextName('Robles ');
    await visitor.fill(person(other)).press('Guardar');
    expect(await contactsLike(other)).toEqual([]);
    const button = visitor.page.submission('Registrar como otra persona');
    const answers = [];
    for (const _ of [1, 2]) answers.push(await visitor.post(button.url.pathname, button.entries));
    expect(answers.map((answer) => idIn(answer))).toEqual(Array(2).fill(idIn(answers[0] as Page)));
    expect(await contactsLike(other)).toMatchObject([{ version: 1 }]);
    expect(await contactsLike(surname)).toMatchObject([{ version: 1 }]);
  });

  test('leads to the form also where a rule would refuse the new content', async () => {
    const taken = nextName('Rojas ');
    await (await visiting(stage, stage.quito.administrator, path)).fill(person(taken)).press('Guardar');
    const [{ document_number: number } = { document_number: '' }] = await contactsLike(taken);
    const again = await visiting(stage, stage.quito.administrator, path);
    again.fill(person(nextName('Rueda ')));
    const added = idIn(await sentOnce(again));
    const page = await again.fill({ 'Número Identificación': number }).press('Guardar');
    expect([page.status, page.submission('Guardar').url.pathname]).toEqual([422, pathOf(added)]);
    const refused = await again.press('Guardar');
    expect(refused.errors).toEqual([expect.stringContaining('ya hay un contacto de la entidad con este documento')]);
  });

  test('finds the present version of a contact that somebody else has changed, and overwrites nothing', async () => {
    const other = await arriving(stage, stage.quito.administrator, pathOf(id));
    await other.fill({ Cargo: 'Alcalde' }).press('Guardar');
    expect(idIn(await sentOnce(visitor))).toBe(id);
    const page = await visitor.fill({ Cargo: 'Rector' }).press('Guardar');
    expect([page.hidden('version'), page.errors.at(-1)]).toEqual(['2', 'Cargo: está guardado «Alcalde».']);
    expect(await contactsLike(surname)).toMatchObject([{ position: 'Alcalde', version: 2 }]);
  });

  test('is told so also after a sign-in in between, which keeps what was typed', async () => {
    const late = await arriving(stage, stage.quito.administrator, path);
    const name = nextName('Rivas ');
    const added = idIn(await sentOnce(late.fill(person(name))));
    await pressLate(stage, late.fill({ Cargo: 'Rector' }), 'Guardar');
    expect((await signInAgain(late, stage.quito.administrator)).url.pathname).toBe(path);
    const page = await late.press('Guardar');
    expect([page.status, page.submission('Guardar').url.pathname]).toEqual([422, pathOf(added)]);
    expect(page.field('Cargo').value).toBe('Rector');
  });

  test('at the same moment with three contents stores one of them and shows each of the others', async () => {
    const twin = nextName('Roldán ');
    const form = await visiting(stage, stage.quito.administrator, path);
    const contents = ['Rector', 'Alcalde', 'Tesorero'].map(
      (Cargo) => form.fill({ ...person(twin), Cargo }).page.submission('Guardar').entries,
    );
    const underWay = await whileLocked(stage.database, 'contacts', () =>
      contents.map((entries) => form.post(path, entries)),
    );
    const answers = await Promise.all(underWay);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    const [stored, ...others] = await contactsLike(twin);
    expect(others).toEqual([]);
    const winner = answers.findIndex(({ status }) => status === 303);
    expect(contents[winner]).toContainEqual(['position', stored?.position]);
    const shown = answers.flatMap((page) => (page.status === 422 ? page.field('Cargo').value : []));
    expect(shown).toHaveLength(2);
    expect(shown).not.toContain(stored?.position);
  });

  test('is compared with the contact where an earlier version of the product has added it', async () => {
    await sql`update contacts set creation_digest = null where id = ${id}`.execute(stage.database.owner);
    expect(idIn(await sentOnce(visitor))).toBe(id);
    expect((await visitor.fill({ Cargo: 'Rector' }).press('Guardar')).status).toBe(422);
  });

  function contactsLike(name: string) {
    return stage.database.owner.selectFrom('contacts').selectAll().where('paternal_surname', '=', name).execute();
  }
});

let people = 0;

function nextName(start: string): string {
  people += 1;
  return start + String(people).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
}

// Gives the compulsory fields for a new person.
function person(surname: string): Record<string, string> {
  return {
    'Apellido Paterno': surname,
    'Primer Nombre': 'Luz',
    'Tipo de Documento': 'Pasaporte',
    'Número Identificación': `CLAVE${people}`,
    Cargo: 'Otro',
    Desde: '2022-01-01',
    'Fecha de Nacimiento': '1990-02-01',
  };
}

// Sends the open form, which stays open as after "Back".
function sentOnce(visitor: Visitor): Promise<Page> {
  const { url, entries } = visitor.page.submission('Guardar');
  return visitor.post(url.pathname, entries);
}

function idIn({ headers }: Page): number {
  const [, id] = /#c(\d+)$/.exec(headers.location ?? '') ?? [];
  if (!id) throw new Error('Nothing was added.');
  return Number(id);
}

function pathOf(id: number): string {
  return `/administracion/contactos/${id}`;
}
