import { beforeAll, expect, test, vi } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { rowsOf } from '../support/server/contents.ts';
import { goesTo } from '../support/server/inbox.ts';
import { arriving } from '../support/stage/administration.ts';
import { aParish } from '../support/stage/administrator.ts';
import { type CastUser, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { enter } from '../support/stage/sign-in.ts';
import { onMailStage, onStage, type Stage } from '../support/stage/stage.ts';

const page = '/datos-generales/mis-datos';
const label = 'Qué debe corregirse';
const button = 'Solicitar corrección';
const noted = 'Su solicitud quedó registrada para el administrador de su entidad.';
const day = 24 * 3_600_000;

onMailStage('“Solicitar corrección”', (stage) => {
  test('leaves an incident on the contact, and tells the administrator by mail what was written', async () => {
    const user = await someone(stage, { paternalSurname: 'Quispe', firstName: 'Amaru' });
    const visitor = await arriving(stage, user, page);
    const text = 'Mi cargo es Rector.\r\nRUC: <img src=x>';
    const after = await visitor.fill({ [label]: text }).press(button);
    expect([after.url.pathname, after.announced]).toEqual([page, [noted]]);
    expect(after.field(label).value).toBe('');
    expect(await requestsOf(stage, user)).toMatchObject([
      {
        actor_name: user.userName,
        subject_name: 'Quispe Amaru',
        changes: [{ field: 'correction.text', old: null, new: 'Mi cargo es Rector.\nRUC: <img src=x>' }],
      },
    ]);
    await mailsTried(stage);
    const mail = await stage.inbox.next(
      (one) => goesTo(stage.quito.administrator.email)(one) && one.subject.includes(user.userName),
    );
    expect(mail.subject).toBe(`${user.userName} pide corregir sus datos`);
    for (const part of ['Amparo Salgado:', 'Nombre: Quispe Amaru', '«Mi cargo es Rector.\nRUC: <img src=x>»']) {
      expect(mail.text).toContain(part);
    }
    expect(mail.html).toContain('RUC: &lt;img src=x&gt;»');
    expect(mail.html).not.toContain('<img');
  });

  test('is read as text in the history of both', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const after = await visitor.fill({ [label]: '<script>alert(1)</script>' }).press(button);
    expect(after.text).toContain('Pidió esta corrección: <script>alert(1)</script>');
    expect(after.html).not.toContain('<script>alert');
    const administrator = await stage.browserOf(stage.quito.administrator);
    const history = await administrator.open(`/administracion/contactos/incidencias?contacto=${user.contactId}`);
    expect(history.table()[0]).toMatchObject({
      Qué: 'Corrección solicitada',
      Cambios: 'Pidió esta corrección: <script>alert(1)</script>',
    });
  });
});

