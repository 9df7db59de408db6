import * as z from 'zod';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
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
} from '../data/outside/recovery-drafts.ts';
import { letterDate } from '../domain/civil-date.ts';
import { choiceField } from '../domain/fields.ts';
import { tooManyTries } from '../domain/guessing.ts';
import { recoveryLetter } from '../domain/letter.ts';
import { type FieldErrors, FORM } from '../domain/outcome.ts';
import { identityForm, identityLabels, nextStep, type RecoveryStep } from '../domain/recovery.ts';
import { readCookie, writeCookie } from '../web/cookies.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { show, showForm } from '../web/respond.ts';
import { judgeAnswer, newQuestion } from '../web/security-check.ts';
import { originOf } from '../web/session.ts';

/** Routes of the administrator's own recovery, four steps with the same answers for all visitors (product 5, T3). */
export const recoveryRoutes: Route[] = [
  publicGet(paths.recovery(), (c) => identityPage(c, openForm(c, identity))),

  publicPost(paths.recovery(), async (c) => {
    const reading = readForm(c, identity, identityForm);
    const { form } = reading;
    const judged = await judgeAnswer(c, c.var.form.getAll('check').join(' '), form.values.answer ?? '');
    if (judged !== 'right') {
      const refusal: FieldErrors =
        judged === 'wrong' ? { answer: wrongAnswer } : { [FORM]: tooManyTries(judged.until) };
      return identityPage(c, withErrors(form, { ...form.errors, ...refusal }));
    }
    if (!reading.ok) return identityPage(c, form);
    writeCookie(c, 'soce_recuperar', await beginRecovery(c.var.app, reading.value, originOf(c)));
    return c.redirect(paths.recoveryReason(), 303);
  }),

  publicGet(paths.recoveryReason(), (c) => atStep(c, 'reason', () => reasonPage(c, openForm(c, reason)))),

  publicPost(paths.recoveryReason(), (c) =>
    atStep(c, 'reason', async (_, token) => {
      const reasons = c.var.app.catalogs.resetReasons;
      const reading = readForm(c, reason, z.object({ reason: choiceField(reasonLabel, reasons) }));
      if (!reading.ok) return reasonPage(c, reading.form);
      await chooseReason(c.var.app, token, reading.value.reason);
      return c.redirect(paths.recoveryLetter(), 303);
    }),
  ),

  publicGet(paths.recoveryLetter(), (c) =>
    atStep(c, 'letter', (draft) => letterPage(c, draft, openForm(c, acceptance))),
  ),

  publicPost(paths.recoveryLetter(), (c) =>
    atStep(c, 'letter', async (draft, token) => {
      const reading = readForm(c, acceptance, accepted);
      if (!reading.ok) return letterPage(c, draft, reading.form);
      await acceptLetter(c.var.app, token, originOf(c));
      return c.redirect(paths.recoveryDone(), 303);
    }),
  ),

  publicGet(paths.recoveryDone(), (c) =>
    atStep(c, 'done', () => show(c, <RecoveryDonePage frame={frame(c, 'Solicitud registrada', 'recuperar')} />)),
  ),
];

const identity = askingForm({
  ruc: { label: identityLabels.ruc },
  email: { label: identityLabels.email },
  birthDate: { label: identityLabels.birthDate },
  answer: { label: identityLabels.answer },
});

const reasonLabel = 'Motivo';
const reason = askingForm({ reason: { label: reasonLabel, mayBeMissing: true } });

const acceptance = askingForm({ accepted: { label: 'Acepto', mayBeMissing: true } });
const accepted = z.object({
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

// Stands in front of every page and form of a step, and redirects to the step that is open.
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
  const { question, sealed } = newQuestion(c);
  const page = (
    <RecoveryIdentityPage
      frame={frame(c, 'Recuperar Contraseña', 'recuperar')}
      form={{ ...form, carried: { check: sealed } }}
      question={question}
      support={c.var.app.support}
    />
  );
  return showForm(c, page, form);
}

function reasonPage(c: PublicContext, form: FormState): Response {
  const reasons = c.var.app.catalogs.resetReasons;
  const page = (
    <RecoveryReasonPage frame={frame(c, 'Motivo de la solicitud', 'recuperar')} form={form} reasons={reasons} />
  );
  return showForm(c, page, form);
}

function letterPage(c: PublicContext, { ruc, email, reason }: FoundDraft, form: FormState): Response {
  const letter = recoveryLetter({ date: letterDate(c.var.now), ruc, email, reason: reason ?? '' });
  const page = <RecoveryLetterPage frame={frame(c, letter.title, 'recuperar')} form={form} letter={letter} />;
  return showForm(c, page, form);
}
