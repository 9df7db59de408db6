import { sql } from 'kysely';
import type { RecoveryKey } from '../../../src/data/records/job.ts';
import { ownPassword } from '../../../src/data/records/password.ts';
import { recoveryJob } from '../../../src/jobs/recovery.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { temporaryPasswordIn } from '../server/inbox.ts';
import type { CastUser } from './cast.ts';
import { freshAddress } from './guesses.ts';
import { mailsTried } from './mail-queue.ts';
import type { MailStage, Stage } from './stage.ts';

/** The identity of Quito's administrator, by the labels of the first step of a recovery. */
export const administratorIdentity = {
  RUC: '1769999930001',
  'Correo Electrónico': 'amparo@prueba.example',
  'Fecha de Nacimiento': '1985-02-28',
};

/** The security check's field with an answer, by default the right one: its label asks the question. */
export function checked(page: Pick<Page, 'text'>, answer = answerTo(page)): Record<string, string> {
  const [label = 'Chequeo de Seguridad'] =
    /Chequeo de Seguridad: ¿Cuánto es .+?\?/.exec(page.text.replace(/\s+/g, ' ')) ?? [];
  return { [label]: answer };
}

/** Answers the question on a page, reading it as a person would. */
export function answerTo(page: Pick<Page, 'text'>): string {
  const [, first = '', second = ''] = /¿Cuánto es (.+?) más (.+?)\?/.exec(page.text) ?? [];
  return String(numberOf(first) + numberOf(second));
}

/** Sends the first step; gives the answer. */
export async function identify(visitor: Visitor, typed: Record<string, string> = administratorIdentity): Promise<Page> {
  const page = await visitor.open('/recuperar');
  return visitor.fill({ ...typed, ...checked(page) }).press('Siguiente');
}

/** Goes through all steps; gives the last page. */
export async function recover(visitor: Visitor, typed: Record<string, string> = administratorIdentity): Promise<Page> {
  await identify(visitor, typed);
  await visitor.fill({ Motivo: 'No recuerdo la contraseña ingresada inicialmente' }).press('Siguiente');
  return visitor.fill({ Acepto: true }).press('Finalizar');
}

/**
 * Carries out the recoveries whose letter was accepted, as the queue does; for stages without an inbox, whose queue
 * does not run. Gives the number of recoveries.
 */
export async function carryOut(stage: Stage): Promise<number> {
  const { database, clock, outbox, secrets } = stage;
  const job = recoveryJob({ database, outbox, secrets, clock: () => clock.now });
  const keys = await acceptedRecoveries(stage);
  for (const key of keys) await job.work(key);
  await sql`delete from pgboss.job_common where name = 'recovery' and state = 'created'`.execute(database.owner);
  return keys.length;
}

/** Reads the data of the jobs that wait to carry out a recovery. */
export async function acceptedRecoveries({ database }: Stage): Promise<RecoveryKey[]> {
  const { rows } = await sql<{ data: RecoveryKey }>`
    select data from pgboss.job_common where name = 'recovery' and state = 'created'`.execute(database.owner);
  return rows.map(({ data }) => data);
}

/** Gives the identity of an administrator of the cast, by the labels of the first step. */
export function identityOf({ ruc }: Pick<CastUser, 'ruc'>): Record<string, string> {
  return { ...administratorIdentity, RUC: ruc };
}

/**
 * The contents of a recovery's mail: the path of the link that reports it, and the user with the temporary password.
 */
type Recovered = { link: string; temporary: CastUser };

/** Recovers an administrator's password from a new address, and waits for the mail. */
export async function recoverByMail(stage: MailStage, user: CastUser): Promise<Recovered> {
  await recover(stage.site.visitor({ address: freshAddress() }), identityOf(user));
  const mail = await stage.inbox.next(
    ({ text }) => text.includes('/no-solicite/') && text.includes(`RUC: ${user.ruc}\n`),
  );
  // The database records the sending a moment after the mail has arrived.
  await mailsTried(stage);
  const [, link = ''] = /Yo no solicité este cambio: http:\/\/[^/]+(\S+)/.exec(mail.text) ?? [];
  return { link, temporary: { ...user, password: temporaryPasswordIn(mail) } };
}

/** Restores the access and the password of both administrators, and their recovery. */
export async function putAdministratorsBack({ database, bruno }: Stage): Promise<void> {
  const { owner } = database;
  const { password_hash } = await owner
    .selectFrom('users')
    .select('password_hash')
    .where('ruc', '=', bruno.ruc)
    .where('id', '=', bruno.id)
    .executeTakeFirstOrThrow();
  const known = { active: true, ...ownPassword(password_hash ?? ''), former_hash: null, recovery_locked: false };
  await owner.updateTable('users').set(known).where('administrator', '=', true).execute();
}

// Written anew instead of taken from the product, so that a wrongly worded question is answered wrongly.
const words = 'cero uno dos tres cuatro cinco seis siete ocho nueve diez'.split(' ');

function numberOf(text: string): number {
  const number = words.indexOf(text);
  if (number < 0) throw new Error(`«${text}» is no number`);
  return number;
}
