import { expect, test } from 'vitest';
import { onStage } from '../support/cast.ts';
import { temporaryPasswordIn } from '../support/inbox.ts';
import { recover } from '../support/recovery.ts';

onStage('Recovering the administrator’s password', (stage) => {
  test('smoke', async () => {
    const inbox = await stage.openInbox();
    const visitor = stage.visitor();
    const end = await recover(visitor);
    console.log(end.url.pathname, end.text);
    const mail = await inbox.next();
    console.log(mail.text);
    expect(temporaryPasswordIn(mail)).toBeTruthy();
    const link = /https?:\S+no-solicite\S+/.exec(mail.text)?.[0] ?? '';
    const admin = await stage.signedIn(stage.quito.administrator);
    const inc = await admin.open('/administracion/contactos/incidencias');
    console.log(inc.text.slice(0, 900));
    const letter = await admin.follow(/Ver solicitud/);
    console.log(letter.text);
    const other = stage.visitor();
    const page = await other.open(new URL(link).pathname);
    console.log(page.status, page.text);
    const reported = await other.press('Confirmar el reporte');
    console.log(reported.status, reported.text);
    console.log((await admin.open('/inicio')).url.pathname);
  });
});
