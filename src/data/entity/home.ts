import { addDays, type CivilDate } from '../../domain/civil-date.ts';
import { warningDays } from '../../domain/contact.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import { contactOf } from '../records/contact.ts';
import type { Door } from './door.ts';

/** A person in the list of what needs attention. */
export type Noted = { contactId: number; name: string; userName: string | null; until: CivilDate | null };

/** What needs the administrator's attention (spec 1). */
export type Attention = { usersWithoutEmail: Noted[]; delegationsEnding: Noted[]; usersNeverActivated: Noted[] };

const shownAtMost = 10;

/** What the start page tells. */
export function overview(door: Door) {
  return {
    /** For the administrator: each list by name, the first ten and one more to tell that there are others. */
    attention: (): Promise<Attention> =>
      door.enter(async (scope) => ({
        usersWithoutEmail: await noted(
          withUsers(scope, door).where('email', '=', '').where('contacts.active', '=', true),
        ),
        delegationsEnding: await noted(
          withContacts(scope, door)
            .where('contacts.active', '=', true)
            .where('delegated_until', '>=', door.today)
            .where('delegated_until', '<=', addDays(door.today, warningDays))
            .orderBy('delegated_until'),
        ),
        usersNeverActivated: await noted(
          withUsers(scope, door).where('first_activated_at', 'is', null).where('administrator', '=', false),
        ),
      })),

    /** The end of the caller's own delegation, null where it has none. */
    ownDelegationEnd: (): Promise<CivilDate | null> =>
      door.enter(async (scope) => {
        const row = await scope
          .selectFrom('contacts')
          .select('delegated_until')
          .where('ruc', '=', door.ruc)
          .where('id', '=', door.caller.actor.contactId)
          .executeTakeFirst();
        return row?.delegated_until ?? null;
      }),
  };
}

function withContacts(scope: Scope, door: Door) {
  return scope.selectFrom('contacts').selectAll('contacts').where('contacts.ruc', '=', door.ruc);
}

function withUsers(scope: Scope, door: Door) {
  return withContacts(scope, door)
    .innerJoin('users', (on) =>
      on.onRef('users.ruc', '=', 'contacts.ruc').onRef('users.contact_id', '=', 'contacts.id'),
    )
    .select('users.name as user_name');
}

type NotedQuery = ReturnType<typeof withContacts> | ReturnType<typeof withUsers>;

async function noted(query: NotedQuery): Promise<Noted[]> {
  const rows = await (query as ReturnType<typeof withUsers>)
    .orderBy('sort_key')
    .limit(shownAtMost + 1)
    .execute();
  return rows.map((row) => ({
    contactId: row.id,
    name: fullName(contactOf(row)),
    userName: row.user_name ?? null,
    until: row.delegated_until,
  }));
}
