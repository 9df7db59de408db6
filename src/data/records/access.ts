import type { AccessFacts } from '../../domain/actor.ts';

/** The columns that decide on access, of users as u, contacts as c and entities as e. */
export const accessColumns = [
  'u.active as user_active',
  'u.administrator',
  'c.active as contact_active',
  'c.delegated_from',
  'c.delegated_until',
  'e.suspended',
] as const;

type AccessRow = {
  user_active: boolean;
  administrator: boolean;
  contact_active: boolean;
  delegated_from: string;
  delegated_until: string | null;
  suspended: boolean;
};

/** What the rule on access goes by (spec 6). */
export function accessFacts(row: AccessRow): AccessFacts {
  return {
    entitySuspended: row.suspended,
    contactActive: row.contact_active,
    userActive: row.user_active,
    administrator: row.administrator,
    from: row.delegated_from,
    until: row.delegated_until,
  };
}
