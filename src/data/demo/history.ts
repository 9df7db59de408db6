import { addDays, civilDate } from '../../domain/civil-date.ts';
import type { ContactData } from '../../domain/contact.ts';
import { defaultListing, userSorts } from '../../domain/listing.ts';
import type { Database } from '../database/database.ts';
import type { Entity } from '../entity/entity.ts';
import { resumeEntity, suspendEntity } from '../outside/entities.ts';
import { type DemoChange, type DemoEntity, moment } from './entities.ts';

/** What the changes of an entity's history are made with; the numbers are known once its people are loaded. */
type Loaded = {
  database: Database;
  now: Date;
  entityAt: (at: Date) => Entity;
  /** The contact with this document, as it is in the end. */
  contact: (document: string) => { id: number; data: ContactData };
  userId: (name: string) => number;
};

/** Gives a contact as it was registered, before the later changes of its history. */
export function withoutHistory(contact: ContactData, { history }: Pick<DemoEntity, 'history'>, now: Date): ContactData {
  const earlier = history.filter((change) => 'document' in change && change.document === contact.documentNumber);
  return Object.assign({}, contact, ...earlier.reverse().map((change) => fieldsBefore(change, now)));
}

/** The steps that change people, users and the entity itself in the months after their registration (product 7). */
export function historySteps({ ruc, history }: Pick<DemoEntity, 'ruc' | 'history'>, loaded: Loaded) {
  return history.map((change, place) => ({
    at: moment(loaded.now, change.at, 400 + place),
    run: (at: Date) => make(ruc, change, loaded, at),
  }));
}

async function make(ruc: string, change: DemoChange, loaded: Loaded, at: Date): Promise<void> {
  const entity = loaded.entityAt(at);
  const outcome = await (async () => {
    if ('suspended' in change) return (change.suspended ? suspendEntity : resumeEntity)(loaded.database, ruc, at);
    if ('document' in change) return editContact(entity, change, loaded);
    return changeUser(entity, change, loaded.userId(change.user));
  })();
  if (outcome !== 'changed') throw new Error(`The demonstration's change of day ${change.at} changed nothing.`);
}

type ContactChange = Extract<DemoChange, { document: string }>;
type UserChange = Extract<DemoChange, { user: string }>;

async function editContact({ contacts }: Entity, change: ContactChange, { contact, now }: Loaded): Promise<string> {
  const { id, data } = contact(change.document);
  const { contact: stored } = await contacts.find(id);
  const names = Object.keys(fieldsBefore(change, now)) as (keyof ContactData)[];
  const fields = Object.fromEntries(names.map((name) => [name, data[name]]));
  return (await contacts.edit(id, stored.version, { ...stored, ...fields })).kind;
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
