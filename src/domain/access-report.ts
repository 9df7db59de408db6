import { type AccessFacts, accessHindrances, type Hindrance } from './access.ts';
import type { Amount } from './amount.ts';
import { limitInForce } from './budget.ts';
import type { CivilDate } from './civil-date.ts';
import type { AuditEvent, FieldChange, FieldCode, RawValue } from './incident.ts';
import { fullName } from './person-name.ts';
import { foldUserName, personAndUser } from './user.ts';

/** Who had access to an entity, and to what, at the end of a day or by now of the present one (product 10). */
export type AccessReport = { ruc: string; day: CivilDate; lines: ReportLine[] };

/** A user as a report tells of it. Menus are codes, sorted; no limit means that none was in effect. */
export type ReportLine = {
  userName: string;
  contactName: string;
  position: string;
  from: CivilDate;
  until: CivilDate | null;
  administrator: boolean;
  /** The reasons why there was no access; none where there was. A password is none of them. */
  hindrances: Hindrance[];
  menus: string[];
  limit: Amount | null;
};

/** An incident as it is replayed: its subject and what it changed. */
export type ReplayedIncident = {
  kind: AuditEvent['subject']['kind'];
  id: number | null;
  changes: FieldChange[];
};

/** Computes the lines of a report from the incidents up to the end of its day, oldest first (product 10). */
export function reportLines(incidents: Iterable<ReplayedIncident>, day: CivilDate): ReportLine[] {
  const entity: Replay = { suspended: false, contacts: new Map(), users: new Map() };
  for (const incident of incidents) replay(entity, incident);
  return [...entity.users.values()].map((user) => lineOf(entity, user, day)).sort(byUserName);
}

/** The text that a report's check code stands for: all that the report says, in codes, so that no word decides on it. */
export function reportContent({ ruc, day, lines }: AccessReport): string {
  const told = lines.map(({ userName, contactName, position, from, until, ...line }) => [
    ...[userName, contactName, position, from, until, line.administrator],
    line.hindrances.map((hindrance) => Object.values(hindrance)),
    ...[line.menus, line.limit],
  ]);
  return JSON.stringify(['access report', 1, ruc, day, told]);
}

/** The number of users with access and without. */
export function reportTotals({ lines }: Pick<AccessReport, 'lines'>): { all: number; admitted: number } {
  return { all: lines.length, admitted: lines.filter(({ hindrances }) => hindrances.length === 0).length };
}

/** Names the administrator of a report's day; '' where the history tells of none. */
export function reportAdministrator({ lines }: Pick<AccessReport, 'lines'>): string {
  return lines
    .filter(({ administrator }) => administrator)
    .map(({ userName, contactName }) => personAndUser({ name: userName, contactName }))
    .join(', ');
}

type Fields = Map<FieldCode, RawValue>;
type ReplayedUser = { fields: Fields; menus: Set<string> };
type Replay = { suspended: boolean; contacts: Map<number, Fields>; users: Map<number, ReplayedUser> };

// Goes by the fields alone, whichever event changed them. The incident of an entity's beginning tells of its first
// contact and user as well, with their numbers.
function replay(entity: Replay, { kind, id, changes }: ReplayedIncident): void {
  const contactId = kind === 'contact' ? id : numberIn(changes, 'contact.id');
  const userId = kind === 'user' ? id : numberIn(changes, 'user.id');
  for (const change of changes) {
    const { field, new: value } = change;
    if (field === 'entity.suspended') entity.suspended = value === true;
    if (field.startsWith('contact.') && contactId !== null) {
      at(entity.contacts, contactId, newContact).set(field, value);
    }
    if ((field.startsWith('user.') || field.startsWith('budget.')) && userId !== null) {
      changeUser(at(entity.users, userId, newUser), change);
    }
  }
}

const newContact = (): Fields => new Map();
const newUser = (): ReplayedUser => ({ fields: new Map(), menus: new Set() });

function numberIn(changes: FieldChange[], code: FieldCode): number | null {
  const value = changes.find(({ field }) => field === code)?.new;
  return typeof value === 'number' ? value : null;
}

function changeUser({ fields, menus }: ReplayedUser, { field, old, new: value }: FieldChange): void {
  if (field !== 'user.menu') fields.set(field, value);
  else if (value === null) menus.delete(String(old));
  else menus.add(String(value));
}

function lineOf({ suspended, contacts }: Replay, { fields, menus }: ReplayedUser, day: CivilDate): ReportLine {
  const contact = contacts.get(Number(fields.get('user.contactId'))) ?? new Map<FieldCode, RawValue>();
  const text = (code: FieldCode) => String(contact.get(code) ?? '');
  const facts: AccessFacts = {
    entitySuspended: suspended,
    contactActive: contact.get('contact.active') === true,
    active: fields.get('user.active') === true,
    administrator: fields.get('user.administrator') === true,
    from: text('contact.from'),
    until: text('contact.until') || null,
  };
  const budget = { limit: amountOf(fields.get('budget.limit')), active: fields.get('budget.active') === true };
  return {
    userName: String(fields.get('user.name') ?? ''),
    contactName: fullName({
      paternalSurname: text('contact.paternalSurname'),
      maternalSurname: text('contact.maternalSurname'),
      firstName: text('contact.firstName'),
      secondName: text('contact.secondName'),
    }),
    position: text('contact.position'),
    from: facts.from,
    until: facts.until,
    administrator: facts.administrator,
    hindrances: accessHindrances(facts, day),
    menus: [...menus].sort(),
    limit: limitInForce(budget),
  };
}

function amountOf(value: RawValue | undefined): Amount | null {
  return value === null || value === undefined ? null : String(value);
}

function byUserName(one: ReportLine, other: ReportLine): number {
  return foldUserName(one.userName) < foldUserName(other.userName) ? -1 : 1;
}

function at<Record>(records: Map<number, Record>, id: number, make: () => Record): Record {
  const record = records.get(id) ?? make();
  records.set(id, record);
  return record;
}
