import { expect, test } from 'vitest';
import { saveContact } from '../support/stage/administration.ts';
import { addDelegate, newcomer } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('“Info Usuario”', (stage) => {
  test('shows a delegate all data of their own user', async () => {
    const visitor = await stage.signedIn(stage.diana);
    await visitor.follow('Datos Generales');
    const page = await visitor.follow('Info Usuario', {});
    expect([page.url.pathname, page.h1]).toEqual(['/datos-generales/info-usuario', 'Info Usuario']);
    expect(page.text).toContain(
      [
        'Usuario delegada01 Contacto Ñacato Diana Cargo Analista Correo Electrónico d…a@prueba.example',
        'Entidad Municipio de Prueba Estado ACTIVO Delegación Desde 2022-01-01, sin fecha de fin',
        'Monto Límite Sin límite Creado 2022-04-06 15:53 Último acceso 2022-04-06 15:53 Contraseña Cambiar Acceso Terminar mi acceso',
        'Menús ENTIDAD-DATOS GENERALES ENTIDAD-CONSULTAS ENTIDAD-SUBASTA INVERSA ELECTRÓNICA',
      ].join(' '),
    );
    expect(page.html).not.toContain('diana@prueba.example');
  });

  test('shows the administrator the same data', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const { text } = await visitor.open('/datos-generales/info-usuario');
    expect(text).toContain('Usuario adminquito Contacto Salgado Amparo');
    expect(text).toContain('Menús ENTIDAD-DATOS GENERALES ADMINISTRACIÓN');
  });

  test.for([
    [{ Desde: '2020-01-01', Hasta: '2022-04-06' }, 'Desde 2020-01-01 hasta 2022-04-06 Monto'],
    [{ Desde: '2020-01-01', Hasta: '2022-04-05' }, 'Desde 2020-01-01 hasta 2022-04-05 (VENCIDO) Monto'],
    [{ Desde: '2022-04-07', Hasta: '' }, 'Desde 2022-04-07, sin fecha de fin (Empieza el 2022-04-07) Monto'],
  ] as const)('marks an administrator outside their dates, %j', async ([dates, shown]) => {
    await saveContact(stage, stage.quito.administrator.contactId, dates);
    const visitor = await stage.browserOf(stage.quito.administrator);
    expect((await visitor.open('/datos-generales/info-usuario')).text).toContain(`Delegación ${shown}`);
  });

  test('shows the end of the delegation, and that there is no e-mail', async () => {
    const brief = newcomer('Paz', 'Paula', { until: '2022-12-31', email: '' });
    const visitor = await stage.signedIn(await addDelegate(stage, 'brevedad01', brief));
    const { text } = await visitor.open('/datos-generales/info-usuario');
    expect(text).toContain('Correo Electrónico Sin correo');
    expect(text).toContain('Delegación Desde 2022-01-01 hasta 2022-12-31');
  });

  test.for([
    [{ limit_amount: '3450000', active: true }, 'Monto Límite USD 3,450,000.00 Creado'],
    [{ limit_amount: '0', active: true }, 'Monto Límite USD 0.00 Creado'],
    [{ limit_amount: '3450000', active: false }, 'Monto Límite Sin límite Creado'],
  ] as const)('tells the limit %j', async ([budget, shown]) => {
    const { ruc, id } = stage.bruno;
    await stage.database.owner.deleteFrom('budgets').execute();
    await stage.database.owner
      .insertInto('budgets')
      .values({ ruc, user_id: id, ...budget })
      .execute();
    const visitor = await stage.signedIn(stage.bruno);
    expect((await visitor.open('/datos-generales/info-usuario')).text).toContain(shown);
  });

  test('shows the own user where another entity has one of the same name', async () => {
    const visitor = await stage.signedIn(stage.carla);
    const { text } = await visitor.open('/datos-generales/info-usuario');
    expect(text).toContain('Usuario delegada01 Contacto Crespo Carla');
    expect(text).toContain('Entidad Empresa de Ensayo');
    expect(text).not.toContain('Ñacato');
  });
});
