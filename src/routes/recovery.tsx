import { z } from 'zod';
import { paths } from '../../views/kit/paths.ts';
import {
  RecoveryDonePage,
  RecoveryIdentityPage,
  RecoveryLetterPage,
  RecoveryReasonPage,
} from '../../views/recovery.tsx';
import {
  acceptLetter,
  beginRecovery,
  chooseReason,
  type FoundDraft,
  findDraft,
  recoveryReasons,
} from '../data/outside/recovery-drafts.ts';
import { letterDate } from '../domain/civil-date.ts';
import { choiceField } from '../domain/fields.ts';
import { recoveryLetter } from '../domain/letter.ts';
import { identityForm, identityLabels, nextStep, type RecoveryStep } from '../domain/recovery.ts';
import { readCookie, writeCookie } from '../web/cookies.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { type FormState, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';
import { isSolved, newCheck } from '../web/security-check.ts';
import { originOf } from '../web/session.ts';

/** The administrator's own recovery (product 5): four steps, the same whatever is typed and by whom. */
export const recoveryRoutes: Route[] = [
  publicGet(paths.recovery(), (c) => identityPage(c, { values: {}, errors: {} })),

  publicPost(paths.recovery(), async (c) => {
    const form = readForm(c.var.form, identityFields, identityForm);
    if (!(await isSolved(c, c.var.form.getAll('check').join(' '), form.values.answer ?? ''))) {
      return identityPage(c, { ...form, errors: { ...form.errors, answer: wrongAnswer } });
    }
    if (!form.ok) return identityPage(c, form);
    writeCookie(c, 'soce_recuperar', await beginRecovery(c.var.app, form.value, originOf(c)));
    return c.redirect(paths.recoveryReason(), 303);
  }),

  publicGet(paths.recoveryReason(), (c) => atStep(c, 'reason', () => reasonPage(c, { values: {}, errors: {} }))),

  publicPost(paths.recoveryReason(), (c) =>
    atStep(c, 'reason', async (_, token) => {
      const reasons = await recoveryReasons(c.var.app);
      const form = readForm(c.var.form, reasonFields, z.object({ reason: choiceField(reasonLabel, reasons) }));
      if (!form.ok) return reasonPage(c, form);
      await chooseReason(c.var.app, token, form.value.reason);
      return c.redirect(paths.recoveryLetter(), 303);
    }),
  ),

  publicGet(paths.recoveryLetter(), (c) =>
    atStep(c, 'letter', (draft) => letterPage(c, draft, { values: {}, errors: {} })),
  ),

  publicPost(paths.recoveryLetter(), (c) =>
    atStep(c, 'letter', async (draft, token) => {
      const form = readForm(c.var.form, acceptanceFields, acceptance);
      if (!form.ok) return letterPage(c, draft, form);
      await acceptLetter(c.var.app, token, originOf(c));
      return c.redirect(paths.recoveryDone(), 303);
    }),
  ),

  publicGet(paths.recoveryDone(), (c) =>
    atStep(c, 'done', () => show(c, <RecoveryDonePage frame={frame(c, 'Solicitud registrada', 'recuperar')} />)),
  ),
];

const identityFields = {
  ruc: { label: identityLabels.ruc },
  email: { label: identityLabels.email },
  birthDate: { label: identityLabels.birthDate },
  answer: { label: identityLabels.answer },
};

const reasonLabel = 'Motivo';
const reasonFields = { reason: { label: reasonLabel } };

const acceptanceFields = { accepted: { label: 'Acepto', mayBeMissing: true } };
const acceptance = z.object({
  accepted: z.literal('Acepto', 'Acepto: para finalizar, marque que acepta las condiciones de la solicitud.'),
});

const wrongAnswer =
  'Chequeo de Seguridad: la respuesta no es correcta o la pregunta ya no sirve. Responda la pregunta nueva, con dígitos o con palabras.';

const pages: Record<RecoveryStep, string> = {
  identify: paths.recovery(),
  reason: paths.recoveryReason(),
  letter: paths.recoveryLetter(),
  done: paths.recoveryDone(),
};

// The one gate of every step, for looking and for sending: it leads everybody to the step they are at.
async function atStep(
  c: PublicContext,
  step: RecoveryStep,
  answer: (draft: FoundDraft, token: string) => Response | Promise<Response>,
): Promise<Response> {
  const token = readCookie(c, 'soce_recuperar') ?? '';
  const draft = await findDraft(c.var.app, token);
  const next = nextStep(draft, c.var.now);
  return draft && next === step ? answer(draft, token) : c.redirect(pages[next], 303);
}

function identityPage(c: PublicContext, form: FormState): Response {
  const page = (
    <RecoveryIdentityPage
      frame={frame(c, 'Recuperar Contraseña', 'recuperar')}
      form={form}
      check={newCheck(c)}
      support={c.var.app.support}
    />
  );
  return show(c, page, statusOf(form));
}

async function reasonPage(c: PublicContext, form: FormState): Promise<Response> {
  const reasons = await recoveryReasons(c.var.app);
  const page = (
    <RecoveryReasonPage frame={frame(c, 'Motivo de la solicitud', 'recuperar')} form={form} reasons={reasons} />
  );
  return show(c, page, statusOf(form));
}

function letterPage(c: PublicContext, { ruc, email, reason }: FoundDraft, form: FormState): Response {
  const letter = recoveryLetter({ date: letterDate(c.var.now), ruc, email, reason: reason ?? '' });
  const page = <RecoveryLetterPage frame={frame(c, letter.title, 'recuperar')} form={form} letter={letter} />;
  return show(c, page, statusOf(form));
}

function statusOf(form: FormState): 200 | 422 {
  return Object.keys(form.errors).length > 0 ? 422 : 200;
}
