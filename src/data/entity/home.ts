import { type RawBuilder, sql } from 'kysely';
import type { PasswordState } from '../../domain/access.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { warningWindow } from '../../domain/delegation.ts';
import { passwordState } from '../records/password.ts';
import type { Door } from './door.ts';

/** A contact that needs attention, with its dates; user is null in the list of delegations. */
export type AttentionLine = {
  contactId: number;
  name: string;
  contactActive: boolean;
  from: CivilDate;
  until: CivilDate | null;
  user: { id: number; name: string; active: boolean; administrator: boolean; password: PasswordState } | null;
};

/** The first ten people who need attention for one reason, and whether there are more. */
type AttentionList = { people: AttentionLine[]; more: boolean };

/** The matters that need the administrator's attention (product 1). */
export type Attention = Record<
  'usersWithoutEmail' | 'delegationsEnding' | 'usersNeverActivated' | 'usersWithoutAccess' | 'usersWithoutPassword',
  AttentionList
>;

/** The end of the caller's own delegation, and the attention, which only the administrator gets. */
type Home = { delegationEnd: CivilDate | null; attention: Attention | null };

const shownAtMost = 10;

/** Makes the verb on the start page. */
export function home(door: Door) {
  return {
    /** Reads the facts of the start page (product 1). */
    find: async (): Promise<Home> => {
      const [delegationEnd, attention] = await Promise.all([
        ownDelegationEnd(door),
        door.caller.actor.administrator ? findAttention(door) : null,
      ]);
      return { delegationEnd, attention };
    },
  };
}

async function ownDelegationEnd({ ruc, caller, read }: Door): Promise<CivilDate | null> {
  const [row] = await read<{ until: CivilDate | null }>(
    sql`select delegated_until as "until" from contacts where ruc = ${ruc} and id = ${caller.actor.contactId}`,
  );
  return row?.until ?? null;
}

async function findAttention(door: Door): Promise<Attention> {
  const { ruc, today } = door;
  const soon = warningWindow(today);
  const delegates = sql`c.ruc = ${ruc} and not u.administrator`;
  const byName = sql`order by c.sort_key, u.name_folded`;
  const [usersWithoutEmail, delegationsEnding, usersNeverActivated, usersWithoutAccess, usersWithoutPassword] =
    await Promise.all([
      usersWhere(door, sql`c.ruc = ${ruc} and c.email = '' and c.active ${byName}`),
      attentionList(
        door,
        sql`null::json`,
        sql`where c.ruc = ${ruc} and c.active and c.delegated_until between ${soon.first} and ${soon.last}
            order by c.delegated_until, c.sort_key`,
      ),
      usersWhere(door, sql`${delegates} and u.first_activated_at is null ${byName}`),
      usersWhere(
        door,
        sql`${delegates} and u.active
              and (not c.active or c.delegated_from > ${today} or c.delegated_until < ${today}) ${byName}`,
      ),
      // Those who are, or are still to be, let in: nobody waits for a person who has left.
      usersWhere(
        door,
        sql`${delegates} and ${passwordState(door.caller.now)} <> 'good'
              and (u.active or u.first_activated_at is null)
              and c.active and coalesce(c.delegated_until >= ${today}, true) ${byName}`,
      ),
    ]);
  return { usersWithoutEmail, delegationsEnding, usersNeverActivated, usersWithoutAccess, usersWithoutPassword };
}

function usersWhere(door: Door, condition: RawBuilder<unknown>): Promise<AttentionList> {
  const user = sql`json_build_object('id', u.id, 'name', u.name, 'active', u.active,
    'administrator', u.administrator, 'password', ${passwordState(door.caller.now)})`;
  return attentionList(door, user, sql`join users u on u.ruc = c.ruc and u.contact_id = c.id where ${condition}`);
}

async function attentionList(
  { read }: Door,
  user: RawBuilder<unknown>,
  rest: RawBuilder<unknown>,
): Promise<AttentionList> {
  // One row more than is shown tells whether there are others.
  const rows = await read<AttentionLine>(
    sql`select c.id as "contactId", c.full_name as name, ${user} as "user", c.active as "contactActive",
               c.delegated_from as "from", c.delegated_until as "until"
          from contacts c ${rest} limit ${shownAtMost + 1}`,
  );
  return { people: rows.slice(0, shownAtMost), more: rows.length > shownAtMost };
}
