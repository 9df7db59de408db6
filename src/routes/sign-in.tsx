import * as z from 'zod';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { SignInPage } from '../../views/sign-in.tsx';
import { StartPage } from '../../views/start.tsx';
import { signIn } from '../data/outside/sign-in.ts';
import type { Actor } from '../domain/actor.ts';
import { rucField, textField } from '../domain/fields.ts';
import { FORM } from '../domain/outcome.ts';
import { takeDestination } from '../web/destination.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { pageOfKeptForm } from '../web/forms/kept-form.ts';
import { frame } from '../web/frame.ts';
import { rememberBrowser } from '../web/known-browser.ts';
import { leaveWarning } from '../web/notice.ts';
import { done, show, showForm } from '../web/respond.ts';
import { guessOrigin } from '../web/session.ts';

const definition = askingForm({
  ruc: { label: 'Ruc' },
  userName: { label: 'Usuario' },
  password: { label: 'Contraseña' },
});
const credentials = z.object({
  ruc: rucField,
  userName: textField,
  password: z.string(),
});

// The sentence is the same for every cause, so that it tells nothing of the account (product 1).
const refusal =
  'No pudimos darle ingreso con estos datos. Revise el RUC, el usuario y la contraseña; si su acceso terminó, consulte al administrador de su entidad. Después de varios intentos fallidos hay que esperar unos minutos.';

/** Routes of the start page, of signing in and of signing out (product 1). */
export const signInRoutes: Route[] = [
  publicGet(paths.start(), (c) => {
    if (c.var.actor) return c.redirect(paths.home(), 303);
    return show(
      c,
      <StartPage frame={frame(c, 'Usuarios de las entidades contratantes', null)} support={c.var.app.support} />,
    );
  }),

  publicGet(paths.signIn(), async (c) => {
    const { actor } = c.var;
    if (actor) return c.redirect((await pageOfKeptForm(c, actor)) ?? paths.home(), 303);
    return signInPage(c, openForm(c, definition));
  }),

  publicPost(paths.signIn(), async (c) => {
    const reading = readForm(c, definition, credentials);
    const { session, hand } = c.var.app.sessions.prepare(c);
    const typed = reading.ok ? reading.value : null;
    const signedIn = typed && (await signIn(c.var.app, typed, guessOrigin(c, typed), session));
    if (!signedIn) return signInPage(c, withErrors(reading.form, { [FORM]: refusal }));
    rememberBrowser(c, typed);
    hand();
    const next = takeDestination(c, signedIn) ?? { path: await pageOfKeptForm(c, signedIn), sentence: null };
    const path = signedIn.temporary ? paths.password() : (next.path ?? paths.home());
    const sentences = [
      failuresSentence(signedIn.failuresBefore),
      c.var.actor && replacedSentence(c.var.actor, signedIn),
      path === next.path ? next.sentence : null,
    ];
    const warning = sentences.filter((sentence) => sentence !== null).join(' ');
    if (warning) leaveWarning(c, warning);
    return c.redirect(path, 303);
  }),

  publicPost(paths.signOut(), async (c) => {
    await c.var.app.sessions.close(c);
    return done(c, paths.signIn(), 'Cerró su sesión.');
  }),
];

function failuresSentence(failures: number): string | null {
  if (failures === 0) return null;
  const attempts = failures === 1 ? 'hubo un intento fallido' : `hubo ${failures} intentos fallidos`;
  return `Antes de este ingreso ${attempts} con su usuario. Si no fue usted, cambie su contraseña.`;
}

// Another tab has signed in since the page was opened; its session has just ended (S1).
function replacedSentence(before: Actor, now: Pick<Actor, 'ruc' | 'userId'>): string {
  return before.ruc === now.ruc && before.userId === now.userId
    ? 'Ya había ingresado en otra pestaña de este navegador. Puede seguir en todas ellas.'
    : `Se cerró la sesión de ${before.userName}, que estaba abierta en este navegador.`;
}

function signInPage(c: PublicContext, form: FormState): Response {
  const page = <SignInPage frame={frame(c, 'Ingreso', 'ingreso')} form={form} support={c.var.app.support} />;
  return showForm(c, page, form);
}
