import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { arriving, userList } from '../support/stage/administration.ts';
import { actsOf, administratorsOf, aParish, offerPage, offerTo, type Parish } from '../support/stage/administrator.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { carryOut, identityOf, recover } from '../support/stage/recovery.ts';
import { isOpen } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const accept = 'Aceptar la administración';
const rounds = 8;

type Sending = { name: string; send: () => Promise<number | string> };

// At no moment has an entity two administrators or none, whatever happens side by side.
onStage('Side by side', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('50 acceptances of one offer, ten at a time, have one effect and the same answer', async () => {
    const parish = await aParish(stage);
    const { entity, berta } = parish;
    await offerTo(stage, parish, berta);
    const { visitor, entries } = await acceptanceOf(parish);
    const watch = await watching(parish);
    const answers = [];
    // Ten at a time, which is more than there are connections, and few enough for none to wait five seconds for one (R5).
    for (let wave = 0; wave < 5; wave += 1) {
      answers.push(
        ...(await Promise.all(Array.from({ length: 10 }, () => visitor.post('/inicio/propuesta', entries)))),
      );
    }
    expect(await watch.end()).toEqual(['adminjunta', 'bertajunta']);
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.location}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(303);
    expect(await administratorsOf(stage, entity)).toEqual(['bertajunta']);
    expect((await actsOf(stage, entity)).length).toBe(1);
    for (const user of [parish.ana, berta]) {
      expect((await incidentsOf(stage, 'user', user.id, 'administration.accepted')).length).toBe(1);
    }
    expect(await isOpen(visitor)).toBe(true);
  });

  test('acceptances, withdrawal, the operator and all that ends access leave one fit administrator', {
    timeout: 120_000,
  }, async () => {
    const seen = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const parish = await aParish(stage);
      await offerTo(stage, parish, parish.berta);
      const sendings = await everything(parish);
      const watch = await watching(parish);
      const answers = await answersOf(sendings, round);
      await watch.end();
      for (const one of answers) expect(one).not.toMatch(/ 5\d\d$/);
      for (const one of answers) seen.add(one);
      await expectOneFit(parish);
    }
    // Both fates of an acceptance came up, else the rounds show nothing.
    expect([...seen]).toEqual(expect.arrayContaining(['acceptance 303']));
    expect([...seen].some((one) => /^acceptance (422|303 to sign-in)/.test(one))).toBe(true);
  });

  test('a suspension and acceptances leave one administrator, with or without the change', async () => {
    const { database, clock } = stage;
    for (let round = 0; round < 4; round += 1) {
      const parish = await aParish(stage);
      const { ruc } = parish.entity;
      await offerTo(stage, parish, parish.berta);
      const { visitor, entries } = await acceptanceOf(parish);
      const acceptances = () => Array.from({ length: 5 }, () => visitor.post('/inicio/propuesta', entries));
      const answers = await Promise.all([
        ...acceptances(),
        suspendEntity(database, ruc, clock.now).then(() => ({ status: 303 })),
        ...acceptances(),
      ]);
      for (const { status } of answers) expect([303, 422]).toContain(status);
      await expectOneFit(parish);
      await resumeEntity(database, ruc, clock.now);
    }
  });

  test('the deactivation of a former administrator and the report of a recovery leave one incident of it', async () => {
    const parish = await aParish(stage);
    const { ana, berta, entity } = parish;
    const { ruc } = entity;
    const reporter = stage.visitor();
    await reporter.open(await reportLink(parish));
    await appointAdministrator(stage, { ruc, userName: berta.userName }, stage.clock.now);
    const administrator = await arriving(stage, berta, userList);
    const deactivation = { _token: administrator.token, accion: 'desactivar' };
    const underWay = await whileLockedInTurn(stage.database, 'incidents', [
      () => administrator.post(`${userList}/${ana.id}/activacion`, deactivation),
      () => reporter.press('Confirmar el reporte'),
    ]);
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([303, 200]);
    const incidents = await incidentsOf(stage, 'user', ana.id);
    const deactivated = incidents.filter(({ changes }) => changes.some(({ field }) => field === 'user.active'));
    expect(deactivated.map(({ event }) => event)).toEqual(['user.deactivated']);
    expect(incidents.at(-1)?.event).toBe('recovery.reported');
  });

  async function reportLink({ entity: { ruc }, ana }: Parish): Promise<string> {
    await recover(stage.visitor(), { ...identityOf(ana), 'Correo Electrónico': ana.email });
    expect(await carryOut(stage)).toBe(1);
    const users = stage.database.owner.selectFrom('users').select('mailed_seed').where('id', '=', ana.id);
    const { mailed_seed: seed } = await users.executeTakeFirstOrThrow();
    return `/recuperar/no-solicite/${stage.secrets.reportToken(ruc, seed ?? '')}`;
  }

  async function acceptanceOf({ berta }: Parish) {
    const visitor = await stage.browserOf(berta);
    const { entries } = (await visitor.open('/inicio')).submission(accept);
    return { visitor, entries };
  }

  async function everything(parish: Parish): Promise<Sending[]> {
    const { ana, berta, ciro, entity } = parish;
    const { database, outbox, clock } = stage;
    const { visitor, entries } = await acceptanceOf(parish);
    const administrator = await stage.browserOf(ana);
    const contact = `/administracion/contactos/${berta.contactId}`;
    const form = async (path: string, button: string, values: Record<string, string> = {}) => {
      await administrator.open(path);
      const { url, entries: filled } = administrator.fill(values).page.submission(button);
      return sending(button, administrator, `${url.pathname}`, filled);
    };
    return [
      ...Array.from({ length: 3 }, () => sending('acceptance', visitor, '/inicio/propuesta', entries)),
      {
        name: 'operator',
        send: async () =>
          (await appointAdministrator({ database, outbox }, { ruc: entity.ruc, userName: ciro.userName }, clock.now))
            .kind,
      },
      await form(`/administracion/usuarios?buscar=${berta.userName}`, 'Desactivar Usuario bertajunta'),
      await form(contact, 'Guardar', { Estado: 'INACTIVO' }),
      await form(contact, 'Guardar', { Hasta: '2022-04-05' }),
      await form(contact, 'Guardar', { Cargo: 'Alcalde' }),
      await form(`/administracion/contactos/${ana.contactId}`, 'Guardar', { Cargo: 'Alcalde' }),
      await form(`/administracion/usuarios/${berta.id}/resetear`, 'Resetear Contraseña'),
      await form(offerPage, 'Retirar propuesta'),
      ...Array.from({ length: 3 }, () => sending('acceptance', visitor, '/inicio/propuesta', entries)),
    ];
  }

  // Looks at the administrators over and over, as another connection sees them; gives those that it saw.
  async function watching({ entity }: Parish) {
    const seen: string[] = [];
    let running = true;
    const look = async () => {
      const names = await administratorsOf(stage, entity);
      expect(names.length).toBe(1);
      if (names[0] !== undefined && seen.at(-1) !== names[0]) seen.push(names[0]);
    };
    await look();
    const looks = (async () => {
      for (; running; await wait(2)) await look();
    })();
    return {
      end: async () => {
        running = false;
        await looks;
        const [last = ''] = await administratorsOf(stage, entity);
        return seen.at(-1) === last ? seen : [...seen, last];
      },
    };
  }

  async function expectOneFit({ entity, ana, berta }: Parish): Promise<void> {
    const administrators = await stage.database.owner
      .selectFrom('users as u')
      .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
      .select(['u.active', 'c.active as contactActive', 'c.email'])
      .where('u.ruc', '=', entity.ruc)
      .where('u.administrator', '=', true)
      .execute();
    expect(administrators).toEqual([{ active: true, contactActive: true, email: expect.stringContaining('@') }]);
    const holders = await stage.database.owner
      .selectFrom('user_menus')
      .select('user_id')
      .where('ruc', '=', entity.ruc)
      .where('menu_code', '=', 'ADMINISTRACION')
      .execute();
    expect(holders.length).toBe(1);
    const acts = (await actsOf(stage, entity)).length;
    const accepted = (await incidentsOf(stage, 'user', berta.id, 'administration.accepted')).filter(({ changes }) =>
      changes.some(({ field, new: now }) => field === 'user.administrator' && now === true),
    ).length;
    const set = [ana, berta].map(({ id }) => incidentsOf(stage, 'user', id, 'administrator.set'));
    const former = (await Promise.all(set)).flat().length;
    expect([accepted <= 1, acts]).toEqual([true, accepted + former]);
  }
});

function sending(name: string, visitor: Visitor, path: string, entries: [string, string][]): Sending {
  return {
    name,
    send: async () => {
      const { status, headers } = await visitor.post(path, entries);
      return headers.location?.endsWith('/ingreso') ? `${status} to sign-in` : status;
    },
  };
}

// In the first round all acceptances come before the others, in the second behind them, so that both of their fates come
// up. Then all come together, each time in another order.
async function answersOf(sendings: Sending[], round: number): Promise<string[]> {
  const answer = async ({ name, send }: Sending) => `${name} ${await send()}`;
  if (round >= 2) {
    return Promise.all(sendings.map((one, place) => wait(((place * 7 + round * 11) % 13) * 5).then(() => answer(one))));
  }
  const isEarly = ({ name }: Sending) => (name === 'acceptance') === (round === 0);
  const early = await Promise.all(sendings.filter(isEarly).map(answer));
  return [...early, ...(await Promise.all(sendings.filter((one) => !isEarly(one)).map(answer)))];
}
