import { sql } from 'kysely';
import type { PasswordState } from '../../domain/access.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { warningWindow } from '../../domain/delegation.ts';
import type { PersonName } from '../../domain/person-name.ts';
import { builder, statement } from '../database/statement.ts';
import { isUndelivered } from '../records/mail.ts';
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

/** The first people who need attention for one reason, and the number of all. */
type AttentionList = { people: AttentionLine[]; total: number };

/** A matter that needs the administrator's attention (product 1). */
export type Matter =
  | 'usersNeverActivated'
  | 'delegationsEnded'
  | 'usersWithoutAccess'
  | 'usersWithoutPassword'
  | 'usersWithUndeliveredMail'
  | 'usersWithoutEmail'
  | 'delegationsEnding';

/** The matters that somebody is noted in. */
export type Attention = Partial<Record<Matter, AttentionList>>;

/** An open offer of the administration to the caller (product 9.3): who made it, the dates of whose delegation stay. */
export type OwnOffer = {
  id: number;
  email: string;
  madeBy: string;
  from: CivilDate;
  until: CivilDate | null;
  expiresAt: Date;
};

/** The caller's own name, end of the delegation, lock of the recovery, and offer of the administration. */
type Own = Pick<PersonName, 'firstName' | 'paternalSurname'> & {
  until: CivilDate | null;
  recoveryLocked: boolean;
  offer: OwnOffer | null;
};

/** The caller's own facts, and the attention, which only the administrator gets. */
type Home = { own: Own; attention: Attention | null };

/** The most people that are shown of one matter, beside the others and alone. */
const mostNoted = { together: 5, alone: 200 } as const;

/** Makes the verb on the first page. */
export function home(door: Door) {
  return {
    /** Reads the facts of the first page; of the matters only one, if given (product 1). */
    find: async (only: Matter | null = null): Promise<Home> => {
      const { ruc, caller, today } = door;
      const { first, last: end } = warningWindow(today);
      const noted = { ruc, today, first, end, now: caller.now, only, most: mostNoted[only ? 'alone' : 'together'] };
      // Sent together, because everybody comes here after each sign-in.
      const [[own], rows] = await door.enter((scope, last) =>
        last(
          Promise.all([
            selectOwn(scope, { ruc, userId: caller.actor.userId, now: caller.now }),
            caller.actor.administrator ? selectNoted(scope, noted) : null,
          ]),
        ),
      );
      return { own: ownOf(own as OwnRow), attention: rows && attentionOf(rows) };
    },
  };
}

type OwnRow = Omit<Own, 'offer'> & { offer: (Omit<OwnOffer, 'expiresAt'> & { expiresAt: string }) | null };

function ownOf({ offer, ...own }: OwnRow): Own {
  return { ...own, offer: offer && { ...offer, expiresAt: new Date(offer.expiresAt) } };
}

const selectOwn = statement(({ ruc, userId, now }: { ruc: string; userId: number; now: Date }) =>
  builder
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .select([
      'c.first_name as firstName',
      'c.paternal_surname as paternalSurname',
      'c.delegated_until as until',
      'u.recovery_locked as recoveryLocked',
      sql<OwnRow['offer']>`(
        select json_build_object('id', o.id, 'email', o.email, 'expiresAt', o.expires_at,
                 'madeBy', p.full_name || ' (' || m.name || ')', 'from', p.delegated_from, 'until', p.delegated_until)
          from administrator_offers o
          join users m on m.ruc = o.ruc and m.id = o.made_by
          join contacts p on p.ruc = m.ruc and p.id = m.contact_id
         where o.ruc = u.ruc and o.user_id = u.id and o.outcome is null and o.expires_at > ${now})`.as('offer'),
    ])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', userId),
);

type Noted = {
  ruc: string;
  today: CivilDate;
  first: CivilDate;
  end: CivilDate;
  now: Date;
  only: Matter | null;
  most: number;
};

type NotedRow = { matter: Matter; total: number; line: AttentionLine };

// One pass over the users tells all matters of users. Those whose temporary password ran out are not called never
// activated, because the activation wouldn't let them in; and nobody waits for a person who has left.
const selectNoted = statement(
  ({ ruc, today, first, end, now, only, most }: Noted) => sql<NotedRow>`
  with noted as (
    select m.matter, null::date as day, ${ofContact}, ${ofUser}
      from ${usersOf(ruc, now)} join contacts c on c.ruc = u.ruc and c.id = u.contact_id,
           lateral (select c.active and coalesce(c.delegated_until >= ${today}, true) as stays) as s,
           lateral (values
             ('usersNeverActivated', not u.administrator and not u.active and u.first_activated_at is null
               and u.password = 'good' and s.stays),
             ('delegationsEnded', not u.administrator and u.active and c.active and not s.stays),
             ('usersWithoutAccess', not u.administrator and u.active and (not c.active or c.delegated_from > ${today})),
             ('usersWithoutPassword', not u.administrator and u.password <> 'good' and s.stays
               and (u.active or u.first_activated_at is null)),
             ('usersWithoutEmail', c.email = '' and c.active)) as m (matter, holds)
     where m.holds
    union all
    select 'usersWithUndeliveredMail', null, ${ofContact}, ${ofUser}
      from ${usersOf(ruc, now)} join contacts c on c.ruc = u.ruc and c.id = u.contact_id
     where c.id in (select contact_id from mails where ruc = ${ruc} and status = 'undelivered')
       and exists (select from mails m where ${isUndelivered})
    union all
    select 'delegationsEnding', c.delegated_until, ${ofContact}, null, null, null, null, null, null
      from contacts c
     where c.ruc = ${ruc} and c.active and c.delegated_until between ${first} and ${end}),
  numbered as (
    select *, count(*) over (partition by matter) as total,
           row_number() over (partition by matter order by day, sort_key, name_folded) as place
      from noted where coalesce(matter = ${only}, true))
  select matter, total, json_build_object('contactId', contact_id, 'name', full_name, 'contactActive', contact_active,
           'from', delegated_from, 'until', delegated_until,
           'user', case when user_id is not null then json_build_object('id', user_id, 'name', name,
             'active', active, 'administrator', administrator, 'password', password) end) as line
    from numbered where place <= ${most} order by matter, place`,
);

const ofContact = sql`c.id as contact_id, c.full_name, c.active as contact_active, c.delegated_from, c.delegated_until,
  c.sort_key`;
const ofUser = sql`u.id as user_id, u.name, u.name_folded, u.active, u.administrator, u.password`;

function usersOf(ruc: string, now: Date) {
  return sql`(select id, ruc, contact_id, name, name_folded, active, administrator, first_activated_at,
                     ${passwordState(now)} as password
                from users where ruc = ${ruc}) as u`;
}

function attentionOf(rows: NotedRow[]): Attention {
  const attention: Attention = {};
  for (const { matter, total, line } of rows) {
    const list = attention[matter] ?? { people: [], total };
    list.people.push(line);
    attention[matter] = list;
  }
  return attention;
}
