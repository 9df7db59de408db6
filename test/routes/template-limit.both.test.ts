import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import type { CastEntity } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';
import { storedTemplates, templateList } from '../support/stage/templates.ts';

onStage('An entity with 99 templates', (stage) => {
  const full = 'Su entidad ya tiene 100 perfiles tipo. Elimine uno que no use y guarde de nuevo.';
  const hold99 = ({ ruc }: CastEntity) =>
    sql`insert into profile_templates (ruc, creation_key, creation_digest, name, name_folded, created_at)
      select ${ruc}, n, '', 'Tipo ' || n, 'tipo ' || n, now() from generate_series(1, 99) n`.execute(
      stage.database.owner,
    );

  test('adds one of two that two people add at once', async () => {
    await hold99(stage.cuenca);
    const forms = await Promise.all(
      ['Uno', 'Otro'].map(async (name) => {
        const admin = await arriving(stage, stage.cuenca.administrator, `${templateList}/nuevo`);
        return admin.fill({ Nombre: name, 'ENTIDAD-REPORTES': true });
      }),
    );
    const press = () => forms.map((admin) => admin.press('Guardar'));
    const pages = await Promise.all(await whileLocked(stage.database, 'profile_templates', press));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([full]);
    expect(await storedTemplates(stage, stage.cuenca)).toHaveLength(100);
  });

  test('adds the hundredth, and then says that it has as many as there may be', async () => {
    await hold99(stage.quito);
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const last = await admin.fill({ Nombre: 'El último', 'ENTIDAD-REPORTES': true }).press('Guardar');
    expect([last.announced, last.table().length]).toEqual([['Datos Actualizados'], 100]);
    await admin.open(`${templateList}/nuevo`);
    const refused = await admin.fill({ Nombre: 'Uno más', 'ENTIDAD-REPORTES': true }).press('Guardar');
    expect([refused.status, refused.errors, refused.field('Nombre').value]).toEqual([422, [full], 'Uno más']);
  });
});
