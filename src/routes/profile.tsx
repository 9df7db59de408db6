import { errorText, isRefused } from '../../views/kit/form-state.ts';
import { firstLines } from '../../views/kit/next-step.tsx';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { ProfilePage, type ProfileProps, SwappedProfile } from '../../views/profile.tsx';
import { isWorthActivating } from '../domain/access.ts';
import { civilDate } from '../domain/civil-date.ts';
import { heldName } from '../domain/menu.ts';
import { type FieldErrors, FORM } from '../domain/outcome.ts';
import {
  isOptional,
  lineField,
  lineLabel,
  linesOf,
  offeredMenus,
  type Profile,
  profileFault,
  tooManyLines,
} from '../domain/profile.ts';
import type { User } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import type { TypedForm } from '../web/forms/body.ts';
import { pressedAction } from '../web/forms/form.ts';
import { formToken } from '../web/forms/token.ts';
import { frame } from '../web/frame.ts';
import { listBehind, rowBehind } from '../web/list-behind.ts';
import { recordId } from '../web/record-id.ts';
import { done, show, wantsFragment } from '../web/respond.ts';

/** Routes of "Agregar Perfil", the menus of one user as lines of a form (product 3.1). */
export const profileRoutes: Route[] = [
  get(paths.profile(':id'), 'administration', async (c) => {
    const profile = await c.var.entity.profiles.find(recordId(c));
    if (profile.user.administrator) return fixedPage(c, profile, 200);
    if (c.var.kept?.form) return answer(c, readDraft(c, c.var.kept.form, profile));
    const lines = linesOf(profile.held, c.var.app.catalogs.menus);
    return answer(c, { profile, seen: profile.held, lines: withEmptyLines(c, profile, lines) });
  }),

  post(paths.profile(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { form } = c.var;
    const action = pressedAction(c);
    if (action !== 'grabar') return redraw(c, action, await c.var.entity.profiles.find(id));
    const outcome = await c.var.entity.profiles.set(id, readSeen(c, form), form.getAll('menu'));
    if (outcome.record.user.administrator) return fixedPage(c, outcome.record, 422);
    const draft = readDraft(c, form, outcome.record);
    if (outcome.kind === 'refused') return answer(c, { ...draft, errors: outcome.errors });
    if (outcome.kind === 'stale') return answer(c, staleDraft(c, draft));
    return stored(c, outcome.record.user);
  }),
];

// The activation comes next, where it lets the person in (product 1).
function stored(c: EntityContext, user: User): Response {
  const to = rowBehind(c, paths.users, 'u', user.id);
  if (!isWorthActivating(user, c.var.now)) return done(c, to, 'Datos Actualizados');
  const sentence = `Datos Actualizados. El usuario ${user.name} aún está desactivado.`;
  return done(c, to, sentence, { kind: 'activar', id: user.id });
}

// Answers the buttons that add or remove a line of the form; nothing is stored.
function redraw(c: EntityContext, action: string, profile: Profile): Response {
  if (profile.user.administrator) return fixedPage(c, profile, 422);
  const draft = readDraft(c, c.var.form, profile);
  if (draft.errors) return answer(c, draft);
  const removed = draft.lines.findIndex((_, index) => action === `quitar-${index + 1}`);
  if (action === 'aumentar') return answer(c, addLine(c, draft));
  return answer(c, removed >= 0 ? removeLine(c, removed, draft) : { ...draft, errors: { [FORM]: noAction } });
}

const noAction = 'No se grabó nada: elija Grabar, Aumentar Menú o Quitar.';

/** The state of the form: its lines, the set that it showed first, errors or a message, and the place of the focus. */
type Draft = {
  profile: Profile;
  seen: string[];
  lines: string[];
  errors?: FieldErrors;
  message?: string;
  focus?: ProfileProps['focus'];
};

function readDraft(c: EntityContext, form: TypedForm, profile: Profile): Draft {
  const { menus } = c.var.app.catalogs;
  const codes = form.getAll('menu');
  const draft = { profile, seen: readSeen(c, form), lines: linesOf(codes, menus) };
  if (codes.length <= menus.length) return draft;
  // Only a forged form has more lines than there are menus; the page shows the known menus among them.
  const known = menus.filter((menu) => isOptional(menu) && draft.lines.includes(menu.code));
  return { ...draft, lines: known.map(({ code }) => code), errors: { [FORM]: tooManyLines } };
}

