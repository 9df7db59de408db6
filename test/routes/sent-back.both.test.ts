import { beforeAll, expect, test } from 'vitest';
import type { ContactData } from '../../src/domain/contact.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { addContact, newcomer, person, scopeOf, someone } from '../support/stage/cast.ts';
import { download } from '../support/stage/downloads.ts';
import { importReviewed, numbersOf, review } from '../support/stage/imports.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

const contacts = '/administracion/contactos';
const listing = {
  search: '',
  filters: {},
  sort: 'nombres',
  descending: false,
  page: 1,
  size: 100,
  holding: null,
} as const;

onStage('The contacts that were downloaded, sent back', (stage) => {
  let administrator: Visitor;
  let people: number;

  beforeAll(async () => {
    await stage.queue.start();
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const more = { until: '2022-12-31', sex: 'Femenino', email: 'ingrid@prueba.example' };
    await addContact(quito, { ...person('Ñandú', 'Íngrid', '0912345675'), ...more });
    const odd: Partial<ContactData>[] = [
      { paternalSurname: '-Paz', documentNumber: '000123', email: '-paz@prueba.example', active: false },
      { paternalSurname: "'Ávila", documentNumber: '1E500', email: '+avila@prueba.example', position: 'Técnico' },
      { paternalSurname: "'-Ñuñez", documentNumber: '20220101', email: '' },
      { paternalSurname: "''-Ordóñez", documentNumber: 'TRUE1', sex: 'Masculino', until: '2022-01-01' },
    ];
    for (const data of odd) await addContact(quito, newcomer('Sin', 'Ana', data));
    // One of the cast has an address that no form takes.
    await stage.database.owner
      .updateTable('contacts')
      .set({ email: 'alguien@prueba.example' })
      .where('ruc', '=', stage.quito.ruc)
      .where('email', '~', '[^ -~]')
      .execute();
    await someone(stage, { email: '' });
    administrator = await visiting(stage, stage.quito.administrator, contacts);
    people = (await quito.contacts.page(listing)).total;
  });

  test.each(['csv', 'excel'])(
    'as %s are reviewed as “Sin cambios” for every line, and the import changes nothing',
    async (format) => {
      const { bytes, status } = await download(stage, administrator, `${contacts}/descargar?formato=${format}`);
      expect(status).toBe(200);
      const before = await eventsOf(stage, stage.quito.ruc);
      const { visitor, page } = await review(stage, new Uint8Array(bytes));
      expect(numbersOf(page)).toEqual([0, 0, people, 0]);
      expect(page.text).toContain('El archivo no cambia nada');
      expect((await importReviewed(stage, visitor)).text).toContain('no cambió nada');
      expect(await eventsOf(stage, stage.quito.ruc)).toEqual(before);
    },
  );
});
