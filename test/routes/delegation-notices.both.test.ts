import { beforeEach, expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { addDays, type CivilDate } from '../../src/domain/civil-date.ts';
import { lintMail } from '../support/lint/lint-mail.ts';
import { mailsTo, type ReceivedMail } from '../support/server/inbox.ts';
import { switchUser } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { contactUntil, digest, named, quietMorning, tell } from '../support/stage/delegation-notices.ts';
import { morningOf } from '../support/stage/mornings.ts';
import { onMailStage } from '../support/stage/stage.ts';

/** The day after, and the days around each on which somebody is told. */
const ends: [surname: string, days: number][] = [
  ['Alba', -2],
  ['Bora', -1],
  ['Caro', 0],
  ['Daza', 1],
  ['Egas', 2],
  ['Fara', 6],
  ['Gala', 7],
  ['Hada', 8],
  ['Icaza', 29],
  ['Jara', 30],
  ['Kuri', 31],
];

onMailStage('The notices of a morning', (stage) => {
  let today: CivilDate;
  const inDays = (days: number) => addDays(today, days);

  beforeEach(async () => {
    today = await quietMorning(stage);
  });

  test('name to the administrator the delegations that end in 30, 7, 1 or 0 days or ended yesterday, and no others', async () => {
    for (const [paternalSurname, days] of ends) await someone(stage, { paternalSurname, until: inDays(days) });
    await tell(stage);
    expect(named(stage)).toEqual([
      [`Terminó ayer, ${inDays(-1)}:`, 'Bora Paz'],
      [`Termina hoy, ${today}:`, 'Caro Paz'],
      [`Termina mañana, ${inDays(1)}:`, 'Daza Paz'],
      [`Termina en 7 días, ${inDays(7)}:`, 'Gala Paz'],
      [`Termina en 30 días, ${inDays(30)}:`, 'Jara Paz'],
    ]);
    expect(digest(stage)?.subject).toBe('Delegaciones que terminan: 5 personas');
    expect(digest(stage)?.to).toBe(stage.quito.administrator.email);
  });

  test('go to each delegate whose access ends in 7 or 1 days, and to no other', async () => {
    const people = new Map<string, string>();
    for (const [paternalSurname, days] of ends) {
      people.set((await someone(stage, { paternalSurname, until: inDays(days) })).email, paternalSurname);
    }
    await tell(stage);
    const told = stage.inbox.mails.flatMap(({ to }) => people.get(to) ?? []);
    expect(told.sort()).toEqual(['Daza', 'Gala']);
  });

  test('say the same in text and HTML, keep the rules of all mails, and tell the delegate what to do', async () => {
    const user = await someone(stage, { paternalSurname: 'Quispe', firstName: 'Amaru', until: inDays(1) });
    await tell(stage);
    const [mail] = mailsTo(stage.inbox, user.email);
    expect(mail?.subject).toBe(`Su acceso a SOCE termina el ${inDays(1)}`);
    expect(mail?.text.split('\n\n').slice(0, 4)).toEqual([
      'Amaru Quispe:',
      `Su delegación en Municipio de Prueba termina mañana. El ${inDays(1)} es el último día en que puede ingresar.`,
      `RUC: ${user.ruc}\nUsuario: ${user.userName}\nÚltimo día: ${inDays(1)}`,
      'Si va a continuar, pida a la administración de Municipio de Prueba que prorrogue su delegación antes de que termine.',
    ]);
    for (const one of stage.inbox.mails) expect(lintMail(one)).toEqual([]);
    expect(stage.inbox.mails).toHaveLength(2);
  });

  test('lead to each contact and to the filtered lists, which show these people', async () => {
    const ending = await someone(stage, { paternalSurname: 'Lara', until: inDays(7) });
    const ended = await contactUntil(stage, 'Mena', inDays(-1));
    await tell(stage);
    const links = linksIn(digest(stage));
    expect([links['Lara Paz'], links['Mena Rosa']]).toEqual([contactPath(ending.contactId), contactPath(ended)]);
    const administrator = await stage.signedIn(stage.quito.administrator);
    const soon = await administrator.open(links['Ver las delegaciones que terminan en 30 días'] ?? '');
    expect(soon.table().map(({ Nombres }) => Nombres)).toEqual(['Lara Paz']);
    const over = await administrator.open(links['Ver las delegaciones vencidas'] ?? '');
    expect(over.table()[0]?.Nombres).toBe('Mena Rosa');
    expect((await administrator.open(links['Lara Paz'] ?? '')).field('Hasta').value).toBe(inDays(7));
  });

  test('lead to the list of the ended ones alone where none is about to end', async () => {
    await contactUntil(stage, 'Nieto', inDays(-1));
    await tell(stage);
    expect(digest(stage)?.subject).toBe('Delegaciones que terminaron: 1 persona');
    expect(Object.keys(linksIn(digest(stage)))).toEqual(['Nieto Rosa', 'Ver las delegaciones vencidas']);
  });

  test('name fifty people of a day, and count the others', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let count = 1; count <= 52; count += 1) await addContact(scope, newcomer('Ona', 'Rosa', { until: inDays(7) }));
    await tell(stage);
    expect(named(stage)[0]?.slice(1)).toHaveLength(50);
    expect(digest(stage)?.text).toContain('Y 2 personas más, que encuentra en la lista.');
    expect(digest(stage)?.subject).toBe('Delegaciones que terminan: 52 personas');
  });

  test('are not sent where there is nothing to say', async () => {
    await someone(stage, { until: null });
    await someone(stage, { until: inDays(2) });
    await tell(stage);
    expect(stage.inbox.mails).toEqual([]);
  });

  test('leave out INACTIVO contacts', async () => {
    await contactUntil(stage, 'Paz', inDays(7), { active: false });
    await tell(stage);
    expect(stage.inbox.mails).toEqual([]);
  });

  test('go in one mail to a person with several users, which names those that lose access', async () => {
    const user = await someone(stage, { until: inDays(7) });
    await secondUser(stage, user, `otro${user.userName}`);
    const off = await secondUser(stage, user, `sin${user.userName}`);
    await switchUser(stage, off, 'Desactivar');
    stage.inbox.mails.length = 0;
    await tell(stage);
    const mails = mailsTo(stage.inbox, user.email);
    expect(mails.map(({ text }) => /^Usuarios: .*$/m.exec(text)?.[0])).toEqual([
      `Usuarios: otro${user.userName}, ${user.userName}`,
    ]);
  });

  test('go to no delegate without an active user or an e-mail, of whom the administrator is told all the same', async () => {
    await someone(stage, { paternalSurname: 'Roca', until: inDays(7), state: 'new' });
    await someone(stage, { paternalSurname: 'Sosa', until: inDays(7), email: '' });
    await contactUntil(stage, 'Tapia', inDays(7));
    await tell(stage);
    expect(named(stage)).toEqual([[`Terminan en 7 días, ${inDays(7)}:`, 'Roca Paz', 'Sosa Paz', 'Tapia Rosa']]);
    expect(stage.inbox.mails).toHaveLength(1);
  });

  test('warn administrators of their own delegation, which keeps nobody out, and send them no other mail', async () => {
    const { ruc, contactId } = stage.quito.administrator;
    const contacts = stage.database.owner.updateTable('contacts').where('ruc', '=', ruc).where('id', '=', contactId);
    await contacts.set({ delegated_until: inDays(1) }).execute();
    await tell(stage);
    await contacts.set({ delegated_until: null }).execute();
    expect(named(stage)).toEqual([[`Termina mañana, ${inDays(1)}:`, 'Salgado Amparo (usted)']]);
    expect(digest(stage)?.text).toContain('Usted conserva el acceso aunque su delegación termine');
    expect(stage.inbox.mails).toHaveLength(1);
  });

  test('go to the delegates where the administrator has no e-mail', async () => {
    const { ruc, contactId, email } = stage.quito.administrator;
    const contacts = stage.database.owner.updateTable('contacts').where('ruc', '=', ruc).where('id', '=', contactId);
    const user = await someone(stage, { until: inDays(7) });
    await contacts.set({ email: '' }).execute();
    await tell(stage);
    await contacts.set({ email }).execute();
    expect(stage.inbox.mails.map(({ to }) => to)).toEqual([user.email]);
  });

  test('go to nobody of a suspended entity, and the next morning tells what is so then', async () => {
    const user = await someone(stage, { paternalSurname: 'Vaca', until: inDays(1) });
    await suspendEntity(stage.database, user.ruc, stage.clock.now);
    await tell(stage);
    expect(stage.inbox.mails).toEqual([]);
    await resumeEntity(stage.database, user.ruc, stage.clock.now);
    stage.clock.now = morningOf(inDays(1));
    await tell(stage);
    expect(named(stage)).toEqual([[`Termina hoy, ${inDays(1)}:`, 'Vaca Paz']]);
    expect(stage.inbox.mails).toHaveLength(1);
  });

  function contactPath(id: number): string {
    return `/administracion/contactos/${id}`;
  }
});

// Gives the links of a mail's text by their words, as paths.
function linksIn(mail: ReceivedMail | undefined): Record<string, string> {
  const links = mail?.text.matchAll(/^(.+): https?:\/\/[^/]+(\S+)$/gm) ?? [];
  return Object.fromEntries([...links].map(([, words, path]) => [words, path]));
}
