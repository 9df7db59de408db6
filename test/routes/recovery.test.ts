import { beforeEach, expect, test } from 'vitest';
import { type ReceivedMail, temporaryPasswordIn } from '../support/server/inbox.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { attempt } from '../support/stage/guesses.ts';
import { administratorIdentity, checked, putAdministratorsBack, recover } from '../support/stage/recovery.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const chosen = 'Colibrí-Verde-88';
const registered = /Salgado|Amparo|Municipio de Prueba|1700000001/;

onMailStage('Recovering the administrator’s password', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('leads in four steps from the sign-in page to a mail with the complete letter', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const first = await visitor.follow('¿Olvidó su contraseña?');
    expect([first.url.pathname, first.h1]).toEqual(['/recuperar', 'Recuperar Contraseña']);
    expect(first.text).toContain('Mesa de ayuda: 1800-000-000');
    const typed = { ...administratorIdentity, 'Correo Electrónico': 'AMPARO@Prueba.example' };
    visitor.fill({ ...typed, RUC: '17 6999993 0001', 'Fecha de Nacimiento': '28/02/1985' });
    const second = await visitor.fill(checked(first)).press('Siguiente');
    expect([second.url.pathname, second.h1]).toEqual(['/recuperar/motivo', 'Motivo de la solicitud']);
    const third = await visitor.fill({ Motivo: 'Sospecha de uso no autorizado' }).press('Siguiente');
    expect([third.url.pathname, third.h1]).toEqual(['/recuperar/solicitud', 'SOLICITUD RESETEO DE CONTRASEÑA']);
    expect(third.text).toContain(
      'miércoles 06 de abril de 2022 Señores Servicio Nacional de Contratación Pública, SERCOP',
    );
    expect(third.text).toContain(
      'RUC 1769999930001 Correo electrónico AMPARO@Prueba.example Motivo Sospecha de uso no autorizado Acepto',
    );
    expect(third.text).toContain('La entidad reportará todo cambio no autorizado dentro de las 24 horas');
    const last = await visitor.fill({ Acepto: true }).press('Finalizar');
    expect([last.url.pathname, last.h1]).toEqual(['/recuperar/listo', 'Solicitud registrada']);
    for (const [index, page] of [first, second, third, last].entries()) {
      expect(page.html).not.toMatch(registered);
      const step = `Paso ${index + 1} de 4`;
      expect(page.text).toContain(`${step} ${page.h1}`);
      expect(page.title).toBe(`${page.h1} · ${step} · SOCE Usuarios`);
    }

    const mail = await nextMail();
    expect([mail.recipients, mail.to]).toEqual([['amparo@prueba.example'], 'amparo@prueba.example']);
    expect(mail.subject).toBe('Recuperación de la contraseña de adminquito');
    for (const part of [
      mail.text,
      mail.html
        .replace(/<\/th><td[^>]*>/g, ': ')
        .replace(/<\/a>/g, '')
        .replace(/<[^>]+>/g, '\n'),
    ]) {
      for (const line of [
        'SOLICITUD RESETEO DE CONTRASEÑA',
        'miércoles 06 de abril de 2022',
        'RUC: 1769999930001',
        'Entidad: Municipio de Prueba',
        'Nombre: Salgado Amparo',
        'Identificación: Pasaporte 1700000001',
        'Correo electrónico: amparo@prueba.example',
        'Motivo: Sospecha de uso no autorizado',
        'Vale hasta: jueves 07 de abril de 2022, 15:53 (hora de Ecuador)',
        `Contraseña temporal: ${temporaryPasswordIn(mail)}`,
        `Yo no solicité este cambio: ${stage.site.baseUrl.origin}/recuperar/no-solicite/`,
      ]) {
        expect(part).toContain(line);
      }
      expect(part).toMatch(/responsabilidad del usuario y, solidariamente, de la entidad contratante\./);
    }
    expect(temporaryPasswordIn(mail)).toMatch(/^[A-Za-z2-9]{12}$/);
  });

  test('stores the acceptance, and leaves one incident', async () => {
    const { administrator } = stage.quito;
    const before = await recoveries();
    await recover(stage.visitor());
    await nextMail();
    const [recovery, ...more] = (await recoveries()).slice(before.length);
    expect(more).toEqual([]);
    expect(recovery).toMatchObject({
      ruc: administrator.ruc,
      user_id: administrator.id,
      accepted_at: stage.clock.now,
      accepted_version: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      accepted_address: '127.0.0.1',
      report_until: new Date(stage.clock.now.getTime() + 240 * hour),
      reported_at: null,
    });
    const browser = await stage.browserOf(administrator);
    const [row] = (await browser.open('/administracion/contactos/incidencias')).table();
    expect(row).toEqual({
      'Fecha y hora': '2022-04-06 15:53',
      Quién: 'Sin sesión',
      Resultado: 'Hecho',
      Qué: 'Solicitud de reseteo de contraseña',
      'Sobre quién': 'adminquito',
      Cambios:
        'Se pidió una contraseña temporal desde 127.0.0.1. Motivo: No recuerdo la contraseña ingresada inicialmente Ver solicitud',
    });
  });

  test('shows the printable letter behind “Ver solicitud” to the administrator of the entity alone', async () => {
    const browser = await stage.browserOf(stage.quito.administrator);
    await browser.open('/administracion/contactos/incidencias');
    const link = browser.page.link(/^Ver solicitud \d+ del 2022-04-06 15:53$/, {
      row: 'Sospecha de uso no autorizado',
    }).href;
    const page = await browser.open(link);
    const told =
      'RUC 1769999930001 Entidad Municipio de Prueba Nombre Salgado Amparo Identificación Pasaporte 1700000001 ' +
      'Correo electrónico amparo@prueba.example Motivo Sospecha de uso no autorizado';
    expect(page.h1).toBe('SOLICITUD RESETEO DE CONTRASEÑA');
    expect(page.text).toContain(told);
    expect(page.text).toMatch(
      /Aceptada el miércoles 06 de abril de 2022, 15:53 \(hora de Ecuador\), desde 127.0.0.1, versión/,
    );
    const printed = await browser.open(`${link}?imprimir=1`);
    expect(printed.text).toContain(told);
    expect(printed.offers('Cerrar Sesión')).toBe(false);
    expect((await (await stage.browserOf(stage.cuenca.administrator)).get(link)).status).toBe(404);
    expect((await (await stage.browserOf(stage.diana)).get(link)).status).toBe(403);
    expect((await stage.visitor().get(link)).headers.location).toBe('/ingreso');
  });

  test('ends the old password and all sessions only when the temporary password has been changed', async () => {
    const { administrator } = stage.quito;
    const open = await stage.signedIn(administrator);
    const temporary = await recovered(administrator);
    expect((await open.open('/inicio')).url.pathname).toBe('/inicio');
    const again = await stage.signedIn(administrator);

    const visitor = stage.visitor();
    expect((await signIn(visitor, temporary)).url.pathname).toBe(changePage);
    expect((await visitor.open('/inicio')).url.pathname).toBe(changePage);
    for (const session of [open, again]) expect((await session.open('/inicio')).url.pathname).toBe('/inicio');

    await visitor.open(changePage);
    await changePassword(visitor, temporary.password, chosen);
    for (const session of [open, again]) expect((await session.open('/inicio')).url.pathname).toBe('/ingreso');
    for (const dead of [administrator, temporary]) expect((await attempt(stage, dead)).status).toBe(422);
    expect((await attempt(stage, { ...administrator, password: chosen })).url.pathname).toBe('/inicio');
    await putAdministratorsBack(stage);
  });

  test('gives a temporary password that is valid for 24 hours and replaces an earlier one', async () => {
    const { administrator } = stage.quito;
    const first = await recovered(administrator);
    const second = await recovered(administrator);
    expect((await attempt(stage, first)).status).toBe(422);
    stage.clock.advance(24 * hour - 1);
    expect((await attempt(stage, second)).url.pathname).toBe(changePage);
    stage.clock.advance(1);
    expect((await attempt(stage, second)).status).toBe(422);
    expect((await attempt(stage, administrator)).url.pathname).toBe('/inicio');
  });

  async function nextMail(): Promise<ReceivedMail> {
    return stage.inbox.next(({ text }) => text.includes('no-solicite'));
  }

  async function recovered(user: CastUser): Promise<CastUser> {
    await recover(stage.visitor());
    return { ...user, password: temporaryPasswordIn(await nextMail()) };
  }

  function recoveries() {
    return stage.database.owner.selectFrom('recoveries').selectAll().orderBy('id').execute();
  }
});
