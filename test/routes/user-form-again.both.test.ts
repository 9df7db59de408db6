import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { pressLate, signInAgain } from '../support/stage/run-out.ts';
import { onStage } from '../support/stage/stage.ts';

const path = '/administracion/usuarios/nuevo';

onStage('The form of a new user, sent again after it has added one,', (stage) => {
  let visitor: Visitor;
  let name: string;

  beforeEach(async () => {
    visitor = await visiting(stage, stage.quito.administrator, path);
    name = nextUserName();
    expect((await sentOnce(fillIn(visitor, name))).status).toBe(303);
  });

  test('with another name shows what was typed under a new key, and names the user that it added', async () => {
    const other = nextUserName();
    const key = visitor.page.hidden('creationKey');
    const page = await fillIn(visitor, other).press('Guardar');
    expect([page.status, page.title, page.url.pathname]).toEqual([422, 'Error: Agregar Usuario · SOCE Usuarios', path]);
    expect(page.errors).toEqual([
      `Con este formulario ya se agregó el usuario ${name} de Vera Óscar, que sigue como estaba. Abajo está lo que usted escribió después. Si quiere agregar otro usuario, revíselo, escriba de nuevo la contraseña y guarde. Si quería cambiar la contraseña de ${name}, elija «Resetear Contraseña» en su fila de la lista.`,
    ]);
    expect([page.field('Usuario').value, page.field('Contraseña').value]).toEqual([other, '']);
    expect(page.field('Nombre').value).toContain('Vera Óscar');
    expect(page.hidden('creationKey')).not.toBe(key);
    expect(await traces(other)).toEqual({ users: 0, incidents: 0 });

    const saved = await visitor.fill(passwords('temporal')).press('Guardar');
    expect(saved.announced).toEqual([expect.stringMatching(/^Datos Actualizados\. /)]);
    expect(await traces(other)).toEqual({ users: 1, incidents: 1 });
  });

  test.each(['another password', 'another contact'])('with %s alone changes nothing, and says so', async (what) => {
    const before = await stored(name);
    visitor.fill(what === 'another contact' ? { Nombre: optionOf(visitor, 'Brito') } : passwords('temporal2'));
    const page = await visitor.press('Guardar');
    expect([page.status, page.errors[0]]).toEqual([422, expect.stringContaining(`ya se agregó el usuario ${name}`)]);
    expect(await stored(name)).toEqual(before);
    const next = await visitor.fill(passwords('temporal2')).press('Guardar');
    expect(next.errors).toEqual(['Usuario: ese nombre ya existe en su entidad. Elija otro.']);
  });

  test('at the same moment with three contents adds one of them and shows the others', async () => {
    const names = [1, 2, 3].map(() => nextUserName());
    const form = await visiting(stage, stage.quito.administrator, path);
    const contents = names.map((one) => fillIn(form, one).page.submission('Guardar').entries);
    const underWay = await whileLocked(stage.database, 'users', () =>
      contents.map((entries) => form.post(path, entries)),
    );
    const answers = await Promise.all(underWay);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    const added = (await Promise.all(names.map(traces))).map(({ users }) => users);
    expect(added).toEqual(answers.map(({ status }) => (status === 303 ? 1 : 0)));
  });

  test('is told so also after a sign-in in between', async () => {
    const late = await arriving(stage, stage.quito.administrator, path);
    const [first, second] = [nextUserName(), nextUserName()];
    expect((await sentOnce(fillIn(late, first))).status).toBe(303);
    await pressLate(stage, late.fill({ Usuario: second }), 'Guardar');
    await signInAgain(late, stage.quito.administrator);
    const page = await late.fill(passwords('temporal')).press('Guardar');
    expect([page.status, page.errors[0]]).toEqual([422, expect.stringContaining(first)]);
    expect(page.field('Usuario').value).toBe(second);
  });

  test('leaves no trace of the password but keyed ones, which differ for the same content', async () => {
    const second = nextUserName();
    const form = await visiting(stage, stage.quito.administrator, path);
    await fillIn(form, second).press('Guardar');
    const digests = [...(await stored(name)), ...(await stored(second))].map((row) => row.creation_digest);
    expect(digests).toEqual(Array(2).fill(expect.stringMatching(/^[\w-]{43}$/)));
    expect(new Set(digests).size).toBe(2);
  });

  test('is compared by name and contact where an earlier version of the product has added it', async () => {
    await sql`update users set creation_digest = null where name = ${name}`.execute(stage.database.owner);
    expect((await sentOnce(visitor)).status).toBe(303);
    expect((await visitor.fill({ Usuario: nextUserName() }).press('Guardar')).status).toBe(422);
  });

  function stored(userName: string) {
    return stage.database.owner.selectFrom('users').selectAll().where('name', '=', userName).execute();
  }

  async function traces(userName: string) {
    const incidents = stage.database.owner.selectFrom('incidents').select('id').where('subject_name', '=', userName);
    return { users: (await stored(userName)).length, incidents: (await incidents.execute()).length };
  }
});

let people = 0;

function nextUserName(): string {
  people += 1;
  return `usuario${people}x`;
}

// Fills in the form for a new user of Óscar Vera.
function fillIn(visitor: Visitor, Usuario: string): Visitor {
  return visitor.fill({ Usuario, Nombre: optionOf(visitor, 'Vera Óscar'), ...passwords('temporal') });
}

function passwords(typed: string): Record<string, string> {
  return { Contraseña: typed, 'Confirmar Contraseña': typed };
}

// An option also says how many users the contact has.
function optionOf({ page }: Visitor, start: string): string {
  return page.field('Nombre').options.find((option) => option.startsWith(start)) ?? '';
}

// Sends the open form, which stays open as after "Back".
function sentOnce(visitor: Visitor): Promise<Page> {
  const { url, entries } = visitor.page.submission('Guardar');
  return visitor.post(url.pathname, entries);
}
