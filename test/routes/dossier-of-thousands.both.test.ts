import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { dossier, dossierFile, dossierHistory } from '../support/stage/dossier.ts';
import { download } from '../support/stage/downloads.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('The data of somebody with 30,000 incidents', (stage) => {
  let visitor: Visitor;
  const many = 30_000;

  beforeAll(async () => {
    const user = await someone(stage);
    await addIncidents(stage, user, many);
    visitor = await stage.signedIn(user);
  });

  test('make a page of at most 14,000 B, in pages of the history', async () => {
    const first = await visitor.open(dossier);
    expect(first.table(dossierHistory)).toHaveLength(20);
    expect(first.text).toMatch(/300\d\d incidencias · página 1 de 15\d\d · las más recientes primero/);
    const { bytes } = await download(stage, visitor, dossier, { headers: { 'Accept-Encoding': 'br' } });
    expect(bytes.length).toBeLessThan(14_000);
    const second = await visitor.follow('Siguiente');
    expect([second.url.pathname, second.url.search]).toEqual([dossier, '?pagina=2']);
    expect(second.title).toMatch(/^Mis datos \(página 2 de 15\d\d\)/);
    expect(second.table(dossierHistory)).not.toEqual(first.table(dossierHistory));
    expect((await visitor.open(`${dossier}?pagina=99999`)).table(dossierHistory).length).toBeGreaterThan(0);
  });

  test('are printed up to 5,000 incidents, which says where all are', async () => {
    expect((await visitor.open(dossier)).link('Imprimir').href).toBe('?imprimir=1#imprimir');
    const printed = await visitor.open(`${dossier}?imprimir=1`);
    expect(printed.table(dossierHistory)).toHaveLength(5_000);
    expect(printed.text).toContain('aquí las 5000 más recientes; «Descargar mis datos» las tiene todas');
    expect(printed.offers('Solicitar corrección')).toBe(false);
  });

  test('make a file with all of them, within 3 s of a processor', async () => {
    const begun = process.cpuUsage();
    const { bytes } = await download(stage, visitor, dossierFile);
    const { user } = process.cpuUsage(begun);
    const { Historial } = JSON.parse(bytes.toString());
    expect(Historial.length).toBeGreaterThan(many);
    expect(Historial[0].Cambios.length).toBeGreaterThan(0);
    expect(user).toBeLessThan(3_000_000);
  });
});

async function addIncidents({ database }: Stage, { ruc, id, contactId }: CastUser, count: number): Promise<void> {
  const changes = JSON.stringify([{ field: 'contact.position', old: 'Analista', new: 'Rector' }]);
  await sql`insert into incidents (ruc, at, event, actor_name, subject_kind, subject_id, subject_name, changes, address, request_id)
    select ${ruc}, timestamptz '2022-04-01' + n * interval '1 second', 'contact.changed', 'adminquito',
           case when n % 2 = 0 then 'contact' else 'user' end, case when n % 2 = 0 then ${contactId}::bigint else ${id}::bigint end,
           'Persona Paz', ${changes}::jsonb, '127.0.0.1', 'many'
      from generate_series(1, ${count}::int) n`.execute(database.owner);
}
