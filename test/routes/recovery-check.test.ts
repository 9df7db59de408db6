import { beforeEach, expect, test } from 'vitest';
import { numberInWords } from '../../src/domain/number-words.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { administratorIdentity, answerTo, checked, identify } from '../support/stage/recovery.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;
const field = /^Chequeo de Seguridad: /;
const sentence = expect.stringMatching(
  /^Chequeo de Seguridad: la respuesta no es correcta o la pregunta ya no sirve\. Responda /,
);

onStage('The security check', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('asks for another small sum in words each time, as the label of the field', async () => {
    const visitor = newVisitor();
    const questions = new Set<string>();
    for (let time = 0; time < 12; time += 1) {
      const page = await visitor.open('/recuperar');
      questions.add(/¿Cuánto es \D+ más \D+\?/.exec(page.text)?.[0] ?? '');
      expect(page.field(/^Chequeo de Seguridad: ¿Cuánto es \S+ más \S+\?$/).describedBy).toBe(
        'Responda con dígitos o con palabras.',
      );
    }
    expect(questions.size).toBeGreaterThan(6);
  });

  test('has its sum in words alone', async () => {
    const visitor = newVisitor();
    const results: [sum: string, field: string][] = [];
    for (let time = 0; time < 30; time += 1) {
      const page = await visitor.open('/recuperar');
      results.push([answerTo(page), checkOf(page)]);
      expect(checkOf(page)).toMatch(/^\d{13}\.[\w-]{43}\.[\w-]{22}$/);
    }
    expect(new Set(results.map(([sum]) => sum)).size).toBeGreaterThan(10);
  });

  test.for([
    ['in digits', String],
    ['in words', numberInWords],
    ['in capitals', (result: number) => numberInWords(result).toUpperCase()],
    ['with spaces', (result: number) => `  ${result} `],
  ] as const)('takes the answer %s', async ([, spell]) => {
    const visitor = newVisitor();
    const page = await visitor.open('/recuperar');
    const end = await visitor
      .fill({ ...administratorIdentity, ...checked(page, spell(Number(answerTo(page)))) })
      .press('Siguiente');
    expect(end.url.pathname).toBe('/recuperar/motivo');
  });

  test('follows a wrong answer with a new question, and keeps all typed values but the answer', async () => {
    const visitor = newVisitor();
    const asked = await visitor.open('/recuperar');
    const page = await visitor
      .fill({ ...administratorIdentity, RUC: '17 69', ...checked(asked, '1') })
      .press('Siguiente');
    expect([page.status, page.title]).toEqual([422, 'Error: Recuperar Contraseña · Paso 1 de 4 · SOCE Usuarios']);
    expect(page.errors).toEqual([expect.stringMatching(/^RUC: escriba/), sentence]);
    expect(page.field('RUC').value).toBe('17 69');
    expect(page.field('Correo Electrónico').value).toBe('amparo@prueba.example');
    expect(page.field(field).value).toBe('');
    expect(checkOf(page)).not.toBe(checkOf(asked));
    expect(await drafts()).toBe(0);
  });

  test('asks a new question where another field was wrong', async () => {
    const visitor = newVisitor();
    const asked = await visitor.open('/recuperar');
    const typed = { ...administratorIdentity, RUC: '17', ...checked(asked) };
    const page = await visitor.fill(typed).press('Siguiente');
    expect(page.errors).toEqual([expect.stringMatching(/^RUC: /)]);
    expect((await answer(visitor, asked)).errors).toEqual([sentence]);
    expect((await visitor.fill({ ...administratorIdentity, ...checked(page) }).press('Siguiente')).url.pathname).toBe(
      '/recuperar/motivo',
    );
  });

  test('accepts one answer to a question, even if it was wrong', async () => {
    const visitor = newVisitor();
    const right = await visitor.open('/recuperar');
    expect((await answer(visitor, right)).headers.location).toBe('/recuperar/motivo');
    expect((await answer(visitor, right)).errors).toEqual([sentence]);
    const wrong = await visitor.open('/recuperar');
    expect((await answer(visitor, wrong, { answer: '1' })).errors).toEqual([sentence]);
    expect((await answer(visitor, wrong)).errors).toEqual([sentence]);
  });

  test('accepts one of five simultaneous answers to a question from different addresses', async () => {
    const visitor = newVisitor();
    const asked = await visitor.open('/recuperar');
    const copies = Array.from({ length: 5 }, () => {
      const copy = newVisitor();
      copy.cookies.set('soce_form', visitor.cookies.get('soce_form') ?? '');
      return copy;
    });
    const pages = await Promise.all(copies.map((copy) => answer(copy, asked)));
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422]);
  });

  test('accepts an answer for ten minutes', async () => {
    const visitor = newVisitor();
    const [early, edge, late] = [
      await visitor.open('/recuperar'),
      await visitor.open('/recuperar'),
      await visitor.open('/recuperar'),
    ];
    stage.clock.advance(10 * minute - 1);
    expect((await answer(visitor, early)).status).toBe(303);
    stage.clock.advance(1);
    expect((await answer(visitor, edge)).status).toBe(422);
    stage.clock.advance(1_000);
    expect((await answer(visitor, late)).errors).toEqual([sentence]);
  });

  test('refuses questions that were changed or not made by the product', async () => {
    const visitor = newVisitor();
    const asked = await visitor.open('/recuperar');
    const sealed = checkOf(asked);
    const [until = '', id = '', seal = ''] = sealed.split('.');
    const other = checkOf(await visitor.open('/recuperar')).split('.');
    const later = String(Number(until) + 1);
    const forged = [
      '',
      '.',
      '1.1.9999999999999.x.x',
      [later, id, seal],
      ['1', '1', until, id, seal],
      [until, 'otra', seal],
      [until, id, other[2]],
      [until, id],
      [until, id, `${seal}x`],
      [until, id, seal, ''],
    ].map((one) => (typeof one === 'string' ? one : one.join('.')));
    for (const check of forged) {
      await stage.forgetGuesses();
      expect((await answer(visitor, asked, { check })).errors).toEqual([sentence]);
      expect((await answer(visitor, asked, { check, answer: '2' })).errors).toEqual([sentence]);
    }
    await stage.forgetGuesses();
    expect((await answer(visitor, asked, { check: `${sealed} ${sealed}` })).status).toBe(422);
    expect((await answer(visitor, asked)).headers.location).toBe('/recuperar/motivo');
  });

  test('refuses the answer to another question', async () => {
    const visitor = newVisitor();
    const one = await visitor.open('/recuperar');
    let other = await visitor.open('/recuperar');
    while (answerTo(other) === answerTo(one)) other = await visitor.open('/recuperar');
    expect((await answer(visitor, one, { answer: answerTo(other) })).errors).toEqual([sentence]);
  });

  test('refuses even right answers after twenty wrong ones in a minute from the same address', async () => {
    const { clock } = stage;
    const [visitor, elsewhere] = [newVisitor(), newVisitor()];
    let last: Page | undefined;
    for (let time = 0; time < 20; time += 1)
      last = await answer(visitor, await visitor.open('/recuperar'), { answer: '1' });
    const refused = await answer(visitor, await visitor.open('/recuperar'));
    expect(last?.errors).toEqual([sentence]);
    expect(refused.errors).toEqual([
      expect.stringMatching(/^Hubo demasiados intentos\. Vuelva a intentarlo a partir de las \d\d:\d\d\.$/),
    ]);
    expect((await answer(elsewhere, await elsewhere.open('/recuperar'))).status).toBe(303);
    clock.advance(61_000);
    expect((await answer(visitor, await visitor.open('/recuperar'))).status).toBe(303);
  });

  test('shares the limit of an address with the sign-in', async () => {
    const visitor = newVisitor();
    for (let time = 0; time < 20; time += 1) await answer(visitor, await visitor.open('/recuperar'), { answer: '1' });
    expect((await signIn(visitor, stage.diana)).status).toBe(422);
  });

  test('does not count right answers', async () => {
    const visitor = newVisitor();
    for (let time = 0; time < 25; time += 1) {
      const asked = await visitor.open('/recuperar');
      expect((await answer(visitor, asked, { ruc: '' })).errors).toEqual([expect.stringMatching(/^RUC: /)]);
    }
    expect((await identify(visitor)).url.pathname).toBe('/recuperar/motivo');
  });

  function newVisitor(): Visitor {
    return stage.site.visitor({ address: freshAddress(), weigh: false });
  }

  /** Sends the first step with right data and the right answer, except for these changes. */
  function answer(visitor: Visitor, asked: Page, change: Record<string, string> = {}): Promise<Page> {
    const _token = asked.hidden('_token') ?? '';
    const typed = { ruc: '1769999930001', email: 'amparo@prueba.example', birthDate: '1985-02-28' };
    return visitor.post('/recuperar', { _token, check: checkOf(asked), ...typed, answer: answerTo(asked), ...change });
  }

  function checkOf(page: Page): string {
    return page.hidden('check') ?? '';
  }

  async function drafts(): Promise<number> {
    const rows = await stage.database.owner
      .selectFrom('recovery_drafts')
      .select('id')
      .where('typed_ruc', '=', '17')
      .execute();
    return rows.length;
  }
});
