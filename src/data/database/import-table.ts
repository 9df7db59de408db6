import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Actor } from '../../domain/actor.ts';
import type { ImportStatus } from '../../domain/import.ts';

/** The table of imports as Kysely sees it. */
export type ImportTable = {
  ruc: string;
  id: GeneratedAlways<number>;
  file_name: string;
  status: Generated<ImportStatus>;
  /** The file as JSON; null once the import is settled. */
  contents: string | null;
  /** The version of each contact of the file at the review, by its number. */
  versions: JSONColumnType<Record<string, number>>;
  /** The faults as JSON. */
  faults: string;
  unknown_columns: JSONColumnType<string[]>;
  new_lines: number;
  changed_lines: number;
  unchanged_lines: number;
  wrong_lines: number;
  new_users: number;
  /** The number of lines that are done while the import runs. */
  progress: Generated<number>;
  held_notices: Generated<number>;
  reviewed_at: Date;
  reviewed_by: string;
  confirmed_at: Date | null;
  /** The person who confirmed it, as the incidents name them. */
  actor: JSONColumnType<Actor> | null;
  address: string | null;
  request_id: string | null;
  settled_at: Date | null;
};