function addLine(c: EntityContext, draft: Draft): Draft {
  const { profile, lines } = draft;
  if (!hasRoom(c, profile, lines)) return { ...draft, message: 'No quedan más menús que agregar.', focus: 'more' };
  const number = lines.length + 1;
  return { ...draft, lines: [...lines, ''], message: `Se añadió la línea ${lineLabel(number)}.`, focus: number };
}

// The focus goes to the line that takes the removed one's place, never to a button that removes a line (U4).
function removeLine(c: EntityContext, index: number, draft: Draft): Draft {
  const { lines } = draft;
  const menu = c.var.app.catalogs.menus.find((one) => one.code === lines[index]);
  const message = menu
    ? `Se quitó ${menu.name}; presione Grabar para que rija.`
    : `Se quitó la línea ${lineLabel(index + 1)}.`;
  const left = lines.filter((_, place) => place !== index);
  return { ...draft, lines: left, message, focus: Math.min(index + 1, left.length) || 'more' };
}

// Shows the stored and the chosen set. The stored one becomes the version of the next "Grabar" (D3).
function staleDraft(c: EntityContext, draft: Draft): Draft {
  const { held } = draft.profile;
  const names = c.var.app.catalogs.menus.filter((menu) => held.includes(menu.code)).map((menu) => menu.name);
  const sentence = `Otra persona cambió este perfil mientras usted lo editaba. Está grabado: ${names.join(', ')}. Abajo está lo que usted eligió; corríjalo si hace falta y grabe de nuevo.`;
  return { ...draft, seen: held, errors: { [FORM]: sentence } };
}

function withEmptyLines(c: EntityContext, profile: Profile, lines: string[]): string[] {
  const first = lines.length === 0 && c.req.query('lineas') === String(firstLines);
  const wanted = first ? firstLines : 1;
  const filled = [...lines];
  for (let count = 0; count < wanted && hasRoom(c, profile, filled); count += 1) filled.push('');
  return filled;
}

function hasRoom(c: EntityContext, { held }: Profile, lines: string[]): boolean {
  return lines.length < offeredMenus(c.var.app.catalogs.menus, held, civilDate(c.var.now)).length;
}

// Reads the set that the form showed first, which is its version (D3); a tampered one counts as empty.
function readSeen(c: EntityContext, form: TypedForm): string[] {
  const { menus } = c.var.app.catalogs;
  const codes = form.getAll('seen').join(' ').split(',');
  return codes.every((code) => menus.some((menu) => menu.code === code)) ? codes : [];
}

// Gives htmx the form to swap, and a browser without scripting the page.
function answer(c: EntityContext, draft: Draft): Response {
  const { errors = {}, message } = draft;
  const profile = propsOf(c, draft);
  const status = isRefused(profile.form) ? 422 : 200;
  if (wantsFragment(c)) {
    const sentence = message ?? errorText(errors);
    return show(c, <SwappedProfile profile={profile} behind={listBehind(c)} message={sentence} />, status);
  }
  const pageFrame = frame(c, 'Agregar Perfil', 'perfil');
  return show(
    c,
    <ProfilePage frame={message ? { ...pageFrame, notice: message, step: null } : pageFrame} profile={profile} />,
    status,
  );
}

function propsOf(c: EntityContext, { profile, seen, lines, errors = {}, focus = null }: Draft): ProfileProps {
  const catalog = c.var.app.catalogs.menus;
  const today = civilDate(c.var.now);
  const offered = offeredMenus(catalog, profile.held, today);
  const choicesOf = (chosen: string) =>
    catalog
      // A menu that somebody else has removed meanwhile stays chosen, for the administrator to decide.
      .filter((menu) =>
        menu.code === chosen ? isOptional(menu) : offered.includes(menu) && !lines.includes(menu.code),
      )
      .map((menu) => ({ value: menu.code, text: heldName(menu, today) }));
  return {
    user: profile.user,
    token: formToken(c),
    form: {
      values: Object.fromEntries(lines.map((code, index) => [lineField(index + 1), code])),
      errors,
      carried: { seen: seen.join(',') },
    },
    required: catalog.filter((menu) => menu.required),
    choices: lines.map(choicesOf),
    focus,
  };
}

function fixedPage(c: EntityContext, profile: Profile, status: 200 | 422): Response {
  const page = (
    <NoticePage
      frame={frame(c, 'Agregar Perfil', 'perfil')}
      sentence={profileFault(profile) ?? ''}
      back={{ href: paths.users(), label: 'Regresar' }}
      failed={status === 422}
    />
  );
  return show(c, page, status);
}
