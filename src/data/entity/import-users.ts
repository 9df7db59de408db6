import { documentKey } from '../../domain/import.ts';
import type { ReviewedLine } from '../../domain/import-review.ts';
import { fullName } from '../../domain/person-name.ts';
import { registerUser } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import type { Door } from './door.ts';
import { insertUsers, type UserAddition } from './user-additions.ts';

/** Adds the users of some lines, deactivated and without a password, with their menus. */
export async function addUsers(
  scope: Scope,
  door: Door,
  id: number,
  lines: ReviewedLine[],
  ids: Map<string, number>,
): Promise<void> {
  const compulsory = door.catalogs.menus.filter(({ required }) => required).map(({ code }) => code);
  const added = lines.flatMap(({ number, known, decision, user }): UserAddition[] => {
    if (!decision || !user) return [];
    const contactId = known?.contact.id ?? ids.get(documentKey(decision.value)) ?? 0;
    const { name, menus } = user;
    const contact = { name: fullName(decision.value), active: true };
    const facts = { nameTaken: false, contact, menus: [...compulsory, ...menus] };
    const registration = registerUser({ name, contactId }, facts);
    if (registration.kind !== 'changed') return [];
    return [{ creationKey: `import ${id}, line ${number}`, contactId, name, menus, event: registration.event }];
  });
  await insertUsers(scope, door, added);
}
