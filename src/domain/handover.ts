import type { CivilDate } from './civil-date.ts';

/**
 * A handover record ("acta") as it was made: nothing in it follows what happens to the people later, so menus stand
 * with their names and amounts as decimals (product 9).
 */
export type HandoverRecord = {
  entityName: string;
  outgoing: HandoverPerson;
  successor: HandoverPerson;
} & (
  | { kind: 'delegation'; lastDay: CivilDate; firstDay: CivilDate; together: boolean }
  | { kind: 'administration'; day: CivilDate }
);

/** A person of a handover, with the users that the handover concerns. */
export type HandoverPerson = {
  contactId: number;
  /** Surnames first. */
  name: string;
  position: string;
  documentType: string;
  documentNumber: string;
  users: HandoverUser[];
};

/** A user of a handover with its menus, by their names, and its limit; null for no limit. */
export type HandoverUser = { id: number; name: string; menus: string[]; limit: string | null };
