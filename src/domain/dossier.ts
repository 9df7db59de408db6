import { contactCodes } from './contact.ts';
import { type AuditEvent, type FieldCode, given } from './incident.ts';
import type { User } from './user.ts';

/**
 * The fields of incidents whose values are of the person themselves. Others may tell of somebody else, such as the
 * address of whoever tried to sign in, who has a former document now, or who follows in a handover; a field that isn't
 * here is left out (product 9.5).
 */
const ownFields: readonly FieldCode[] = [
  ...Object.values(contactCodes),
  'user.name',
  'user.contactName',
  'user.administrator',
  'user.active',
  'user.menu',
  'termination.reason',
  'correction.text',
  'budget.limit',
  'budget.active',
  'handover.id',
  'handover.lastDay',
  'password.sentTo',
  'mail.resentTo',
  'recovery.reason',
  'recovery.reportedInTime',
  'recovery.locked',
  'administration.email',
  'administration.until',
  'sign-in.failures',
  'session.count',
  'session.ended',
  'download.records',
];

/** Gives an incident about a person as the person may read it: who did it and when, without what is of others. */
export function ownIncident<Told extends Pick<AuditEvent, 'changes'>>(incident: Told): Told {
  return { ...incident, changes: incident.changes.filter(({ field }) => ownFields.includes(field)) };
}

/** The event of a person's download of their own data, with the number of incidents in it (product 9.5). */
export function dossierDownloaded({ id, name }: Pick<User, 'id' | 'name'>, records: number): AuditEvent {
  return {
    event: 'data.downloaded',
    subject: { kind: 'user', id, name },
    changes: [given('download.records', records)],
  };
}
