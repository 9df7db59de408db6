import { documentKey } from '../../domain/import.ts';
import type { ReviewedLine } from '../../domain/import-review.ts';
import type { AuditEvent } from '../../domain/incident.ts';
import { fullName } from '../../domain/person-name.ts';
import { foldUserName, registerUser } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { recordIncidents } from '../records/incident.ts';
import type { Door } from './door.ts';

/** Adds the users of some lines, deactivated and without a password, with their menus. */
export async function addUsers(
  scope: Scope,
  door: Door,
  id: number,
  lines: ReviewedLine[],
  ids: Map<string, number>,
): Promise<void> {
  const { ruc, caller, catalogs } = door;
  const compulsory = catalogs.menus.filter(({ required }) => required).map(({ code }) => code);
  const added = lines.flatMap(({ number, known, decision, user }) => {
    if (!decision || !user) return [];
    const contactId = known?.contact.id ?? ids.get(documentKey(decision.value)) ?? 0;
    const contact = { name: fullName(decision.value), active: true };
    const facts = { nameTaken: false, contact, menus: [...compulsory, ...user.menus] };
    const registration = registerUser({ name: user.name, contactId }, facts);
    return registration.kind === 'changed' ? [{ number, contactId, user, event: registration.event }] : [];
  });
  if (added.length === 0) return;
  const rows = await scope
    .insertInto('users')
    .values(
      added.map(({ number, contactId, user: { name } }) => ({
        ruc,
        creation_key: `import ${id}, line ${number}`,
        contact_id: contactId,
        name,
        name_folded: foldUserName(name),
        created_at: caller.now,
      })),
    )
    .returning(['id', 'name_folded'])
    .execute();
  const userIds = new Map(rows.map((row) => [row.name_folded, row.id]));
  const idOf = (name: string) => userIds.get(foldUserName(name)) ?? 0;
  const menus = added.flatMap(({ user: { name, menus } }) =>
    menus.map((menu_code) => ({ ruc, user_id: idOf(name), menu_code, granted_at: caller.now })),
  );
  if (menus.length > 0) await scope.insertInto('user_menus').values(menus).execute();
  await recordIncidents(
    scope,
    caller,
    added.map(({ user, event }) => withSubject(event, idOf(user.name))),
  );
}

/** Gives an event with the number of its subject. */
export function withSubject(event: AuditEvent, id: number | undefined): AuditEvent {
  return { ...event, subject: { ...event.subject, id: id ?? null } };
}
