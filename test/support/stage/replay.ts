import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';
import { contactColumns } from '../../../src/data/records/contact.ts';
import { contactDifferences } from '../../../src/domain/contact.ts';
import type { FieldChange, RawValue } from '../../../src/domain/incident.ts';

type Fields = Record<string, RawValue>;

/** The values of one entity that decide on access and limits, each record by its number. */
export type EntityState = { entity: Fields; contacts: Record<number, Fields>; users: Record<number, UserState> };
type UserState = { fields: Fields; menus: string[] };

type Incident = { event: string; kind: string; subject: number | null; changes: FieldChange[] };

/** Reads an entity's state from its tables. */
export async function stateInTables({ owner }: Database, ruc: string): Promise<EntityState> {
  const entity = await owner
    .selectFrom('entities')
    .select('suspended')
    .where('ruc', '=', ruc)
    .executeTakeFirstOrThrow();
  const contacts = await owner.selectFrom('contacts as c').select(contactColumns).where('c.ruc', '=', ruc).execute();
  const users = await sql<{ id: number; menus: string[] } & Fields>`
    select u.id, u.name as "user.name", u.contact_id as "user.contactId", u.administrator as "user.administrator",
           u.active as "user.active", b.limit_amount::text as "budget.limit", b.active as "budget.active",
           array(select menu_code from user_menus m where m.ruc = u.ruc and m.user_id = u.id order by 1) as menus
      from users u left join budgets b on b.ruc = u.ruc and b.user_id = u.id where u.ruc = ${ruc}`.execute(owner);
  return {
    entity: { 'entity.suspended': entity.suspended },
    contacts: Object.fromEntries(contacts.map((contact) => [contact.id, fieldsOf(contactDifferences(null, contact))])),
    users: Object.fromEntries(users.rows.map(({ id, menus, ...fields }) => [id, { fields: held(fields), menus }])),
  };
}

/** Computes an entity's state at a moment from its incidents alone. */
export async function stateInIncidents({ owner }: Database, ruc: string, at: Date): Promise<EntityState> {
  const { rows } = await sql<Incident>`
    select event, subject_kind as kind, subject_id as subject, changes from incidents
     where ruc = ${ruc} and at <= ${at} order by id`.execute(owner);
  const state: EntityState = { entity: {}, contacts: {}, users: {} };
  for (const incident of rows) replay(state, incident);
  for (const { menus } of Object.values(state.users)) menus.sort();
  return state;
}

function replay(state: EntityState, { event, kind, subject, changes }: Incident): void {
  const told = (field: string) => changes.find((change) => change.field === field)?.new as number | undefined;
  const contactId = (kind === 'contact' ? subject : told('contact.id')) ?? 0;
  const userId = (kind === 'user' ? subject : told('user.id')) ?? 0;
  if (event === 'contact.deleted') delete state.contacts[contactId];
  else for (const change of changes) apply(state, contactId, userId, change);
}

function apply(state: EntityState, contactId: number, userId: number, { field, old, new: value }: FieldChange): void {
  const [record] = field.split('.');
  if (field === 'contact.id' || field === 'user.id' || field === 'user.contactName') return;
  if (record === 'entity') set(state.entity, field, value);
  if (record === 'contact') {
    state.contacts[contactId] ??= {};
    set(state.contacts[contactId], field, value);
  }
  if (record !== 'user' && record !== 'budget') return;
  state.users[userId] ??= { fields: {}, menus: [] };
  const user = state.users[userId];
  if (field !== 'user.menu') set(user.fields, field, value);
  else if (value === null) user.menus = user.menus.filter((code) => code !== old);
  else user.menus.push(String(value));
}

function set(fields: Fields, field: string, value: RawValue): void {
  if (value === null) delete fields[field];
  else fields[field] = value;
}

function fieldsOf(changes: FieldChange[]): Fields {
  return Object.fromEntries(changes.map(({ field, new: value }) => [field, value]));
}

// Drops empty values: an empty text and null mean the same.
function held(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
}
