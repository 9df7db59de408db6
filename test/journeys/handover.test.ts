import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/browser/browser.ts';
import { temporaryPasswordIn } from '../support/server/inbox.ts';
import { grant, menusOf, someone } from '../support/stage/cast.ts';
import { tellOfDelegations } from '../support/stage/mornings.ts';
import { openStage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const userName = 'entrante2022';
const own = 'Quinde-Verde-31';
const contact = {
  'Apellido Paterno': 'Entrante',
  'Primer Nombre': 'Elsa',
  'Tipo de Documento': 'Pasaporte',
  'Número Identificación': 'ENTRA2022',
  'Correo Electrónico': 'elsa@prueba.example',
  Cargo: 'Analista',
  Desde: '2022-04-20',
  'Fecha de Nacimiento': '1990-05-20',
};

test.each<Seat>([
  { javaScript: true, width: 1280, colorScheme: 'light' },
  { javaScript: false, width: 360, colorScheme: 'dark' },
])(
  'A delegate leaves and another follows, from the notice to the first sign-in, all by keyboard (%o)',
  async (seat) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const inbox = await stage.openInbox();
    const outgoing = await someone(stage, { paternalSurname: 'Saliente', firstName: 'Saúl', until: '2022-04-05' });
    await grant(stage, outgoing, ['CONSULTAS', 'SUBASTA_INVERSA']);
    await tellOfDelegations(stage);
    const notice = await inbox.next(({ subject }) => subject.startsWith('Delegaciones que'));
    expect(notice.text).toContain('Saliente Saúl');
    const [, toContact = ''] = /(\/administracion\/contactos\/\d+)/.exec(notice.text) ?? [];
    const user = await KeyboardUser.signedIn(browser, stage, stage.quito.administrator, seat);

    await user.open(toContact);
    await user.follow('Relevar');
    expect(await user.typed('Último día de quien sale', 'Primer día de quien entra')).toEqual({
      'Último día de quien sale': '2022-04-05',
      'Primer día de quien entra': '2022-04-06',
    });
    await user.follow('Agregar Contacto');
    await user.fill(contact);
    await user.press('Guardar');
    expect(await user.said()).toBe('Datos Actualizados. Se registró a Elsa Entrante.');

    await user.fill({ 'Primer día de quien entra': '05/04/2022' });
    await user.press('Revisar');
    expect(await user.page.title()).toMatch(/^Error: Relevar a Saliente Saúl/);
    await user.fill({ 'Primer día de quien entra': '06/04/2022', Usuario: userName });
    await user.press('Revisar');
    await user.shows('main', 'Desde: 2022-04-20 → 2022-04-06.', 'Se crea desactivado y sin contraseña.');
    await user.press('Confirmar');

    expect(await user.said()).toMatch(
      /Falta activar al usuario entrante2022 y resetear su contraseña\. Activar Resetear$/,
    );
    await user.shows('main', 'Acta de entrega y recepción', 'Saliente Saúl', 'Entrante Elsa', userName);
    const sheets = sheetTexts(await user.page.pdf({ format: 'A4' }));
    expect(sheets).toHaveLength(1);
    for (const words of ['Entrega:SalienteSaúl', 'Recibe:EntranteElsa']) expect(sheets[0]).toContain(words);
    for (const words of ['Activar', 'Regresar', 'DatosActualizados']) expect(sheets[0]).not.toContain(words);

    await user.press('Activar');
    await user.follow(`Resetear Contraseña ${userName}`);
    await user.press('Resetear Contraseña');
    await user.press('Cerrar Sesión');

    const temporary = temporaryPasswordIn(
      await inbox.next(({ subject }) => subject === `Contraseña temporal de ${userName}`),
    );
    await user.signIn({ ruc: stage.quito.ruc, userName, password: temporary });
    await user.fill({ 'Contraseña Anterior': temporary, 'Nueva Contraseña': own, 'Confirmar Contraseña': own });
    await user.press('Guardar');
    await user.shows('main', 'Entrante Elsa', 'ENTIDAD-SUBASTA INVERSA ELECTRÓNICA');
    await user.leave();

    const added = stage.database.owner.selectFrom('users').select('id').where('name', '=', userName);
    const { id } = await added.executeTakeFirstOrThrow();
    const menus = await menusOf(stage, { ...outgoing, id });
    expect(menus).toEqual(['CONSULTAS', 'DATOS_GENERALES', 'SUBASTA_INVERSA']);
  },
  90_000,
);
