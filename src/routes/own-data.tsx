import * as z from 'zod';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { OwnDataPage } from '../../views/own-data.tsx';
import { PasswordPage, passwordLabels } from '../../views/password.tsx';
import { delegationHindrances } from '../domain/access.ts';
import { hindranceMark } from '../domain/access-words.ts';
import { limitText } from '../domain/budget.ts';
import { type CivilDate, civilDate, dateTimeText } from '../domain/civil-date.ts';
import { maskEmail } from '../domain/email.ts';
import { alsoWithOtherFaults } from '../domain/fields.ts';
import { tooManyTries } from '../domain/guessing.ts';
import { withHeldNotices } from '../domain/mail-limit.ts';
import { heldName } from '../domain/menu.ts';
import { FORM } from '../domain/outcome.ts';
import { failedRules, madePassword, notOldRule, passwordRules, samePassword } from '../domain/password.ts';
import { statusName } from '../domain/user.ts';
import { type EntityContext, get, partingPost, type Route } from '../web/env.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { done, show, showForm, turnedAway } from '../web/respond.ts';

const alreadyDone = 'Su contraseña ya había cambiado cuando llegó este envío, que no cambió nada.';
const alreadyChanged = `${alreadyDone} Si la cambió usted, ingrese con la nueva.`;

/** Routes of a person's own user and password (product 4). */
export const ownDataRoutes: Route[] = [
  get(paths.ownData(), 'own-data', async (c) => {
    const own = await c.var.entity.ownData.find();
    const facts = [
      { label: 'Usuario', value: own.userName },
      { label: 'Contacto', value: own.contactName },
      { label: 'Cargo', value: own.position },
      { label: 'Correo Electrónico', value: own.email ? maskEmail(own.email) : 'Sin correo' },
      { label: 'Entidad', value: c.var.actor.entityName },
      { label: 'Estado', value: statusName(own.active) },
      { label: 'Delegación', value: delegationText(own, civilDate(c.var.now)) },
      { label: 'Monto Límite', value: limitText(own.limit) },
      { label: 'Creado', value: dateTimeText(own.createdAt) },
      { label: 'Último acceso', value: own.lastAccessAt ? dateTimeText(own.lastAccessAt) : 'Ninguno' },
    ];
    const menus = own.menus.map((menu) => heldName(menu, civilDate(c.var.now)));
    return show(c, <OwnDataPage frame={frame(c, 'Info Usuario', 'info-usuario')} facts={facts} menus={menus} />);
  }),

  get(paths.password(), 'own-password', (c) => passwordPage(c, openForm(c, definition))),

  partingPost(paths.password(), 'own-password', { event: 'password.changed', sentence: alreadyChanged }, async (c) => {
    const failed = await rulesFailed(c);
    const reading = readForm(c, definition, passwordsForm(failed));
    if (!reading.ok) return passwordPage(c, reading.form, failed);
    const { oldPassword, newPassword } = reading.value;
    const verdict = await c.var.app.sessions.confirm(c, oldPassword);
    if (verdict.kind === 'limited') {
      return passwordPage(c, withErrors(reading.form, { [FORM]: tooManyTries(verdict.until) }), failed);
    }
    const { session, hand } = c.var.app.sessions.prepare(c);
    const change =
      verdict.kind === 'right' ? await c.var.entity.ownData.changePassword(verdict.value, newPassword, session) : null;
    if (change?.kind === 'access ended') return turnedAway(c, paths.signIn(), accessEnded);
    if (change?.kind !== 'changed') {
      // The same form sent twice, or a reset, was quicker, and has ended the session.
      if (!(await c.var.app.sessions.find(c))) return turnedAway(c, paths.signIn(), alreadyChanged);
      if (change?.kind === 'in use before') {
        const errors = { newPassword: rulesSentence([notOldRule]) };
        return passwordPage(c, withErrors(reading.form, errors), [notOldRule]);
      }
      if (await isSentAgain(c)) return turnedAway(c, paths.ownData(), alreadyDone);
      const sentence = 'Contraseña Anterior: no es la contraseña con la que ingresó. Escríbala de nuevo.';
      return passwordPage(c, withErrors(reading.form, { oldPassword: sentence }), failed);
    }
    hand();
    return done(
      c,
      paths.ownData(),
      withHeldNotices('Datos Actualizados. Sus demás sesiones se cerraron.', change.held),
    );
  }),
];

