import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/data/database/database.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { freePort } from '../support/server/free-port.ts';
import { addDelegate, type CastUser, newcomer, type UserState } from '../support/stage/cast.ts';
import { municipality, registerMunicipality } from './municipality.ts';

/** Registers the municipality with delegates of these names, each with another e-mail; gives them by name. */
export async function registerDelegates<Name extends string>(
  database: Database,
  names: Name[],
  state: UserState = 'settled',
): Promise<Record<Name, CastUser>> {
  await registerMunicipality(database);
  const { id, contact_id: contactId } = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('name', '=', municipality.userName)
    .executeTakeFirstOrThrow();
  const administrator = { ...municipality, id, contactId, email: '' };
  const quito = { ruc: municipality.ruc, name: 'Municipio de Prueba', administrator };
  const stage = { database, quito, clock: { now: new Date() } };
  const delegates: Partial<Record<Name, CastUser>> = {};
  for (const name of names) {
    const data = newcomer('Prueba', 'Eva', { email: `${name}@prueba.example` });
    delegates[name] = await addDelegate(stage, name, data, state);
  }
  return delegates as Record<Name, CastUser>;
}

/** Resets a password through the administrator's pages; gives the answer. */
export async function reset(administrator: Visitor, { id }: CastUser): Promise<Page> {
  await administrator.open(`/administracion/usuarios/${id}/resetear`);
  const page = await administrator.press('Resetear Contraseña');
  if (page.h1 !== 'Reseteo de Contraseñas') throw new Error(`The password was not reset: ${page.text}`);
  return page;
}

/** Resets a password by one request with a form token; resolves when it is acknowledged. */
export async function postReset(administrator: Visitor, token: string, { id }: CastUser): Promise<void> {
  const body = { _token: token, creationKey: randomBytes(32).toString('base64url') };
  const { status, text } = await administrator.post(`/administracion/usuarios/${id}/resetear`, body);
  if (status !== 303) throw new Error(`The password was not reset: ${text}`);
}

/** Activates a user by one request with a form token; resolves when it is acknowledged. */
export async function postActivation(administrator: Visitor, token: string, { id }: CastUser): Promise<void> {
  const body = { _token: token, accion: 'activar' };
  const { status, text } = await administrator.post(`/administracion/usuarios/${id}/activacion`, body);
  if (status !== 303) throw new Error(`The user was not activated: ${text}`);
}

/** Reads the status of the last mail to a user, and the state and the retries of its job. */
export async function mailOf({ owner }: Database, { id }: CastUser): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select m.id, m.status, j.state, j.retry_count as retries, j.start_after as next
      from mails m
      left join pgboss.job_common j on j.name = 'mail' and (j.data ->> 'id')::int = m.id
     where m.user_id = ${id} order by m.id desc, j.created_on desc limit 1`.execute(owner);
  const [standing] = rows;
  if (!standing) throw new Error('There is no such mail.');
  return standing;
}

type Standing = { id: number; status: string; state: string; retries: number; next: Date };

/** Makes the queue try every waiting mail at once. */
export async function hurry({ owner }: Database): Promise<void> {
  await sql`update pgboss.job_common set start_after = now() where state = 'retry'`.execute(owner);
}

/** Makes the heartbeats of the jobs under way older by so many seconds. */
export async function standStill({ owner }: Database, seconds: number): Promise<void> {
  await sql`update pgboss.job_common set heartbeat_on = heartbeat_on - make_interval(secs => ${seconds})
    where state = 'active'`.execute(owner);
}

/** Repeats a question until the answer is right; gives it. Throws with the last answer after so many seconds. */
export async function until<T>(ask: () => Promise<T> | T, isRight: (answer: T) => boolean, seconds = 30): Promise<T> {
  const end = Date.now() + 1_000 * seconds;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > end) throw new Error(`It stayed at ${JSON.stringify(answer)} for ${seconds} s.`);
    await wait(25);
  }
}

/** A mail server that accepts connections and never answers. */
type MuteServer = { url: URL; connections(): number; close(): Promise<void> };

/** Starts one on that port, by default on a free one. */
export async function openMute(given?: number): Promise<MuteServer> {
  const port = given ?? (await freePort());
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`smtp://127.0.0.1:${port}`),
    connections: () => sockets.length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
