import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { attribute, elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { addDelegate, type CastUser, newcomer, password, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const chosen = 'Colibrí-Verde-88';
const rules = {
  letters: 'Use letras mayúsculas y minúsculas.',
  signs: 'Incluya al menos un dígito y un carácter especial, como - . # $ %.',
  length: 'Escriba de 8 a 20 caracteres.',
  common: 'No use un nombre ni una contraseña común, tampoco con números o signos añadidos.',
  own: 'No incluya su usuario, sus nombres, el nombre de su entidad ni el RUC.',
  old: 'No repita la contraseña anterior.',
};

onStage('The change of the own password', (stage) => {
  test('shows the rules before the fields, without a mark, as the description of the new password', async () => {
    const visitor = await stage.signedIn(stage.diana);
    await visitor.open('/datos-generales/info-usuario');
    const { text, url } = await visitor.follow('Cambiar');
    expect(url.pathname).toBe('/datos-generales/contrasena');
    const places = Object.values(rules).map((rule) => text.indexOf(rule));
    expect(places).not.toContain(-1);
    expect(Math.max(...places)).toBeLessThan(text.indexOf('Contraseña Anterior'));
    expect(marksOf(visitor.page)).toEqual(Object.values(rules));
    expect(visitor.page.field('Nueva Contraseña').describedBy).toBe(Object.values(rules).join(' '));
  });

  test('replaces the old password by the new one', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    const page = await change(visitor, chosen);
    expect(page.url.pathname).toBe('/datos-generales/info-usuario');
    expect(page.announced).toEqual(['Datos Actualizados. Sus demás sesiones se cerraron.']);
    await expect(stage.signedIn(user)).rejects.toThrow(/could not sign in/);
    await stage.signedIn({ ...user, password: chosen });
  });

  test('ends the other sessions and gives this one a new token', async () => {
    const user = await someone(stage);
    const [here, there] = [await stage.signedIn(user), await stage.signedIn(user)];
    const before = here.cookies.get('soce') ?? '';
    await change(here, chosen);
    expect((await there.open('/inicio')).url.pathname).toBe('/ingreso');
    expect((await here.open('/inicio')).url.pathname).toBe('/inicio');
    const thief = stage.visitor();
    thief.cookies.set('soce', before);
    expect((await thief.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('sent three times at once changes it once, and says to the others that it had changed', async () => {
    const { user, visitor, send } = await typedChange(stage);
    const answers = await Promise.all(await whileLocked(stage.database, 'users', () => [1, 2, 3].map(send)));
    expect(answers.map(landing).sort()).toEqual(changedOnce);
    expect(await incidentsOf(stage, 'user', user.id, 'password.changed')).toHaveLength(1);
    expect((await visitor.open('/ingreso')).announced.join(' ')).toContain(alreadyChanged);
    await stage.signedIn({ ...user, password: chosen });
  });

  test.for([0, 10, 20, 30, 40, 50])(
    'pressed three times, %i ms apart, never calls a typed password wrong',
    async (gap) => {
      const { user, send } = await typedChange(stage);
      const press = (nth: number) => setTimeout(nth * gap).then(send);
      expect((await Promise.all([0, 1, 2].map(press))).map(landing).sort()).toEqual(changedOnce);
      expect(await incidentsOf(stage, 'user', user.id, 'password.changed')).toHaveLength(1);
    },
  );

  test('pressed again once it has changed says so, and the sign-in doesn’t lead back to the form', async () => {
    const { user, visitor, send } = await typedChange(stage);
    const answers = [await send(), await send()];
    expect(answers.map(landing)).toEqual(changedOnce.slice(0, 2));
    expect((await visitor.open('/ingreso')).announced.join(' ')).toContain(alreadyChanged);
    await visitor.press('Cerrar Sesión');
    const page = await signIn(visitor, { ...user, password: chosen });
    expect([page.url.pathname, page.announced]).toEqual(['/inicio', []]);
    expect(await incidentsOf(stage, 'user', user.id, 'sign-in.refused')).toEqual([]);
  });

  test('pressed again in the session that it has opened says that it had changed', async () => {
    const { user, visitor, entries } = await typedChange(stage);
    const send = () => visitor.post('/datos-generales/contrasena', entries, {}, { follow: true });
    const answers = [await send(), await send()];
    expect(answers.map(({ url }) => url.pathname)).toEqual(Array(2).fill('/datos-generales/info-usuario'));
    expect(answers.map(({ announced }) => announced)).toEqual([
      ['Datos Actualizados. Sus demás sesiones se cerraron.'],
      ['Su contraseña ya había cambiado cuando llegó este envío, que no cambió nada.'],
    ]);
    expect(await incidentsOf(stage, 'user', user.id, 'password.changed')).toHaveLength(1);
  });

  test('typed with a wrong old password right after a change is told so', async () => {
    const { visitor, entries } = await typedChange(stage);
    await visitor.post('/datos-generales/contrasena', entries);
    await visitor.open('/datos-generales/contrasena');
    const typed = {
      'Contraseña Anterior': password,
      'Nueva Contraseña': 'Loro-Verde-88',
      'Confirmar Contraseña': 'Loro-Verde-88',
    };
    const page = await visitor.fill(typed).press('Guardar');
    expect(page.errors).toEqual(['Contraseña Anterior: no es la contraseña con la que ingresó. Escríbala de nuevo.']);
  });

  test.for<[string, (keyof typeof rules)[]]>([
    ['colibrí-verde-88', ['letters']],
    ['COLIBRÍ-VERDE-88', ['letters']],
    ['Colibrí-Verde-', ['signs']],
    ['ColibríVerde88', ['signs']],
    ['Xq-Lm77', ['length']],
    ['Colibrí-Verde-8888888', ['length']],
    ['Maria2024!', ['common']],
    ['Password1!', ['common']],
    ['X-Clavijero01-7', ['own']],
    ['Nuñez-Quinde-7', ['own']],
    ['Prueba-Azul-77', ['own']],
    ['Ra-1769999930001', ['own']],
    [password, ['old']],
    ['xqlm', ['letters', 'signs', 'length']],
  ])('refuses “%s” by exactly the rules that it breaks: %j', async ([typed, failed]) => {
    clavijero ??= await addDelegate(stage, 'clavijero01', newcomer('Núñez', 'Amaru'));
    const page = await change(await stage.signedIn(clavijero), typed);
    const asked = failed.map((name) => rules[name].replace(/^./, (letter) => letter.toLowerCase()).replace(/\.$/, ''));
    expect([page.status, page.errors]).toEqual([422, [`Nueva Contraseña: ${asked.join('; ')}.`]]);
    const marks = Object.values(rules).map(
      (rule) => `${rule} ${failed.some((name) => rules[name] === rule) ? 'falta' : 'cumple'}`,
    );
    expect(marksOf(page)).toEqual(marks);
    expect(page.field('Nueva Contraseña').describedBy).toContain(marks.join(' '));
    await stage.signedIn(clavijero);
  });

  test('refuses a wrong old password, and changes nothing', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const page = await change(visitor, chosen, { 'Contraseña Anterior': 'Quinde-Azul-78' });
    expect(page.status).toBe(422);
    expect(page.field('Contraseña Anterior').invalid).toBe(true);
    expect(page.field('Nueva Contraseña').invalid).toBe(false);
    await stage.signedIn(stage.diana);
  });

  test('refuses a different repetition and an empty form, and names each field', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const differing = await change(visitor, chosen, { 'Confirmar Contraseña': 'Colibrí-Verde-89' });
    expect(differing.field('Confirmar Contraseña').invalid).toBe(true);
    const both = await change(visitor, 'corta', { 'Confirmar Contraseña': 'larga' });
    expect(both.errors).toEqual([expect.stringMatching(/^Nueva /), expect.stringMatching(/^Confirmar /)]);
    const empty = await change(visitor, '', { 'Contraseña Anterior': '' });
    expect(empty.errors).toHaveLength(2);
    expect(empty.field('Nueva Contraseña').invalid).toBe(true);
    await stage.signedIn(stage.diana);
  });

  test('never sends typed passwords back', async () => {
    const visitor = await stage.signedIn(stage.diana);
    const page = await change(visitor, 'Corta-1', { 'Contraseña Anterior': 'Distinta-22' });
    expect(page.status).toBe(422);
    expect(page.html).not.toMatch(/Corta-1|Distinta-22/);
  });

  test('accepts accents in either encoding', async () => {
    const user = await someone(stage);
    const page = await change(await stage.signedIn(user), 'Ñandú-Lago-77'.normalize('NFD'));
    expect(page.announced).toEqual(['Datos Actualizados. Sus demás sesiones se cerraron.']);
    await stage.signedIn({ ...user, password: 'Ñandú-Lago-77'.normalize('NFC') });
  });

  test('leaves one incident, without either password', async () => {
    const user = await someone(stage);
    await change(await stage.signedIn(user), chosen);
    const rows = await incidentsOf(stage, 'user', user.id, 'password.changed');
    expect(rows).toMatchObject([{ ruc: user.ruc, actor_name: user.userName, changes: [] }]);
  });
});

const alreadyChanged =
  'Su contraseña ya había cambiado cuando llegó este envío, que no cambió nada. Si la cambió usted, ingrese con la nueva.';
const changedOnce = ['303 /datos-generales/info-usuario', '303 /ingreso', '303 /ingreso'];

const landing = ({ status, headers }: Page) => `${status} ${headers.location}`;

/** A user whose form is filled in, and sent from the page as it is open: no answer has come to it yet. */
async function typedChange(stage: Stage) {
  const user = await someone(stage);
  const visitor = await stage.signedIn(user);
  await visitor.open('/datos-generales/contrasena');
  const typed = { 'Contraseña Anterior': user.password, 'Nueva Contraseña': chosen, 'Confirmar Contraseña': chosen };
  const { entries } = visitor.fill(typed).page.submission('Guardar');
  const cookies = { Cookie: visitor.cookies.header(visitor.page.url) ?? '' };
  return { user, visitor, entries, send: () => visitor.post('/datos-generales/contrasena', entries, cookies) };
}

let clavijero: CastUser | undefined;

async function change(visitor: Visitor, after: string, typed: Record<string, string> = {}): Promise<Page> {
  await visitor.open(changePage);
  const usual = { 'Contraseña Anterior': password, 'Nueva Contraseña': after, 'Confirmar Contraseña': after };
  return visitor.fill({ ...usual, ...typed }).press('Guardar');
}

/** Reads the rules with their marks. */
function marksOf({ root }: Page): string[] {
  const [list] = elements(root, 'ul').filter((one) => attribute(one, 'id') === 'reglas');
  return list ? elements(list, 'li').map(textOf) : [];
}
