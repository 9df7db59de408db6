import { type Kysely, sql } from 'kysely';

/** Mailed temporary passwords without a hash, mails with a seed, and recoveries that a job carries out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Of a mail with a temporary password: what the password is derived from, together with the server key.
  'alter table mails rename column request_id to seed',
  'alter table mails rename constraint mails_request to mails_seed',
  `update mails set details = jsonb_build_object('letter', details) where kind = 'recovery'`,

  // The rows on their way don't hold what the job needs: who is at that moment in the middle of a recovery begins anew.
  'drop table recoveries',
  `create table recovery_drafts (
     id text primary key,
     typed_ruc text not null,
     typed_email text not null,
     typed_birth_date date not null,
     admitted boolean not null,
     step text not null check (step in ('reason', 'letter', 'done')),
     reason text,
     expires_at timestamptz not null,
     accepted_at timestamptz,
     accepted_version text,
     accepted_address text,
     request_id text,
     settled_at timestamptz,
     constraint recovery_drafts_accepted check (
       num_nonnulls(accepted_at, accepted_version, accepted_address, request_id) = case step when 'done' then 4 else 0 end),
     constraint recovery_drafts_settled check (settled_at is null or step = 'done')
   )`,
  'alter table reset_requests rename to recoveries',
  'alter table recoveries rename constraint reset_requests_pkey to recoveries_pkey',
  'alter table recoveries rename constraint reset_requests_ruc_fkey to recoveries_ruc_fkey',
  'alter table recoveries rename constraint reset_requests_ruc_user_id_fkey to recoveries_ruc_user_id_fkey',
  'alter index reset_requests_by_report rename to recoveries_by_report',
  'alter index reset_requests_by_incident rename to recoveries_by_incident',
  'alter sequence reset_requests_id_seq rename to recoveries_id_seq',

  // A mailed temporary password is derived from its seed when it is checked; a hash is kept of a typed one alone, and
  // then there is no other.
  'alter table users add column mailed_seed text, add column mailed_until timestamptz',
  // The newest mail with a password tells the mailed ones: they end 24 hours after it.
  `update users u
      set mailed_seed = m.seed, mailed_until = u.temporary_until, temporary_hash = null, temporary_until = null
     from (select distinct on (ruc, user_id) ruc, user_id, seed, queued_at
             from mails where seed is not null and kind in ('password-reset', 'recovery')
            order by ruc, user_id, id desc) m
    where m.ruc = u.ruc and m.user_id = u.id and u.temporary_until = m.queued_at + interval '24 hours'`,
  `update users set temporary_hash = null, temporary_until = null
    where password_hash is not null and temporary_hash is not null`,
  `alter table users
     add constraint users_mailed check ((mailed_seed is null) = (mailed_until is null)),
     add constraint users_one_hash check (password_hash is null or temporary_hash is null)`,
];
