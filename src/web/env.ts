import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import type { Entity } from '../data/entity/entity.ts';
import type { FolderMail } from '../data/outside/mail-folder.ts';
import type { Verdict } from '../data/outside/sign-in.ts';
import type { UserKey } from '../data/records/caller.ts';
import type { PostJob } from '../data/records/job.ts';
import type { Outbox } from '../data/records/mail.ts';
import type { Match } from '../data/records/password.ts';
import type { NewSession } from '../data/records/session.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import type { Actor, Right } from '../domain/actor.ts';
import type { TrustedProxies } from '../domain/address.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { Catalogs } from '../domain/contact.ts';
import type { EventCode } from '../domain/incident.ts';
import type { Assets } from './assets.ts';
import type { TypedForm } from './forms/body.ts';
import type { UploadedFile } from './forms/upload.ts';

/** The parts that the application is given; it opens none by itself. */
export type Dependencies = {
  database: Database;
  clock: Clock;
  /** The server key, 32 bytes; seals form tokens and cookies. */
  key: Buffer;
  postJob: PostJob;
  outbox: Outbox;
  /** The secrets of mails, derived from the key. */
  secrets: Secrets;
  /** The catalogs as read at the start, because they change only with a migration. */
  catalogs: Catalogs;
  /** Says whether the queue of jobs is reachable. */
  isQueueReachable: () => Promise<boolean>;
  /** Whether the product serves its own machine alone, on the embedded database (product 7). */
  onOwnMachine: boolean;
  /** Reads the mails in the mail folder; null if the product shows them to nobody (product 7). */
  readMails: (() => Promise<FolderMail[]>) | null;
  baseUrl: URL;
  trustedProxies: TrustedProxies;
  /** The channel for help as text, for people who can't sign in. */
  support: string;
  log: Logger;
};

type Variables = {
  app: Dependencies & {
    assets: Assets;
    sessions: Sessions;
    /** By the path of the form's route. */
    aftermaths: Record<string, Aftermath>;
    /** The paths of the routes that are a form's page and receive the form. */
    formPages: ReadonlySet<string>;
  };
  requestId: string;
  /** The one moment at which the whole request happens. */
  now: Date;
  /** The client's address, behind trusted proxies as they forward it. */
  address: string;
  form: TypedForm;
  /** The file that the form brought; null for none. */
  file: UploadedFile | null;
  /** The one to whom the page with the form was shown (R1). */
  reader: Reader;
  /** The form of this page that was kept for the person (S4), to be shown once, or null. */
  kept: KeptForm | null;
  /** The browser's cookie as this answer sets it. */
  browserCookie?: string;
};

/** The one to whom a page was shown; 'visitor' where nobody was signed in. */
export type Reader = UserKey | 'visitor';

/** A form that was kept, or null if it is gone, with the sentence for its page. */
export type KeptForm = { form: TypedForm | null; sentence: string };

/** A request that anybody may send; the actor is null if nobody is signed in. */
export type PublicContext = Context<{ Bindings: HttpBindings; Variables: Variables & { actor: Actor | null } }>;

/** A request of a person who has the right of its route. */
export type EntityContext = Context<{
  Bindings: HttpBindings;
  Variables: Variables & {
    actor: Actor;
    entity: Entity;
  };
}>;

export type AnyContext = PublicContext | EntityContext;

/** The verbs on sessions. Only web/session.ts and their store know that Lucia keeps them. */
export type Sessions = {
  /** Finds the actor of the request's session. Gives null without an open session or without access. */
  find(c: AnyContext): Promise<Actor | null>;
  /** Finds the user of the browser's expired session. Gives null if it is open, was ended, or never existed. */
  findExpired(c: AnyContext): Promise<UserKey | null>;
  /** Verifies the password of the signed-in person. A wrong one counts like a failed sign-in (T5). */
  confirm(c: EntityContext, password: string): Promise<Verdict<Match>>;
  /** Prepares a session with a new token, in place of the one that the browser brings along (S1). */
  prepare(c: AnyContext): PreparedSession;
  /** Ends the request's session. */
  close(c: AnyContext): Promise<void>;
};

/** A session for a verb to open (S5); hand then gives the browser its token. */
type PreparedSession = { session: NewSession; hand: () => void };

type Answer = Response | Promise<Response>;
type Method = 'GET' | 'POST';

/**
 * What a form's answer says if nobody knows whether it was saved: the page on which to look, and whether the form may be
 * sent again, because that has one effect (D3).
 */
export type Aftermath = { look: (id: number) => string; repeatable: boolean };

/**
 * The event of a change that ends the session with which its form came, and the sentence for the same form where it comes
 * again, without a session (S4).
 */
export type Parting = { event: EventCode; sentence: string };

/**
 * A route with its address, the right it requires, and its handler; upload says that its form brings a file, file that it
 * answers with one, and parting that it ends the session. The type demands a right of every route.
 */
export type Route = { method: Method; path: string; upload?: true; file?: true; parting?: Parting } & (
  | { right: 'public' | 'machine'; handle: (c: PublicContext) => Answer }
  | { right: Right; handle: (c: EntityContext) => Answer }
);

/** Defines a page that anybody may open. */
export function publicGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, right: 'public', handle };
}

/** Defines a form that anybody may send. */
export function publicPost(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'POST', path, right: 'public', handle };
}

/** Defines an address for machines. No guard looks up a session, so it answers without the database as well. */
export function machineGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, right: 'machine', handle };
}

/** Defines a page that requires a right. */
export function get(path: string, right: Right, handle: (c: EntityContext) => Answer): Route {
  return { method: 'GET', path, right, handle };
}

/**
 * Defines a file that requires a right. It is no page to stand on: a person who has to sign in first goes on at the page
 * above it.
 */
export function getFile(path: string, right: Right, handle: (c: EntityContext) => Answer): Route {
  return { method: 'GET', path, right, handle, file: true };
}

/** Defines a form that requires a right. */
export function post(path: string, right: Right, handle: (c: EntityContext) => Answer): Route {
  return { method: 'POST', path, right, handle };
}

/** Defines a form that requires a right and whose change ends the session with which it came. */
export function partingPost(path: string, right: Right, parting: Parting, handle: (c: EntityContext) => Answer): Route {
  return { method: 'POST', path, right, handle, parting };
}

/** Defines a form that requires a right and brings a file (R5). */
export function upload(path: string, right: Right, handle: (c: EntityContext) => Answer): Route {
  return { method: 'POST', path, right, handle, upload: true };
}
