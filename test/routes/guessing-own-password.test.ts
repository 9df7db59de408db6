import { expect, test } from 'vitest';
import { freshAddress, watchVerifications, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const next = 'Otra-Clave-2026';
const tooMany = /^Hubo demasiados intentos\. Vuelva a intentarlo a partir de las \d\d:\d\d\.$/;

// T5: an open session is no way around the limits.
onStage('Whoever guesses the old password in an open session', (stage) => {
  test('gets five verifications of sixty tries at once, each with an incident, and is told when to come back', async () => {
    const { verifications, before, change } = await atTheForm();
    const pages = await Promise.all(Array.from({ length: 60 }, () => change(wrong)));
    expect(verifications.own()).toBe(5);
    const sentences = pages.map(({ errors }) => errors.join(' '));
    expect(sentences.filter((one) => one.startsWith('Contraseña Anterior: no es la contraseña'))).toHaveLength(5);
    expect(sentences.filter((one) => tooMany.test(one))).toHaveLength(55);
    const noted = (await eventsOf(stage, stage.diana.ruc)).slice(before);
    expect(noted).toEqual(Array(5).fill('sign-in.refused'));
  });

  test('is counted together with the sign-in and the confirmations, and the right password then waits as well', async () => {
    const { visitor, verifications, change } = await atTheForm();
    const address = freshAddress();
    for (let time = 0; time < 2; time += 1) {
      await signIn(stage.site.visitor({ address, weigh: false }), { ...stage.diana, password: wrong });
    }
    for (let time = 0; time < 2; time += 1) await change(wrong);
    const other = await stage.site.visitor({ address, weigh: false });
    await signIn(other, { ...stage.diana, password: wrong });
    const confirmed = verifications.own();
    expect((await change(stage.diana.password)).errors).toEqual([expect.stringMatching(tooMany)]);
    expect(verifications.own()).toBe(confirmed);
    stage.clock.advance(31_000);
    await visitor.open(changePage);
    expect((await change(stage.diana.password)).status).toBe(303);
  });

  async function atTheForm() {
    await stage.forgetGuesses();
    const owner = await stage.signedIn(stage.diana);
    // The session alone, as of a thief: the owner's browser is known to the account.
    const visitor = stage.visitor();
    visitor.cookies.set('soce', owner.cookies.get('soce') ?? '');
    await visitor.open(changePage);
    const verifications = await watchVerifications(stage, stage.diana);
    const before = (await eventsOf(stage, stage.diana.ruc)).length;
    const change = (oldPassword: string) =>
      visitor.post(changePage, {
        _token: visitor.token,
        oldPassword,
        newPassword: next,
        passwordAgain: next,
      });
    return { visitor, verifications, before, change };
  }
});
