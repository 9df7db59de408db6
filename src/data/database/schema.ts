import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { EventCode, FieldChange } from '../../domain/incident.ts';
import type { LetterFacts } from '../../domain/letter.ts';
import type { MailKind, MailStatus } from '../../domain/mail.ts';
import type { ImportTable } from './import-table.ts';
import type { BulkChangeTable } from './schema-bulk.ts';
import type { AdministratorOfferTable, HandoverTable } from './schema-handover.ts';

/** The tables as Kysely sees them. Days are 'YYYY-MM-DD' text, instants are Date, amounts are text. */
export type Schema = {
  entities: EntityTable;
  catalog_items: { catalog: string; position: number; value: string };
  menus: MenuTable;
  contacts: ContactTable;
  users: UserTable;
  user_menus: { ruc: string; user_id: number; menu_code: string; granted_at: Date };
  profile_templates: ProfileTemplateTable;
  template_menus: { ruc: string; template_id: number; menu_code: string };
  budgets: { ruc: string; user_id: number; version: Generated<number>; limit_amount: string | null; active: boolean };
  sessions: SessionTable;
  kept_forms: KeptFormTable;
  incidents: IncidentTable;
  mails: MailTable;
  /** The moments of the latest mails of a kind, to an address or of a RUC. */
  mail_counts: { kind: string; counted_for: string; moments: Date[] };
  sign_in_failures: FailuresTable;
  throttling: { key: string; points: number; expire: number | null };
  answered_checks: { id: string; expires_at: Date };
  recovery_drafts: RecoveryDraftTable;
  recoveries: RecoveryTable;
  server_key: { id: Generated<number>; fingerprint: string; since: Date };
  identity_changes: IdentityChangeTable;
  imports: ImportTable;
  bulk_changes: BulkChangeTable;
  handovers: HandoverTable;
  administrator_offers: AdministratorOfferTable;
};

type FailuresTable = {
  ruc: string;
  name_folded: string;
  failures: number;
  /** The number among these failures whose password is still being verified, in any process. */
  unverified: Generated<number>;
  last_at: Date;
  waits_until: Date;
};

type EntityTable = { ruc: string; name: string; suspended: Generated<boolean>; created_at: Date };

type MenuTable = {
  code: string;
  position: number;
  name: string;
  menu_group: string;
  description: string;
  required: boolean;
  administrator_only: boolean;
  valid_until: string | null;
  address: string | null;
};

type ContactTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  version: Generated<number>;
  creation_key: ColumnType<string, string, never>;
  /** The content of the form that added it (D3); null where none did, or an earlier version of the product. */
  creation_digest: ColumnType<string | null, string | null | undefined, never>;
  paternal_surname: string;
  maternal_surname: string;
  first_name: string;
  second_name: string;
  sex: string | null;
  marital_status: string | null;
  document_type: string;
  document_kind: GeneratedAlways<'cedula' | 'passport'>;
  document_number: string;
  email: string;
  active: boolean;
  position: string;
  delegated_from: string;
  delegated_until: string | null;
  education_level: string | null;
  occupational_area: string | null;
  birth_date: string;
  /** Surnames first. Stored beside its parts, like the two keys, so that lists read one column. */
  full_name: string;
  sort_key: string;
  search_key: string;
  created_at: ColumnType<Date, Date, never>;
};

type UserTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  creation_key: ColumnType<string, string, never>;
  /** The content of the form that added it (D3); null where none did, or an earlier version of the product. */
  creation_digest: ColumnType<string | null, string | null | undefined, never>;
  contact_id: number;
  name: string;
  name_folded: string;
  /** The contact's sort key, and its search key with the user's name. A trigger copies them. */
  contact_sort_key: GeneratedAlways<string>;
  search_key: GeneratedAlways<string>;
  administrator: Generated<boolean>;
  active: Generated<boolean>;
  password_hash: string | null;
  /** The hash of a typed temporary password; set only while password_hash is null. */
  temporary_hash: string | null;
  temporary_until: Date | null;
  /** The seed from which, with the server key, the mailed temporary password is derived (P3). */
  mailed_seed: string | null;
  mailed_until: Date | null;
  /** The hash of the own password that a reset, a recovery or failures ended last; it can't be chosen again (P1). */
  former_hash: string | null;
  /** The report of a change has locked the recovery, until the command line unlocks it (product 2). */
  recovery_locked: Generated<boolean>;
  created_at: ColumnType<Date, Date, never>;
  first_activated_at: Date | null;
  /** The notice of the activation waits until the person gets in (product 3). */
  activation_due: Generated<boolean>;
  last_access_at: Date | null;
};

type ProfileTemplateTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  version: Generated<number>;
  creation_key: ColumnType<string, string, never>;
  /** The content of the form that added it (D3). */
  creation_digest: ColumnType<string, string, never>;
  name: string;
  name_folded: string;
  created_at: ColumnType<Date, Date, never>;
};

type SessionTable = {
  ruc: string;
  /** The hash of the token in the cookie (S1). */
  id: string;
  /** Names the session in pages, where the id must not appear. */
  number: GeneratedAlways<number>;
  user_id: number;
  temporary: boolean;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  address: string;
  user_agent: string;
};

type KeptFormTable = {
  ruc: string;
  /** The hash of the token in the browser's cookie. */
  id: string;
  user_id: number;
  path: string;
  body: string;
  expires_at: Date;
};

type IncidentTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  at: Date;
  event: EventCode;
  outcome: Generated<'done' | 'refused'>;
  actor_user_id: number | null;
  actor_name: string;
  subject_kind: 'contact' | 'user' | 'entity' | 'template';
  subject_id: number | null;
  subject_name: string;
  changes: JSONColumnType<FieldChange[]>;
  address: string;
  request_id: string;
  /** The keys that sort the names, and that are searched with n for n~. */
  actor_key: GeneratedAlways<string>;
  subject_key: GeneratedAlways<string>;
};

type MailTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  kind: MailKind;
  contact_id: number;
  user_id: number | null;
  recipient: string;
  /** The seed of the temporary password in the mail; null for a mail without one (P3). */
  seed: string | null;
  /** The content besides kind and seed. */
  details: JSONColumnType<object>;
  status: Generated<MailStatus>;
  /** A limit held the mail back (T5); it is undelivered until somebody sends it again. */
  held: Generated<boolean>;
  queued_at: Date;
  settled_at: Date | null;
};

type RecoveryDraftTable = {
  /** The hash of the token in the visitor's cookie. */
  id: string;
  typed_ruc: string;
  typed_email: string;
  typed_birth_date: string;
  /** True if the typed data may be compared, because the guess was within the limits (T2). */
  admitted: boolean;
  step: 'reason' | 'letter' | 'done';
  reason: string | null;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_version: string | null;
  accepted_address: string | null;
  /** The HTTP request that accepted the letter. */
  request_id: string | null;
  /** The instant at which the job carried the recovery out or gave it up. */
  settled_at: Date | null;
};

type RecoveryTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  user_id: number;
  incident_id: number;
  reason: string;
  letter: JSONColumnType<LetterFacts>;
  accepted_at: Date;
  accepted_version: string;
  accepted_address: string;
  report_hash: string;
  report_until: Date;
  reported_at: Date | null;
};

type IdentityChangeTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  contact_id: number;
  /** The administrator of then. */
  user_id: number;
  /** The values that the change replaced; null for what it left alone. */
  email: string | null;
  document_type: string | null;
  document_number: string | null;
  birth_date: string | null;
  changed_at: Date;
  report_hash: string;
  report_until: Date;
  reported_at: Date | null;
};