// Whoever reads it gets in today: an administrator outside the dates, too, who is warned only (product 6).
function delegationText({ from, until }: Delegation, today: CivilDate): string {
  const dates = `Desde ${from}${until ? ` hasta ${until}` : ', sin fecha de fin'}`;
  const [mark] = delegationHindrances({ from, until }, today).map(hindranceMark);
  return mark ? `${dates} (${mark})` : dates;
}

type Delegation = { from: CivilDate; until: CivilDate | null };

const accessEnded = 'Su acceso terminó mientras cambiaba la contraseña, y no se cambió nada.';

const definition = askingForm({
  oldPassword: { label: passwordLabels.oldPassword },
  newPassword: { label: passwordLabels.newPassword },
  passwordAgain: { label: passwordLabels.passwordAgain },
});

// The hidden field with the session in which the form was shown.
const sessionField = 'session';

// The form's page is older than the session, which the change has opened in place of the earlier one.
async function isSentAgain(c: EntityContext): Promise<boolean> {
  const { form, entity } = c.var;
  const shownIn = form.get(sessionField);
  if (!shownIn || shownIn === sessionText(c)) return false;
  return entity.ownData.hasJustChangedPassword();
}

function sessionText(c: EntityContext): string {
  return String(c.var.actor.session?.number ?? '');
}

/** Reads the form, whose new password fails these rules. */
function passwordsForm(failed: string[]) {
  return z
    .object({
      oldPassword: z.string().min(1, 'Contraseña Anterior: escriba la contraseña con la que ingresó.'),
      newPassword: z
        .string()
        .min(1, 'Nueva Contraseña: escriba una que cumpla las reglas.')
        .refine(() => failed.length === 0, rulesSentence(failed)),
      passwordAgain: z.string(),
    })
    .refine((value) => value.newPassword === value.passwordAgain, {
      path: ['passwordAgain'],
      message: 'Confirmar Contraseña: escriba la misma contraseña en los dos campos.',
      when: alsoWithOtherFaults,
    });
}

function rulesSentence(failed: string[]): string {
  const asked = failed.map((rule) => rule.charAt(0).toLowerCase() + rule.slice(1).replace(/\.$/, ''));
  return `Nueva Contraseña: ${asked.join('; ')}.`;
}

/** Gives the sentences of the rules that the typed password fails. */
async function rulesFailed(c: EntityContext): Promise<string[]> {
  const typed = (name: string) => c.var.form.get(name) ?? '';
  return failedRules(typed('newPassword'), await rulesFor(c, typed('oldPassword')));
}

async function rulesFor(c: EntityContext, oldPassword: string) {
  const { userName, ruc, personName, entityName, temporary } = c.var.actor;
  // The lists take 15 MiB and a fiftieth of a second, which a process doesn't need until somebody chooses a password.
  const { isCommon } = await import('../domain/common-passwords.ts');
  const isOld = (password: string) =>
    temporary ? madePassword(password) === madePassword(oldPassword) : samePassword(password, oldPassword);
  return passwordRules({ userName, ruc, names: [personName, entityName] }, isCommon, isOld);
}

/** The page with its form, whose new password has failed these rules if one was sent. */
async function passwordPage(c: EntityContext, form: FormState, failed: string[] = []): Promise<Response> {
  const { temporaryUntil } = c.var.actor;
  const judged = Boolean(form.values.newPassword);
  const rules = await rulesFor(c, '');
  const page = (
    <PasswordPage
      frame={frame(c, 'Cambiar Contraseña', 'contrasena')}
      form={{ ...form, carried: { [sessionField]: sessionText(c) } }}
      rules={rules.map((rule) => ({ ...rule, held: judged ? !failed.includes(rule.sentence) : null }))}
      temporaryUntil={temporaryUntil ? dateTimeText(temporaryUntil) : null}
    />
  );
  return showForm(c, page, form);
}
