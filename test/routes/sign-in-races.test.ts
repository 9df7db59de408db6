import { Argon2id } from 'oslo/password';
import { expect, onTestFinished, test, vi } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { landing, reset } from '../support/stage/password-steps.ts';
import { changePage, changePassword, isOpen } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const newPassword = 'Otra-Clave-2026';

// S5: the password is verified before, and the session opened after, whatever ends the access.
onStage('A sign-in opens no session if, once its password is verified,', (stage) => {
  test.for<[what: string, end: (user: CastUser) => Promise<unknown>, mend?: (user: CastUser) => Promise<unknown>]>([
    ['the password is reset', (user) => reset(stage, user)],
    ['the person changes it in another browser', changeOwn],
    [
      'the user is deactivated, and not after the next activation either',
      (user) => switchUser(stage, user, 'Desactivar'),
      (user) => switchUser(stage, user, 'Activar'),
    ],
    ['the contact is set INACTIVO', (user) => saveContact(stage, user.contactId, { Estado: 'INACTIVO' })],
    ['the delegation is moved to its end', (user) => saveContact(stage, user.contactId, { Hasta: '2022-04-05' })],
    [
      'the entity is suspended',
      ({ ruc }) => suspendEntity(stage.database, ruc, stage.clock.now),
      ({ ruc }) => resumeEntity(stage.database, ruc, stage.clock.now),
    ],
  ])('%s', async ([, end, mend]) => {
    const user = await someone(stage);
    await stage.browserOf(stage.quito.administrator);
    const before = await sessionsOf(stage, user);
    onceVerified(() => end(user));
    const landed = await landing(stage, user, user.password);
    await mend?.(user);
    expect(landed).toBe('/ingreso');
    expect((await incidentsOf(stage, 'user', user.id, 'sign-in.refused')).map(({ outcome }) => outcome)).toEqual([
      'refused',
    ]);
    expect((await sessionsOf(stage, user)).filter((id) => !before.includes(id))).toEqual(openedBy.get(user) ?? []);
  });

  const openedBy = new Map<CastUser, string[]>();

  async function changeOwn(user: CastUser): Promise<void> {
    const visitor = await stage.signedIn(user);
    await visitor.open(changePage);
    await changePassword(visitor, user.password, newPassword);
    openedBy.set(user, await sessionsOf(stage, user));
  }
});

// S5: the end of the access has come before, and its session would be open again with the next activation.
onStage(
  'A change of the own password opens no session and changes nothing if, once the old one is verified,',
  (stage) => {
    test.for<[what: string, end: (user: CastUser) => Promise<unknown>, mend: (user: CastUser) => Promise<unknown>]>([
      [
        'the user is deactivated',
        (user) => switchUser(stage, user, 'Desactivar'),
        (user) => switchUser(stage, user, 'Activar'),
      ],
      [
        'the contact is set INACTIVO',
        (user) => saveContact(stage, user.contactId, { Estado: 'INACTIVO' }),
        (user) => saveContact(stage, user.contactId, { Estado: 'ACTIVO' }),
      ],
      [
        'the delegation is moved to its end',
        (user) => saveContact(stage, user.contactId, { Hasta: '2022-04-05' }),
        (user) => saveContact(stage, user.contactId, { Hasta: '' }),
      ],
      [
        'the entity is suspended',
        ({ ruc }) => suspendEntity(stage.database, ruc, stage.clock.now),
        ({ ruc }) => resumeEntity(stage.database, ruc, stage.clock.now),
      ],
    ])('%s', async ([, end, mend]) => {
      const user = await someone(stage);
      await stage.browserOf(stage.quito.administrator);
      const visitor = await stage.signedIn(user);
      await visitor.open(changePage);
      onceVerified(() => end(user));
      const answer = await changePassword(visitor, user.password, newPassword);
      expect(answer.url.pathname).toBe('/ingreso');
      expect(await sessionsOf(stage, user)).toEqual([]);
      await mend(user);
      expect(await isOpen(visitor)).toBe(false);
      expect(await landing(stage, user, user.password)).toBe('/inicio');
      expect(await incidentsOf(stage, 'user', user.id, 'password.changed')).toEqual([]);
    });
  },
);

/** Runs work after the first verification of a password from now on has succeeded, and before its result is known. */
function onceVerified(work: () => Promise<unknown>): void {
  const { verify } = Argon2id.prototype;
  const spy = vi.spyOn(Argon2id.prototype, 'verify').mockImplementation(async function (this: Argon2id, ...given) {
    const verified = await verify.apply(this, given);
    spy.mockRestore();
    await work();
    return verified;
  });
  onTestFinished(() => spy.mockRestore());
}

async function sessionsOf({ database }: Stage, { ruc, id }: CastUser): Promise<string[]> {
  const rows = await database.owner
    .selectFrom('sessions')
    .select('id')
    .where('ruc', '=', ruc)
    .where('user_id', '=', id)
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}
