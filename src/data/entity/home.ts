import { type RawBuilder, sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import { warningWindow } from '../../domain/delegation.ts';
import type { Door } from './door.ts';

/** A contact that needs attention; userName is null in the list of delegations. */
export type AttentionLine = { contactId: number; name: string; userName: string | null; until: CivilDate | null };

/** The first ten people who need attention for one reason, and whether there are more. */
type AttentionList = { people: AttentionLine[]; more: boolean };

/** The matters that need the administrator's attention (product 1). */
export type Attention = Record<'usersWithoutEmail' | 'delegationsEnding' | 'usersNeverActivated', AttentionList>;

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
  const withUser = sql`join users u on u.ruc = c.ruc and u.contact_id = c.id`;
  const [usersWithoutEmail, delegationsEnding, usersNeverActivated] = await Promise.all([
    attentionList(
      door,
      sql`u.name`,
      sql`${withUser} where c.ruc = ${ruc} and c.email = '' and c.active order by c.sort_key`,
    ),
    attentionList(
      door,
      sql`null::text`,
      sql`where c.ruc = ${ruc} and c.active and c.delegated_until between ${soon.first} and ${soon.last}
          order by c.delegated_until, c.sort_key`,
    ),
    attentionList(
      door,
      sql`u.name`,
      sql`${withUser} where c.ruc = ${ruc} and u.first_activated_at is null and not u.administrator
          order by c.sort_key`,
    ),
  ]);
  return { usersWithoutEmail, delegationsEnding, usersNeverActivated };
}

async function attentionList(
  { read }: Door,
  userName: RawBuilder<unknown>,
  rest: RawBuilder<unknown>,
): Promise<AttentionList> {
  // One row more than is shown tells whether there are others.
  const rows = await read<AttentionLine>(
    sql`select c.id as "contactId", c.full_name as name, ${userName} as "userName", c.delegated_until as "until"
          from contacts c ${rest} limit ${shownAtMost + 1}`,
  );
  return { people: rows.slice(0, shownAtMost), more: rows.length > shownAtMost };
}