onStage('A request for a correction', (stage) => {
  test.for([
    ['500 characters', 'ñ'.repeat(500), true],
    ['501 characters', 'ñ'.repeat(501), false],
    ['500 with line breaks, which count one each', `${'x'.repeat(249)}\r\n\r\n${'x'.repeat(249)}`, true],
    ['501 with line breaks', `${'x'.repeat(250)}\r\n\r\n${'x'.repeat(249)}`, false],
    ['500 and invisible ones', `\u202e${'x'.repeat(500)}\u200d`, true],
  ] as const)('has up to 500 characters: %s', async ([, text, fits]) => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const answer = await visitor.fill({ [label]: text }).press(button);
    expect(answer.status).toBe(fits ? 200 : 422);
    expect(await requestsOf(stage, user)).toHaveLength(fits ? 1 : 0);
    if (fits) return;
    expect(answer.errors).toEqual([`${label}: tiene 501 caracteres. Use 500 como máximo.`]);
    expect(answer.field(label).value).toBe(text.replaceAll('\r\n', '\n'));
    expect(answer.text).toContain('No se envió la solicitud. Revise lo siguiente:');
  });

  test.for(['', '  \r\n\t ', '\u200b'])('without words (%j) is refused, and says what to write', async (text) => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const answer = await visitor.fill({ [label]: text }).press(button);
    expect([answer.status, answer.errors]).toEqual([
      422,
      [`${label}: escriba qué dato está equivocado y cuál es el correcto.`],
    ]);
    expect(await requestsOf(stage, user)).toEqual([]);
  });

  test('sent twice, at once or again within a day, is one; the day after it is another', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ [label]: 'Mi cargo es Rector.' }).page.submission(button);
    const before = await noticesTo(stage);
    const answers = await Promise.all([visitor.post(page, entries), visitor.post(page, entries)]);
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual(Array(2).fill([303, page]));
    expect([(await requestsOf(stage, user)).length, (await noticesTo(stage)) - before]).toEqual([1, 1]);
    stage.clock.advance(day - 1_000);
    const again = await arriving(stage, user, page);
    expect((await again.fill({ [label]: 'Mi cargo es Rector. ' }).press(button)).announced).toEqual([noted]);
    expect(await requestsOf(stage, user)).toHaveLength(1);
    stage.clock.advance(1_000);
    await again.fill({ [label]: 'Mi cargo es Rector.' }).press(button);
    expect(await requestsOf(stage, user)).toHaveLength(2);
  });

  test('is noted beyond the limit of mails, and says that the notice did not leave', async () => {
    stage.clock.advance(day);
    const told: string[] = [];
    for (const text of ['Uno.', 'Dos.', 'Tres.', 'Cuatro.']) {
      const user = await someone(stage);
      const visitor = await arriving(stage, user, page);
      told.push((await visitor.fill({ [label]: text }).press(button)).announced.join());
      expect(await requestsOf(stage, user)).toHaveLength(1);
    }
    expect(told.slice(0, 3)).toEqual(Array(3).fill(noted));
    expect(told[3]).toContain(
      'El aviso al administrador no salió, porque ya salieron 3 correos de ese tipo en una hora',
    );
    expect(told[3]).not.toContain('@');
    const administrator = await stage.signedIn(stage.quito.administrator);
    expect((await administrator.open('/inicio')).offers(/^Reenviar .*adminquito/)).toBe(true);
  });

  test('is the tenth of a day, and the eleventh is refused with its text kept', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    for (let count = 1; count <= 10; count += 1) await visitor.fill({ [label]: `Error ${count}.` }).press(button);
    expect(await requestsOf(stage, user)).toHaveLength(10);
    const refused = await visitor.fill({ [label]: 'Error 11.' }).press(button);
    expect([refused.status, refused.errors]).toEqual([
      422,
      ['No se envió la solicitud, porque en un día ya envió 10. Espere a que el administrador las atienda.'],
    ]);
    expect(refused.field(label).value).toBe('Error 11.');
    // Those of the person's other user are not counted.
    const twin = await secondUser(stage, user, `${user.userName}b`);
    const other = await arriving(stage, twin, page);
    await other.fill({ [label]: 'Error 11.' }).press(button);
    expect(await requestsOf(stage, user)).toHaveLength(11);
  });

  test('of somebody who becomes the administrator meanwhile is refused', async () => {
    const { berta } = await aParish(stage);
    const visitor = await arriving(stage, berta, page);
    const { entries } = visitor.fill({ [label]: 'Mi cargo es Rector.' }).page.submission(button);
    const { database } = stage;
    const enterScope = database.inScope.bind(database);
    vi.spyOn(database, 'inScope').mockImplementationOnce(async (ruc, work) => {
      await appointAdministrator(stage, berta, stage.clock.now);
      return enterScope(ruc, work) as never;
    });
    const refused = await visitor.post(page, entries);
    expect([refused.status, await requestsOf(stage, berta)]).toEqual([422, []]);
    expect(refused.offers('Corregir mi contacto')).toBe(true);
  });

  test('typed in a session that ended is kept, with its lines, until its person signs in again', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    visitor.fill({ [label]: '\r\nUno.\r\n\r\nDos.' });
    stage.clock.advance(31 * 60_000);
    expect((await visitor.press(button)).url.pathname).toBe('/ingreso');
    const back = await enter(visitor, user);
    expect([back.url.pathname, back.field(label).value]).toEqual([page, '\nUno.\n\nDos.']);
    expect(await requestsOf(stage, user)).toEqual([]);
  });
});

onStage('The administrator’s neighbours', (stage) => {
  let before: unknown;

  beforeAll(async () => {
    before = await rowsOf(stage.database, stage.cuenca.ruc);
  });

  test('learn nothing of a request, and nothing of theirs changes', async () => {
    const visitor = await arriving(stage, stage.diana, page);
    await visitor.fill({ [label]: 'Mi cargo es Rector.' }).press(button);
    expect(await rowsOf(stage.database, stage.cuenca.ruc)).toEqual(before);
    const namesake = await arriving(stage, stage.carla, page);
    expect(namesake.page.text).not.toMatch(/Rector|Ñacato/);
  });
});

function requestsOf(stage: Stage, { contactId }: CastUser) {
  return incidentsOf(stage, 'contact', contactId, 'correction.requested');
}

async function noticesTo({ database, quito }: Stage): Promise<number> {
  const mails = database.owner.selectFrom('mails').select('id').where('ruc', '=', quito.ruc);
  return (await mails.where('kind', '=', 'correction-requested').execute()).length;
}
