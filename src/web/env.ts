import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import type { Entity } from '../data/entity/entity.ts';
import type { FolderMail } from '../data/outside/mail-folder.ts';
import type { UserKey } from '../data/outside/sessions.ts';
import type { SignedIn } from '../data/outside/sign-in.ts';
import type { PostJob } from '../data/records/job.ts';
import type { Outbox } from '../data/records/mail.ts';
import type { Secrets } from '../data/secrets/derived.ts';
import type { Actor, Permission } from '../domain/actor.ts';
import type { Clock } from '../domain/civil-date.ts';
import type { Assets } from './assets.ts';
import type { TypedForm } from './forms/form.ts';

/** What the application is made of; nothing else is reached for from inside. */
export type Dependencies = {
  database: Database;
  clock: Clock;
  /** 32 bytes; signs form tokens. */
  key: Buffer;
  postJob: PostJob;
  outbox: Outbox;
  secrets: Secrets;
  /** True while the queue of jobs answers. */
  queueAnswers: () => Promise<boolean>;
  /** The mails that are written to a folder instead of being sent; null where nobody may read them. */
  readMails: (() => Promise<FolderMail[]>) | null;
  baseUrl: URL;
  /** The channel for help of those who lost everything. */
  support: string;
  log: Logger;
};

type Variables = {
  app: Dependencies & { assets: Assets; sessions: Sessions };
  requestId: string;
  /** When the request came, so that all of it goes by one moment. */
  now: Date;
  form: TypedForm;
};

/** A request of anybody; the actor is there when one is signed in. */
export type PublicContext = Context<{ Variables: Variables & { actor: Actor | null } }>;

/** A request of a person who has the right that its route declares. */
export type EntityContext = Context<{
  Variables: Variables & {
    actor: Actor;
    entity: Entity;
    /** What this person had typed into this page's form when their session ran out (S4); shown once. */
    kept: TypedForm | null;
  };
}>;

export type AnyContext = PublicContext | EntityContext;

/** The verbs on sessions; web/session.ts alone knows that Lucia keeps them. */
export type Sessions = {
  /** The person behind the request's cookie, while their access is in effect; null for nobody. */
  find(c: AnyContext): Promise<Actor | null>;
  /** Whose session it was that has run out in this browser; null for one that was ended, or none. */
  findRunOut(c: AnyContext): Promise<UserKey | null>;
  /** True where the password is the one of the person behind the request; guarded like signing in (T1, T2). */
  confirm(c: EntityContext, password: string): Promise<boolean>;
  /** Starts a session with a new token; one that the browser brought along ends (S1). */
  open(c: AnyContext, signedIn: SignedIn): Promise<void>;
  /** Ends the request's session. */
  close(c: AnyContext): Promise<void>;
};

type Answer = Response | Promise<Response>;
type Method = 'GET' | 'POST';

/** One address: who may use it and what answers. Every route is one of these, so none can forget its right. */
export type Route = { method: Method; path: string } & (
  | { access: 'public' | 'machine'; handle: (c: PublicContext) => Answer }
  | { access: Permission; handle: (c: EntityContext) => Answer }
);

/** A page that anybody may open. */
export function publicGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, access: 'public', handle };
}

/** A form that anybody may send. */
export function publicPost(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'POST', path, access: 'public', handle };
}

/** What a machine asks; who asks isn't looked up, so it answers without the database as well. */
export function machineGet(path: string, handle: (c: PublicContext) => Answer): Route {
  return { method: 'GET', path, access: 'machine', handle };
}

/** A page for those who have a right. */
export function get(path: string, access: Permission, handle: (c: EntityContext) => Answer): Route {
  return { method: 'GET', path, access, handle };
}

/** A form for those who have a right. */
export function post(path: string, access: Permission, handle: (c: EntityContext) => Answer): Route {
  return { method: 'POST', path, access, handle };
}
