import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import type { Entity } from '../data/entity/entity.ts';
import type { FolderMail } from '../data/outside/mail-folder.ts';
import type { SignedIn, UserKey } from '../data/records/caller.ts';
import type { PostJob } from '../data/records/job.ts';
import type { Outbox } from '../data/records/mail.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import type { Actor, Permission } from '../domain/actor.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { Catalogs } from '../domain/contact.ts';
import type { Assets } from './assets.ts';
import type { TypedForm } from './forms/body.ts';

/** The parts that the application is made of; it reaches for nothing else. */
export type Dependencies = {
  database: Database;
  clock: Clock;
  /** 32 bytes; signs form tokens. */
  key: Buffer;
  postJob: PostJob;
  outbox: Outbox;
  /** The secrets that go out by mail, derived from the key. */
  secrets: Secrets;
  /** The catalogs, read at the start: they change only with a migration. */
  catalogs: Catalogs;
  /** True while the queue of jobs is reachable. */
  isQueueReachable: () => Promise<boolean>;
  /** The mails that are written to a folder instead of being sent; null where nobody may read them. */
  readMails: (() => Promise<FolderMail[]>) | null;
  baseUrl: URL;
  /** The text that names the channel for help, shown to people who can't sign in. */
  support: string;
  log: Logger;
};

type Variables = {
  app: Dependencies & { assets: Assets; sessions: Sessions };
  requestId: string;
  /** The moment of the request: everything in it happens at this one. */
  now: Date;
  form: TypedForm;
  /** The form of this page that was kept over the person's sign-in (S4), to be shown once; else null. */
  kept: TypedForm | null;
};

/** A request that anybody may send; actor is null where nobody is signed in. */
export type PublicContext = Context<{ Variables: Variables & { actor: Actor | null } }>;

/** A request of a person who has the right that its route declares. */
export type EntityContext = Context<{
  Variables: Variables & {
    actor: Actor;
    entity: Entity;
  };
}>;

export type AnyContext = PublicContext | EntityContext;

/** The verbs on sessions; web/session.ts alone knows that Lucia keeps them. */
export type Sessions = {
  /** Gives the person of the request's session while they have access; else null. */
  find(c: AnyContext): Promise<Actor | null>;
  /** Gives the user whose session has expired in this browser; null for a session that was ended, or none. */
  findRunOut(c: AnyContext): Promise<UserKey | null>;
  /** True where the password is the signed-in person's own; attempts are limited as in signing in (T1, T2). */
  confirm(c: EntityContext, password: string): Promise<boolean>;
  /** Starts a session with a new token, and ends one that the browser already has (S1). */
  open(c: AnyContext, signedIn: SignedIn): Promise<void>;
  /** Ends the request's session. */
  close(c: AnyContext): Promise<void>;
};

type Answer = Response | Promise<Response>;
type Method = 'GET' | 'POST';

/** A route: its address, the right that it requires, and its handler. The type makes each route say its right. */
export type Route = { method: Method; path: string } & (
  | { access: 'public' | 'machine'; handle: (c: PublicContext) => Answer }
  | { access: Permission; handle: (c: EntityContext) => Answer }
);

/** Defines a page that anybody may open. */
export function publicGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, access: 'public', handle };
}

/** Defines a form that anybody may send. */
export function publicPost(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'POST', path, access: 'public', handle };
}

/** Defines an address for machines; no guard looks up a session, so it works without the database as well. */
export function machineGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, access: 'machine', handle };
}

/** Defines a page that requires a right. */
export function get(path: string, access: Permission, handle: (c: EntityContext) => Answer): Route {
  return { method: 'GET', path, access, handle };
}

/** Defines a form that requires a right. */
export function post(path: string, access: Permission, handle: (c: EntityContext) => Answer): Route {
  return { method: 'POST', path, access, handle };
}
