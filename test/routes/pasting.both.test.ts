import { expect, test } from 'vitest';
import { userList } from '../support/stage/administration.ts';
import { addContact, addDelegate, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { identify } from '../support/stage/recovery.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const contacts = '/administracion/contactos';
const mark = '\u200e';
const noWidth = '\u200b';
const noBreak = '\u00a0';

onStage('What comes with pasting', (stage) => {
  test('does not keep anybody out at the sign-in', async () => {
    const user = await someone(stage);
    const pasted = {
      ...user,
      ruc: `${mark}1769-99993${noBreak}0001\ufeff`,
      userName: `${noWidth}${user.userName}${noBreak}`,
    };
    expect((await signIn(stage.visitor(), pasted)).url.pathname).toBe('/inicio');
  });

  test('does not stop a recovery', async () => {
    const page = await identify(stage.visitor(), {
      RUC: `1769999930-001${noWidth}`,
      'Correo Electrónico': `${noBreak}amparo@prueba.example${mark}`,
      'Fecha de Nacimiento': `1985\u201102\u201128${noBreak}`,
    });
    expect(page.url.pathname).toBe('/recuperar/motivo');
  });

  test('is stored in no field of a contact', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`${contacts}/nuevo`);
    const typed = {
      'Apellido Paterno': `Ví${noWidth}llar${noBreak}${noBreak}Real`,
      'Primer Nombre': `${mark}Lu\u00adz\u202f`,
      'Tipo de Documento': 'Cédula de Ciudadanía',
      'Número Identificación': `171234567\u20115${noBreak}`,
      'Correo Electrónico': `luz${noWidth}@prueba.example\ufeff`,
      Cargo: 'Analista',
      Desde: `2022\u201101\u201101${noWidth}`,
      'Fecha de Nacimiento': `1990-02-01${noBreak}`,
    };
    expect((await visitor.fill(typed).press('Guardar')).announced).toEqual([
      expect.stringMatching(/^Datos Actualizados\. /),
    ]);
    const stored = await stage.database.owner
      .selectFrom('contacts')
      .select(['paternal_surname', 'first_name', 'document_number', 'email', 'full_name'])
      .where('document_number', '=', '1712345675')
      .execute();
    const person = { paternal_surname: 'Víllar Real', first_name: 'Luz', full_name: 'Víllar Real Luz' };
    expect(stored).toEqual([{ ...person, document_number: '1712345675', email: 'luz@prueba.example' }]);
    for (const search of ['171234567-5', `17123${noWidth}45675`, `${mark}villar${noBreak}real`]) {
      const page = await visitor.open(`${contacts}?buscar=${encodeURIComponent(search)}`);
      expect([search, page.table().map(({ Nombres }) => Nombres)]).toEqual([search, ['Víllar Real Luz']]);
    }
    await visitor.open(`${contacts}/nuevo`);
    await visitor.fill({ ...typed, 'Número Identificación': '17-1234567 5' }).press('Guardar');
    expect(visitor.page.errors[0]).toContain('ya hay un contacto de la entidad con este documento');
  });

  test('is stored in no user name and no amount', async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await addContact(scope, newcomer('Pegado', 'Pío'));
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(`${userList}/nuevo`);
    const password = 'Temporal-22';
    const typed = { Usuario: `pegado${noWidth}2022${noBreak}`, Nombre: 'Pegado Pío', Contraseña: password };
    await visitor.fill({ ...typed, 'Confirmar Contraseña': password }).press('Guardar');
    expect(visitor.page.announced).toEqual([expect.stringMatching(/^Datos Actualizados\. /)]);
    await visitor.open(`${userList}?buscar=${encodeURIComponent(`PEGADO${noWidth}2022`)}`);
    await visitor.follow('Presupuesto', { row: 'pegado2022' });
    await visitor
      .fill({ 'Monto Límite (USD)': `${noBreak}3450${noWidth}000.50${mark}`, Estado: 'ACTIVO' })
      .press('Guardar');
    expect(visitor.page.text).toContain('USD 3,450,000.50');
  });

  test('and what nobody types twice alike is found all the same, and stands in its place', async () => {
    for (const [userName, surname] of [
      ['tipografo1', 'Łukasiewicz'],
      ['tipografo2', "O'Brien"],
      ['tipografo3', 'Ｇａｒｃíａ'],
      ['tipografo4', 'Strauß'],
      ['tipografo5', 'Ørsted'],
    ] as const) {
      await addDelegate(stage, userName, newcomer(surname, 'Tipo'));
    }
    const visitor = await stage.signedIn(stage.quito.administrator);
    for (const [search, name] of [
      ['lukasiewicz', 'Łukasiewicz Tipo'],
      ['o’brien', "O'Brien Tipo"],
      ['OʼBRIEN', "O'Brien Tipo"],
      ['garcia', 'Ｇａｒｃíａ Tipo'],
      ['ＳＴＲＡＵＳＳ', 'Strauß Tipo'],
      ['orsted', 'Ørsted Tipo'],
    ] as const) {
      const query = `buscar=${encodeURIComponent(search)}`;
      const found = (await visitor.open(`${contacts}?${query}`)).table().map(({ Nombres }) => Nombres);
      const users = (await visitor.open(`${userList}?${query}`)).table().map((row) => row['USUARIO NOMBRE']);
      expect([search, found, users]).toEqual([search, [name], [name]]);
    }
    const inOrder = ['Ｇａｒｃíａ Tipo', 'Łukasiewicz Tipo', "O'Brien Tipo", 'Ørsted Tipo', 'Strauß Tipo'];
    const page = await visitor.open(`${contacts}?orden=nombres&buscar=tipografo`);
    expect(page.table().map(({ Nombres }) => Nombres)).toEqual(inOrder);
    const list = await visitor.open(`${userList}?orden=nombre&buscar=tipografo`);
    expect(list.table().map((row) => row['USUARIO NOMBRE'])).toEqual(inOrder);
  });
});
