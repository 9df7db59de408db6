import { addDays, civilDate } from '../../domain/civil-date.ts';
import type { Catalogs, ContactData } from '../../domain/contact.ts';
import { defaultListing, userSorts } from '../../domain/listing.ts';
import type { Database } from '../database/database.ts';
import type { Entity } from '../entity/entity.ts';
import { resumeEntity, suspendEntity } from '../outside/entities.ts';
import { contactData } from './contact.ts';
import { type DemoChange, type DemoEntity, moment } from './entities.ts';

/** An entity whose people and users are loaded before its history is run. */
type Loaded = {
  database: Database;
  entity: DemoEntity;
  catalogs: Catalogs;
  now: Date;
  contactIds: Map<string, number>;
  userIds: Map<string, number>;
};

/** Gives a contact as it was registered, before the later changes of its history. */
export function withoutHistory(contact: ContactData, { history }: Pick<DemoEntity, 'history'>, now: Date): ContactData {
  const earlier = history.filter((change) => 'document' in change && change.document === contact.documentNumber);
  return Object.assign({}, contact, ...earlier.reverse().map((change) => fieldsBefore(change, now)));
}

/** The steps that change people, users and the entity itself in the months after their registration (product 7). */
export function historySteps(loaded: Loaded, entityAt: (at: Date) => Entity) {
  return loaded.entity.history.map((change, place) => ({
    at: moment(loaded.now, change.at, 400 + place),
    run: async (at: Date) => {
      const outcome = await make(change, loaded, entityAt(at), at);
      if (outcome !== 'changed') throw new Error(`The demonstration's change of day ${change.at} changed nothing.`);
    },
  }));
}

async function make(change: DemoChange, loaded: Loaded, entity: Entity, at: Date): Promise<string | null> {
  const { database, userIds } = loaded;
  if ('suspended' in change) return (change.suspended ? suspendEntity : resumeEntity)(database, loaded.entity.ruc, at);
  if ('document' in change) return editContact(entity, change, loaded);
  return changeUser(entity, change, userIds.get(change.user) ?? 0);
}

type ContactChange = Extract<DemoChange, { document: string }>;
type UserChange = Extract<DemoChange, { user: string }>;

async function editContact({ contacts }: Entity, change: ContactChange, loaded: Loaded): Promise<string> {
  const { entity, catalogs, now, contactIds } = loaded;
  const { contact } = await contacts.find(contactIds.get(change.document) ?? 0);
  const people = entity.people.map((person) => contactData(person, catalogs, now));
  const last = people.find(({ documentNumber }) => documentNumber === change.document) ?? contact;
  const names = Object.keys(fieldsBefore(change, now)) as (keyof ContactData)[];
  const fields = Object.fromEntries(names.map((name) => [name, last[name]]));
  return (await contacts.edit(contact.id, contact.version, { ...contact, ...fields })).kind;
}

async function changeUser(entity: Entity, change: UserChange, id: number): Promise<string> {
  if (change.menus) {
    const { held } = await entity.profiles.find(id);
    return (await entity.profiles.set(id, held, [compulsory, ...change.menus])).kind;
  }
  if (change.budget) {
    const { version } = await entity.budgets.find(id);
    return (await entity.budgets.set(id, version, change.budget)).kind;
  }
  const { users } = entity;
  const listing = defaultListing(userSorts);
  return (await (change.active ? users.activate(id, listing) : users.deactivate(id, listing))).kind;
}

const compulsory = 'DATOS_GENERALES';

function fieldsBefore(change: DemoChange, now: Date): Partial<ContactData> {
  if (!('document' in change)) return {};
  const { until, ...fields } = change.before;
  return until === undefined ? fields : { ...fields, until: addDays(civilDate(now), until) };
}
