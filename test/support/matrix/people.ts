import type { Visitor } from '../browser/visitor.ts';
import { type CastUser, someone } from '../stage/cast.ts';
import { signIn } from '../stage/sign-in.ts';
import type { Stage } from '../stage/stage.ts';
import { everybody, type Person } from './expectations.ts';

/** A person of this kind in their browser, with the token of their forms. */
export type Somebody = { visitor: Visitor; token: string };

/** Asks each person in turn; gives their answers. */
export async function ofEverybody(
  stage: Stage,
  answer: (somebody: Somebody) => Promise<string>,
  people: readonly Person[] = everybody,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const person of people) answers[person] = await answer(await somebody(stage, person));
  return answers;
}

/** Gives the answers that are expected from each person. */
export function forEverybody(answer: (person: Person) => string, people: readonly Person[] = everybody) {
  return Object.fromEntries(people.map((person) => [person, answer(person)]));
}

/** Opens a page as a person of this kind. */
export async function somebody(stage: Stage, person: Person): Promise<Somebody> {
  const user = await userOf(stage, person);
  const visitor = user ? await browserOf(stage, user) : stage.site.visitor({ weigh: false });
  await visitor.open(user ? '/ayuda/contactos' : '/ingreso');
  return { visitor, token: visitor.token };
}

async function userOf(stage: Stage, person: Person): Promise<CastUser | null> {
  switch (person) {
    case 'nobody':
      return null;
    case 'delegate':
      return stage.diana;
    case 'delegate without the menu':
      return stage.bruno;
    case 'administrator':
      return stage.quito.administrator;
    case 'foreign':
      return stage.cuenca.administrator;
    case 'temporary': {
      const known = temporaries.get(stage);
      const user = known ?? (await someone(stage, { state: 'temporary' }));
      temporaries.set(stage, user);
      return user;
    }
  }
}

const temporaries = new WeakMap<Stage, CastUser>();
const browsers = new WeakMap<CastUser, Visitor>();

// Gives the browser of a person, who signs in again only after «Cerrar Sesión», as that takes long.
async function browserOf(stage: Stage, user: CastUser): Promise<Visitor> {
  const known = browsers.get(user);
  if (known?.cookies.get('soce')) return known;
  const visitor = stage.site.visitor({ weigh: false });
  const page = await signIn(visitor, user);
  if (page.url.pathname === '/ingreso') throw new Error(`${user.userName} could not sign in: ${page.text}`);
  browsers.set(user, visitor);
  return visitor;
}
