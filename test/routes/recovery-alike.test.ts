import { sql } from 'kysely';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import type { Page } from '../support/browser/page.ts';
import { contents } from '../support/server/contents.ts';
import { comparable } from '../support/stage/alike.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { answerTo, carryOut } from '../support/stage/recovery.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

type Typed = { ruc: string; email: string; birthDate: string };

const right: Typed = { ruc: '1769999930001', email: 'amparo@prueba.example', birthDate: '1985-02-28' };

// The only tables that data without a match leave traces in: drafts and counters.
const onTheWay = ['recovery_drafts', 'answered_checks', 'throttling'];

onStage('A recovery with data that match nobody', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  const kinds: [what: string, typed: () => Promise<Partial<Typed>> | Partial<Typed>][] = [
    ['an unknown RUC', () => ({ ruc: '0960001230001' })],
    [
      'the RUC of another entity',
      () => changed({ ruc: '0969999920001' }, 'contacts', { email: 'otra@prueba.example' }),
    ],
    ['a wrong e-mail', () => ({ email: 'ampara@prueba.example' })],
    ['a wrong birth date', () => ({ birthDate: '1985-02-27' })],
    ['a delegate’s data', () => ({ email: 'diana@prueba.example' })],
    ['a suspended entity', () => suspended(stage)],
    ['a disabled administrator', () => changed({ ruc: '0969999920001' }, 'users', { active: false })],
    [
      'an administrator whose contact is INACTIVO',
      () => changed({ ruc: '0969999920001' }, 'contacts', { active: false }),
    ],
  ];

  test.for(kinds)(
    'such as %s has the same steps and answers as one with right data, and no effect',
    async ([, prepare]) => {
      const typed = { ...right, ...(await prepare()) };
      const before = await contents(stage.database, ...onTheWay);
      const usual = await journey(right);
      // Until the job runs, nothing has been compared, and the stored rows are alike too.
      expect(await contents(stage.database, ...onTheWay)).toEqual(before);
      const usualTraces = await traces();
      expect(await carryOut(stage)).toBe(1);
      const after = await contents(stage.database, ...onTheWay);
      expect(after.mails?.length).toBe((before.mails?.length ?? 0) + 1);
      const answers = await journey(typed);
      expect(await traces()).toEqual(usualTraces);
      expect(await carryOut(stage)).toBe(1);
      const alike = (pages: Page[], { ruc, email }: Typed) => pages.map((page) => comparable(page, [ruc, email]));
      expect(alike(answers, typed)).toEqual(alike(usual, right));
      expect(answers.at(-1)?.url.pathname).toBe('/recuperar/listo');
      expect(await contents(stage.database, ...onTheWay)).toEqual(after);
    },
  );

  test('leaves the same cookies in the browser as one with right data, each time with other random values', async () => {
    const wrong = { ...right, birthDate: '1985-02-27' };
    const kept = await Promise.all([right, right, wrong, wrong].map(cookiesAfter));
    const names = kept.map((cookies) => Object.keys(cookies).sort());
    expect(names).toEqual(Array(4).fill(['soce_form', 'soce_recuperar']));
    const values = kept.flatMap((cookies) => Object.values(cookies));
    expect(values).toEqual(Array(8).fill(expect.stringMatching(/^[\w-]{43}$/)));
    expect(new Set(values).size).toBe(8);
  });

  /** Reads the traces of a recovery: its draft without the typed data, and the number of its jobs. */
  async function traces() {
    const { rows } = await sql<{ draft: object; jobs: number }>`
      select to_jsonb(d) - 'id' - 'typed_ruc' - 'typed_email' - 'typed_birth_date' - 'request_id' - 'accepted_address' as draft,
             (select count(*)::int from pgboss.job_common j
               where j.name = 'recovery' and j.data ->> 'draftId' = d.id) as jobs
        from recovery_drafts d where settled_at is null and step = 'done'`.execute(stage.database.owner);
    return rows;
  }

  async function cookiesAfter(typed: Typed): Promise<Record<string, string>> {
    const visitor = stage.site.visitor({ address: freshAddress() });
    await begin(visitor, typed);
    const header = visitor.cookies.header(new URL('/recuperar/motivo', stage.site.baseUrl)) ?? '';
    return Object.fromEntries(header.split('; ').map((pair) => pair.split('=')));
  }

  /** Goes through all steps; gives every answer, redirects included. */
  async function journey(typed: Typed): Promise<Page[]> {
    const visitor = stage.site.visitor({ address: freshAddress(), weigh: false });
    const { _token, answers } = await begin(visitor, typed);
    answers.push(await visitor.get('/recuperar/motivo'));
    answers.push(await visitor.post('/recuperar/motivo', { _token, reason: 'Astronauta' }));
    answers.push(await visitor.post('/recuperar/motivo', { _token, reason: 'Otro' }));
    answers.push(await visitor.get('/recuperar/solicitud'));
    answers.push(await visitor.get('/recuperar/solicitud?imprimir=1'));
    answers.push(await visitor.post('/recuperar/solicitud', { _token }));
    answers.push(await visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' }));
    answers.push(await visitor.get('/recuperar/solicitud'));
    answers.push(await visitor.get('/recuperar/listo'));
    return answers;
  }

  async function begin(visitor: ReturnType<Stage['visitor']>, typed: Typed) {
    const page = await visitor.open('/recuperar');
    const _token = visitor.token;
    const check = /name="check" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
    const answer = await visitor.post('/recuperar', { _token, check, ...typed, answer: answerTo(page) });
    return { _token, answers: [page, answer] };
  }

  async function changed(typed: Partial<Typed>, table: 'users' | 'contacts', change: object): Promise<Partial<Typed>> {
    const { id, contactId, ruc } = stage.cuenca.administrator;
    const one = table === 'users' ? id : contactId;
    const { owner } = stage.database;
    const before = await owner
      .selectFrom(table)
      .selectAll()
      .where('ruc', '=', ruc)
      .where('id', '=', one)
      .executeTakeFirstOrThrow();
    const put = (values: object) =>
      owner.updateTable(table).set(values).where('ruc', '=', ruc).where('id', '=', one).execute();
    await put(change);
    onTestFinished(async () => {
      await put(
        Object.fromEntries(Object.keys(change).map((name) => [name, (before as Record<string, unknown>)[name]])),
      );
    });
    return typed;
  }
});

async function suspended({ database, cuenca, clock }: Stage): Promise<Partial<Typed>> {
  await suspendEntity(database, cuenca.ruc, clock.now);
  onTestFinished(async () => {
    await resumeEntity(database, cuenca.ruc, clock.now);
  });
  return { ruc: cuenca.ruc };
}
