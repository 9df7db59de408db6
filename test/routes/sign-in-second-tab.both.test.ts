import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { signInAgain } from '../support/stage/run-out.ts';
import { enterElsewhere } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('A sign-in page in a second tab', (stage) => {
  test('leads the person who has signed in to “Inicio”, and says so', async () => {
    const visitor = await inSecondTab(stage);
    const page = await signInAgain(visitor, stage.diana);
    expect([page.url.pathname, page.announced]).toEqual([
      '/inicio',
      ['Ya había ingresado en otra pestaña de este navegador. Puede seguir en todas ellas.'],
    ]);
  });

  test('says whose session a sign-in as another person ends', async () => {
    const visitor = await inSecondTab(stage);
    const page = await signInAgain(visitor, stage.bruno);
    expect([page.url.pathname, page.announced]).toEqual([
      '/inicio',
      [`Se cerró la sesión de ${stage.diana.userName}, que estaba abierta en este navegador.`],
    ]);
  });

  test('leads to “Inicio” when it is loaded again', async () => {
    const visitor = await inSecondTab(stage);
    expect((await visitor.open('/ingreso')).url.pathname).toBe('/inicio');
  });

  test('of one person signs another person out of nothing', async () => {
    const visitor = await stage.signedIn(stage.diana);
    await visitor.open('/inicio');
    await enterElsewhere(visitor, stage.bruno);
    const page = await visitor.press('Cerrar Sesión');
    expect([page.url.pathname, page.announced[0]]).toEqual(['/inicio', expect.stringContaining(stage.bruno.userName)]);
  });
});

/** Has the sign-in page open, while Diana signs in in another tab. */
async function inSecondTab(stage: Stage): Promise<Visitor> {
  const visitor = stage.visitor();
  await visitor.open('/ingreso');
  await enterElsewhere(visitor, stage.diana);
  return visitor;
}
