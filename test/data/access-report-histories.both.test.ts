import { sql } from 'kysely';
import { Argon2id } from 'oslo/password';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { addDays, type CivilDate } from '../../src/domain/civil-date.ts';
import { type RandomEntity, randomEntity, randomFrom } from '../support/stage/access-history.ts';
import { onStage } from '../support/stage/stage.ts';

/** A user as the tables have it, with what decides on access. */
type Facts = {
  userName: string;
  contactName: string;
  position: string;
  from: CivilDate;
  until: CivilDate | null;
  administrator: boolean;
  active: boolean;
  contactActive: boolean;
  suspended: boolean;
  menus: string[];
  limit: string | null;
};

const histories = 200;
const changesOfDay = 2;
const registered = '2025-02-25';

onStage('The reports of random histories', (stage) => {
  const made: { seed: number; entity: RandomEntity; days: { day: CivilDate; told: string[]; facts: Facts[] }[] }[] = [];
  const kinds = new Map<string, number>();

  // Nobody signs in, and a hash takes longer than all else.
  beforeAll(async () => {
    const spy = vi.spyOn(Argon2id.prototype, 'hash').mockResolvedValue('x');
    const seeds = Array.from({ length: histories }, (_, index) => index + 1);
    await eachOf(seeds, live);
    spy.mockRestore();
  }, 240_000);

  test('agree with the tables at the end of each day and on the days without a change', async () => {
    const faults: unknown[] = [];
    await eachOf(made, async ({ seed, entity, days }) => {
      for (const [place, { day, told, facts }] of days.entries()) {
        const between = addDays(days[place + 1]?.day ?? addDays(day, 9), -1);
        for (const asked of new Set([day, between])) {
          const found = await reportOf(entity, asked);
          const expected = facts.map((user) => lineOf(user, asked));
          if (JSON.stringify(found) !== JSON.stringify(expected)) faults.push({ seed, asked, told, found, expected });
        }
      }
    });
    expect(faults.slice(0, 2)).toEqual([]);
  }, 120_000);

  test('are of changes of each kind, of users with access and without', () => {
    expect(Math.min(...kinds.values())).toBeGreaterThan(10);
    expect(kinds.size).toBe(23);
    const lines = made.flatMap(({ days }) => days.flatMap(({ day, facts }) => facts.map((user) => lineOf(user, day))));
    const delegates = lines.filter(({ administrator }) => !administrator);
    const share = delegates.filter(({ access }) => access).length / delegates.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
  });

  async function live(seed: number): Promise<void> {
    const random = randomFrom(seed);
    const entity = await randomEntity(stage.database, seed, registered, random);
    const days = [];
    // The first day is that of the registration, and the changes of a day reach up to its last minute.
    for (let day: CivilDate = registered; days.length < 3; day = addDays(day, 1 + Math.floor(random() * 12))) {
      const told: string[] = [];
      for (let change = 1; change <= changesOfDay; change += 1) {
        told.push(await entity.change(day, change === changesOfDay ? 1_439 : change * 60));
      }
      for (const kind of told) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      days.push({ day, told, facts: await factsOf(stage.database, entity.ruc) });
    }
    made.push({ seed, entity, days });
  }
});

// Some at a time, since entities have nothing to do with each other.
async function eachOf<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < all.length; first += 4) await Promise.all(all.slice(first, first + 4).map(work));
}

async function reportOf(entity: RandomEntity, day: CivilDate) {
  const { accessReports } = await entity.open(day);
  const found = await accessReports.find(day);
  if (found.kind !== 'found') throw new Error(`There is no report of ${day}.`);
  return found.report.lines.map(({ hindrances, ...line }) => ({ ...line, access: hindrances.length === 0 }));
}

function lineOf({ active, contactActive, suspended, menus, limit, ...user }: Facts, day: CivilDate) {
  const within = user.from <= day && (user.until === null || day <= user.until);
  const access = active && contactActive && !suspended && (user.administrator || within);
  return { ...user, menus, limit, access };
}

async function factsOf({ owner }: Database, ruc: string): Promise<Facts[]> {
  const { rows } = await sql<Facts>`
    select u.name as "userName", c.full_name as "contactName", c.position, c.delegated_from::text as "from",
           c.delegated_until::text as "until", u.administrator,
           array(select menu_code from user_menus m where m.ruc = u.ruc and m.user_id = u.id order by menu_code collate "C") as menus,
           (select limit_amount::text from budgets b where b.ruc = u.ruc and b.user_id = u.id and b.active) as "limit",
           u.active, c.active as "contactActive", e.suspended
      from users u join contacts c on c.ruc = u.ruc and c.id = u.contact_id join entities e on e.ruc = u.ruc
     where u.ruc = ${ruc} order by u.name_folded`.execute(owner);
  return rows;
}
