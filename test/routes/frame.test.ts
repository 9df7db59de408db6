import { expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { helpTopics } from '../../views/help-topics.ts';
import { attribute, type Element, elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

type Person = (stage: Stage) => CastUser;
const administrator: Person = (stage) => stage.quito.administrator;
const diana: Person = (stage) => stage.diana;
const bruno: Person = (stage) => stage.bruno;

const screens: [path: string, who: Person, place: string][] = [
  ['/inicio', bruno, 'Inicio'],
  ['/datos-generales/info-usuario', bruno, 'Info Usuario'],
  ['/datos-generales/contrasena', bruno, 'Cambiar Contraseña'],
  ['/datos-generales/sesiones', bruno, 'Sesiones'],
  ['/datos-generales/mis-datos', bruno, 'Mis datos'],
  ['/datos-generales/terminar', bruno, 'Terminar mi acceso'],
  ['/consultar', diana, 'Consultar'],
  ['/entidad-contratante', diana, 'Entidad Contratante'],
  ['/administracion/contactos', administrator, 'Contactos'],
  ['/administracion/contactos/nuevo', administrator, 'Crear Contacto'],
  ['/administracion/contactos/1', administrator, 'Editar Contacto Salgado Amparo'],
  ['/administracion/contactos/:vera/eliminar', administrator, 'Eliminar Contacto'],
  ['/administracion/contactos/incidencias', administrator, 'Incidencias'],
  ['/administracion/contactos/importar', administrator, 'Importar contactos'],
  ['/administracion/importaciones', administrator, 'Importaciones'],
  ['/administracion/relevos', administrator, 'Relevos'],
  ['/administracion/usuarios', administrator, 'Usuarios'],
  ['/administracion/usuarios/nuevo', administrator, 'Agregar Usuario'],
  ['/administracion/perfiles', administrator, 'Perfiles tipo'],
  ['/administracion/perfiles/nuevo', administrator, 'Agregar Perfil Tipo'],
  ['/administracion/estado', administrator, 'Estado a la fecha'],
  ['/administracion/administrador', administrator, 'Cambio de administrador'],
];

// The first leads on to the contacts, the second back to the list while a person has no other session.
const redirecting = ['/administracion', '/datos-generales/sesiones/cerrar-las-demas'];

onStage('Every page', (stage) => {
  test('describes each page, as Lighthouse asks of the list of users and the form of a contact', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    for (const path of ['/administracion/usuarios', `/administracion/contactos/${stage.diana.contactId}`]) {
      expect((await administrator.open(path)).html).toContain('<meta name="description" content="SOCE Usuarios"/>');
    }
  });

  test('has the time in Ecuador and the person signed in in its header', async () => {
    const { page } = await stage.signedIn(stage.diana);
    expect(headers(page)).toBe(
      'SOCE Usuarios RUC: 1769999930001 Entidad: Municipio de Prueba Usuario: delegada01 Miércoles 6 de Abril de 2022 | 15:53 Cerrar Sesión',
    );
    stage.clock.now = new Date('2023-01-01T04:59:00Z');
    expect(headers((await stage.signedIn(stage.diana)).page)).toContain('Sábado 31 de Diciembre de 2022 | 23:59');
    stage.clock.now = new Date('2023-01-01T05:00:00Z');
    expect(headers((await stage.signedIn(stage.carla)).page)).toMatch(
      /RUC: 0969999920001 Entidad: Empresa de Ensayo Usuario: delegada01 Domingo 1 de Enero de 2023 \| 00:00/,
    );
  });

  test('has no person in its header without a session', async () => {
    const page = await stage.visitor().open('/ingreso');
    expect(headers(page)).toContain('SOCE Usuarios');
    expect(headers(page)).not.toMatch(/RUC|Usuario: |Cerrar Sesión/);
    expect(navigation(page, 'Principal')).toEqual([]);
  });

  test.for<[string, Person, string[]]>([
    ['the compulsory menu alone', bruno, ['Inicio', 'Datos Generales']],
    ['menus of both kinds', diana, ['Inicio', 'Datos Generales', 'Consultar', 'Entidad Contratante']],
    ['the administrator’s menu', administrator, ['Inicio', 'Datos Generales', 'Administración']],
  ])('shows a person with %s the menus granted, in the fixed order', async ([, who, entries]) => {
    const page = await (await stage.browserOf(who(stage))).open('/inicio');
    expect(navigation(page, 'Principal').map((entry) => entry.name)).toEqual(entries);
  });

  test.for<[path: string, who: Person, current: string[]]>([
    ['/inicio', diana, ['Inicio']],
    ['/datos-generales/info-usuario', diana, ['Datos Generales', 'Info Usuario']],
    ['/datos-generales/mis-datos', diana, ['Datos Generales', 'Mis datos']],
    ['/datos-generales/sesiones', diana, ['Datos Generales', 'Sesiones']],
    ['/consultar', diana, ['Consultar']],
    ['/entidad-contratante', diana, ['Entidad Contratante']],
    ['/administracion/contactos', administrator, ['Administración', 'Contactos']],
    ['/administracion/contactos/nuevo', administrator, ['Administración', 'Contactos']],
    ['/administracion/importaciones', administrator, ['Administración', 'Contactos']],
    ['/administracion/usuarios/nuevo', administrator, ['Administración', 'Usuarios']],
    ['/administracion/perfiles/nuevo', administrator, ['Administración', 'Perfiles tipo']],
    ['/administracion/estado', administrator, ['Administración', 'Estado a la fecha']],
    ['/administracion/administrador', administrator, ['Administración', 'Administrador']],
    ['/ayuda/contactos', administrator, []],
  ])('at %s marks the current place in the menus', async ([path, who, current]) => {
    const page = await (await stage.browserOf(who(stage))).open(path);
    const entries = [...navigation(page, 'Principal'), ...navigation(page, 'Sección')];
    expect(entries.filter((entry) => entry.current === 'page').map((entry) => entry.name)).toEqual(current);
    expect(entries.length).toBeGreaterThan(current.length);
    expect(entries.filter((entry) => entry.current !== undefined && entry.current !== 'page')).toEqual([]);
  });

  test('is checked here for its place, help and print, unless its address names a record', () => {
    const signedIn = routes.filter(
      ({ method, right, file }) => method === 'GET' && right !== 'public' && right !== 'machine' && !file,
    );
    // The page of the chosen needs somebody chosen.
    const isPage = (path: string) => !/:|\.(csv|xlsx)$|\/elegidos$/.test(path) && !redirecting.includes(path);
    const pages = signedIn.map(({ path }) => path).filter(isPage);
    expect(screens.map(([path]) => path)).toEqual(expect.arrayContaining(pages));
  });

  test.for<[path: string, beside: boolean]>([
    ['/administracion/contactos', false],
    ['/administracion/contactos/nuevo', true],
    ['/administracion/contactos/1', true],
    ['/administracion/usuarios/nuevo', true],
    ['/administracion/usuarios/:bruno/perfil', true],
    ['/administracion/usuarios/:bruno/presupuesto', true],
    ['/datos-generales/contrasena', true],
    ['/administracion/administrador', true],
    ['/datos-generales/terminar', false],
    ['/datos-generales/info-usuario', false],
  ])('opens its help beside a form, whose text it would lose, and says so (%s)', async ([path, beside]) => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const page = await visitor.open(path.replace(':bruno', String(stage.bruno.id)));
    const [bar] = elements(page.root, 'nav').filter((nav) => attribute(nav, 'aria-label') === 'Esta página');
    const [help] = elements(bar as Element, 'a').filter((link) => textOf(link) === 'Ayuda');
    expect(attribute(help as Element, 'target')).toBe(beside ? '_blank' : undefined);
    expect(textOf(bar as Element).includes('(en otra pestaña)')).toBe(beside);
  });

  test.for(screens)('at %s has the path to it, and links to printing and help', async ([path, who, place]) => {
    const visitor = await stage.browserOf(who(stage));
    const page = await visitor.open(path.replace(':vera', String(stage.futureContact)));
    expect(page.text).toContain(`» ${place}`);
    expect(page.link('Imprimir').href).toBe('?imprimir=1');
    const help = await visitor.follow('Ayuda');
    expect([help.status, help.h1]).toEqual([200, expect.stringMatching(/^Ayuda: /)]);
    expect(elements(help.root, 'ol').flatMap((one) => elements(one, 'li')).length).toBeGreaterThanOrEqual(3);
    expect(help.offers('Imprimir')).toBe(true);
    const back = await visitor.follow('Regresar');
    expect(back.status).toBe(200);
  });

  test('tells a sentence that has to be heeded from one that confirms', async () => {
    const visitor = await stage.signedIn(stage.bruno);
    expect(messages(await visitor.press('Cerrar Sesión'))).toEqual([[undefined, 'Cerró su sesión.']]);
    const turnedAway = await visitor.open('/inicio');
    expect(messages(turnedAway)).toEqual([['warning', 'Su sesión no está abierta o terminó. Ingrese para continuar.']]);
    expect(turnedAway.title).toMatch(/^Su sesión no está abierta o terminó\. Ingrese para continuar · Ingreso/);
  });

  test('has help without a session too', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    expect((await visitor.follow('Ayuda')).h1).toBe('Ayuda: Ingreso');
    expect((await visitor.follow('Regresar')).url.pathname).toBe('/ingreso');
  });

  test('has four things to do on the start page: sign in, recover the password, ask for help, verify a report', async () => {
    const visitor = stage.visitor();
    const start = await visitor.open('/');
    expect(start.text).toContain('Mesa de ayuda: 1800-000-000');
    expect(start.text).toContain('el administrador de la entidad');
    const [main] = elements(start.root, 'main');
    const links = elements(main as Element, 'a').map((link) => [textOf(link), attribute(link, 'href')]);
    expect(links).toEqual([
      ['SOCE', '/ingreso'],
      ['Recuperar la contraseña', '/recuperar'],
      ['Leer la ayuda', '/ayuda'],
      ['Verificar un reporte', '/verificar'],
    ]);
    const signIn = await visitor.follow('SOCE');
    expect(signIn.h1).toBe('Ingreso');
  });

  test('has an index of its help, which leads to each page and back', async () => {
    const visitor = stage.visitor();
    await visitor.open('/');
    const index = await visitor.follow('Leer la ayuda');
    expect([index.url.pathname, index.h1]).toEqual(['/ayuda', 'Ayuda']);
    const [main] = elements(index.root, 'main');
    const links = elements(main as Element, 'a').map((link) => attribute(link, 'href') ?? '');
    const pages = links.filter((href) => href.startsWith('/ayuda/'));
    expect([...pages].sort()).toEqual(
      Object.keys(helpTopics)
        .map((name) => `/ayuda/${name}`)
        .sort(),
    );
    for (const path of pages) {
      await visitor.open(path);
      expect((await visitor.follow('Toda la ayuda')).url.pathname).toBe('/ayuda');
    }
  });

  test.for(['Registrar a un delegado', 'Cuando alguien sale', 'Si olvidó su contraseña'])(
    'tells from beginning to end how to proceed: %s',
    async (name) => {
      const visitor = stage.visitor();
      await visitor.open('/ayuda');
      const page = await visitor.follow(name);
      expect(page.h1).toBe(`Ayuda: ${name}`);
      const [steps] = elements(page.root, 'ol');
      expect(elements(steps as Element, 'li').length).toBeGreaterThanOrEqual(4);
      expect(page.text).toContain('Paso a paso');
    },
  );

  test.for(['nada', 'toString', '__proto__', 'constructor', 'contactos/1', '%00'])(
    'has no help on “%s”',
    async (topic) => {
      expect((await stage.visitor().open(`/ayuda/${topic}`)).status).toBe(404);
    },
  );

  test.for(screens)('at %s has a version for the printer without menus, forms and buttons', async ([path, who]) => {
    const visitor = await stage.browserOf(who(stage));
    const whole = await visitor.open(path.replace(':vera', String(stage.futureContact)));
    const bare = await visitor.follow('Imprimir');
    expect(bare.url.searchParams.get('imprimir')).toBe('1');
    expect([bare.h1, bare.title]).toEqual([whole.h1, whole.title]);
    const { ruc, userName } = who(stage);
    expect(headers(bare)).toMatch(new RegExp(`RUC: ${ruc} Entidad: .* Usuario: ${userName} .* de \\w+ de 202\\d \\|`));
    const pressable = ({ root }: Page) => elements(root, 'nav', 'form', 'button', 'input', 'select', 'textarea');
    expect(pressable(whole).map((one) => one.tagName)).toEqual(expect.arrayContaining(['nav', 'form', 'button']));
    expect(pressable(bare)).toEqual([]);
    expect(bare.text).toContain(whole.h1);
  });

  test('for the printer shows the same part of a list', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open('/administracion/usuarios?buscar=delegad&sentido=desc');
    const bare = await visitor.follow('Imprimir');
    const names = (one: Page) => one.table().map((row) => row.USUARIO);
    expect(names(bare)).toEqual(['delegado02', 'delegada03', 'delegada01']);
    expect(names(bare)).toEqual(names(page));
    expect(bare.table()[0]?.['ACTIVAR USUARIO']).toBe('ACTIVO');
  });
});

function headers(page: Page): string {
  return elements(page.root, 'header').map(textOf).join(' ');
}

function navigation(page: Page, label: string) {
  const menus = elements(page.root, 'nav').filter((one) => attribute(one, 'aria-label') === label);
  const links = menus.flatMap((menu) => elements(menu, 'a'));
  return links.map((link) => ({ name: textOf(link), current: attribute(link, 'aria-current') }));
}

/** Reads the class and the text of each message. */
function messages({ root }: Page): [name: string | undefined, text: string][] {
  const [region] = elements(root).filter((one) => attribute(one, 'id') === 'mensaje');
  return region ? elements(region, 'p').map((one) => [attribute(one, 'class'), textOf(one)]) : [];
}
