import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { fastest } from '../support/server/stopwatch.ts';
import { beginDownload, download } from '../support/stage/downloads.ts';
import { onStage } from '../support/stage/stage.ts';

const users = 1_500;
const incidents = 30_000;

// Three years of a ministry.
onStage('Estado a la fecha of thousands', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    stage.clock.now = new Date('2025-04-06T20:00:00Z');
    await addHistory();
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  test.for(['2025-04-06', '2023-10-01'])('is answered within a second (%s)', async (fecha) => {
    const taken = await fastest(5, async () => {
      const page = await administrator.get(`/administracion/estado?fecha=${fecha}`);
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/150\d: \d+ con acceso/);
    });
    expect(taken).toBeLessThan(1_000);
  });

  test('is verified within a second', async () => {
    const report = await administrator.get('/administracion/estado?fecha=2023-10-01');
    const [code = ''] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(report.text) ?? [];
    const taken = await fastest(5, async () => {
      const page = await administrator.get(`/verificar?ruc=${stage.quito.ruc}&fecha=2023-10-01&codigo=${code}`);
      expect(page.text).toContain('El código es correcto');
    });
    expect(taken).toBeLessThan(1_000);
  });

  test('is a file with all rows, which comes in pieces', async () => {
    const path = '/administracion/estado/descargar?formato=csv&fecha=2023-10-01';
    const { bytes } = await download(stage, administrator, path);
    expect(bytes.toString().match(/^"?ministerio\d+/gm)).toHaveLength(users);
    const { asked, answer } = await beginDownload(stage.site.baseUrl, administrator, path);
    let pieces = 0;
    for await (const _ of answer) pieces += 1;
    asked.destroy();
    expect(pieces).toBeGreaterThan(1);
    expect(answer.headers['content-length']).toBeUndefined();
  });

  // The users begin on the first day, and their dates, states, menus and limits change in turn through three years.
  async function addHistory(): Promise<void> {
    const { ruc } = stage.quito;
    const insert = (rows: ReturnType<typeof sql>) =>
      sql`insert into incidents (ruc, at, event, actor_name, subject_kind, subject_id, subject_name, changes, address,
            request_id) ${rows}`.execute(stage.database.owner);
    const change = (field: string, before: string, after: string) =>
      `jsonb_build_array(jsonb_build_object('field', '${field}', 'old', ${before}, 'new', ${after}))`;
    await insert(sql`
      select ${ruc}, timestamptz '2022-04-07' + n * interval '1 second', 'contact.created', 'adminquito', 'contact', 10000 + n,
             'Persona', jsonb_build_array(
               ${facts('contact.paternalSurname', `'Quishpe'`)}, ${facts('contact.firstName', `'Persona ' || n`)},
               ${facts('contact.position', `'Analista'`)}, ${facts('contact.active', 'true')},
               ${facts('contact.from', `'2022-04-07'`)}, ${facts('contact.documentNumber', `'DOC' || n`)},
               ${facts('contact.email', `'persona' || n || '@prueba.example'`)}), '', ''
        from generate_series(1, ${users}::int) n`);
    await insert(sql`
      select ${ruc}, timestamptz '2022-04-08' + n * interval '1 second', 'user.created', 'adminquito', 'user', 10000 + n,
             'ministerio', jsonb_build_array(
               ${facts('user.name', `'ministerio' || n`)}, ${facts('user.contactId', '10000 + n')},
               ${facts('user.administrator', 'false')}, ${facts('user.active', 'true')},
               ${facts('user.menu', `'DATOS_GENERALES'`)}, ${facts('user.menu', `'PAC'`)}), '', ''
        from generate_series(1, ${users}::int) n`);
    await insert(sql`
      select ${ruc}, timestamptz '2022-04-10' + n * interval '58 minutes',
             case n % 4 when 0 then 'user.deactivated' when 1 then 'contact.changed' when 2 then 'profile.changed' else 'budget.changed' end,
             'adminquito', case n % 4 when 1 then 'contact' else 'user' end, 10001 + n * 7 % ${sql.lit(users)}, 'Alguien',
             case n % 4 when 0 then ${sql.raw(change('user.active', 'n % 8 = 0', 'n % 8 > 0'))}
                        when 1 then ${sql.raw(change('contact.until', 'null', `to_char(date '2023-01-01' + n % 900, 'YYYY-MM-DD')`))}
                        when 2 then ${sql.raw(change('user.menu', 'null', `'REPORTES'`))}
                        else ${sql.raw(change('budget.limit', 'null', `n || '.00'`))} end, '127.0.0.1', ''
        from generate_series(1, ${incidents - 2 * users}::int) n`);
  }

  function facts(field: string, value: string) {
    return sql.raw(`jsonb_build_object('field', '${field}', 'old', null, 'new', ${value})`);
  }
});
