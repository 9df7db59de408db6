import { sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import { warningWindow } from '../../domain/delegation.ts';
import type { Door } from './door.ts';

/** A person in the list of matters that need attention. */
export type Noted = { contactId: number; name: string; userName: string | null; until: CivilDate | null };

/** The matters that need the administrator's attention (product 1). */
export type Attention = { usersWithoutEmail: Noted[]; delegationsEnding: Noted[]; usersNeverActivated: Noted[] };

/** The start page's facts; the attention is the administrator's alone. */
export type Home = { delegationEnd: CivilDate | null; attention: Attention | null };

const shownAtMost = 10;

/** The start page. */
export function home(door: Door) {
  return {
    /** The end of the caller's own delegation, null where it has none, and the attention where the caller administers. */
    find: async (): Promise<Home> => {
      const [delegationEnd, attention] = await Promise.all([
        ownDelegationEnd(door),
        door.caller.actor.administrator ? attentionOf(door) : null,
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

// Each list by name, the first ten and one more to tell that there are others.
async function attentionOf({ ruc, today, read }: Door): Promise<Attention> {
  const soon = warningWindow(today);
  const noted = (userName: ReturnType<typeof sql>, rest: ReturnType<typeof sql>) =>
    read<Noted>(sql`select c.id as "contactId", c.full_name as name, ${userName} as "userName", c.delegated_until as "until"
                      from contacts c ${rest} limit ${shownAtMost + 1}`);
  const withUser = sql`join users u on u.ruc = c.ruc and u.contact_id = c.id`;
  const [usersWithoutEmail, delegationsEnding, usersNeverActivated] = await Promise.all([
    noted(sql`u.name`, sql`${withUser} where c.ruc = ${ruc} and c.email = '' and c.active order by c.sort_key`),
    noted(
      sql`null::text`,
      sql`where c.ruc = ${ruc} and c.active and c.delegated_until between ${soon.first} and ${soon.last}
          order by c.delegated_until, c.sort_key`,
    ),
    noted(
      sql`u.name`,
      sql`${withUser} where c.ruc = ${ruc} and u.first_activated_at is null and not u.administrator
          order by c.sort_key`,
    ),
  ]);
  return { usersWithoutEmail, delegationsEnding, usersNeverActivated };
}
