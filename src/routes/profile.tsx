import { errorText, isRefused } from '../../views/kit/form-state.ts';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { ProfilePage, type ProfileProps, SwappedProfile } from '../../views/profile.tsx';
import type { FoundProfile } from '../data/entity/profiles.ts';
import { type FieldErrors, FORM } from '../domain/change.ts';
import { civilDate } from '../domain/civil-date.ts';
import { heldName } from '../domain/menu.ts';
import {
  fixedProfile,
  isOptional,
  lineField,
  lineLabel,
  linesOf,
  offeredMenus,
  setProfile,
} from '../domain/profile.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import type { TypedForm } from '../web/forms/body.ts';
import { pressedAction } from '../web/forms/form.ts';
import { formToken } from '../web/forms/token.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { show, wantsFragment } from '../web/respond.ts';
import { backToRow } from './user-row.ts';

/** Routes of "Agregar Perfil", the menus of one user as lines of a form (product 3.1). */
export const profileRoutes: Route[] = [
  get(paths.profile(':id'), 'administration', async (c) => {
    const found = await c.var.entity.profiles.find(recordId(c));
    const fixed = fixedProfile(found.profile);
    if (fixed) return fixedPage(c, fixed, 200);
    if (c.var.kept) return answer(c, draftOf(c.var.kept, found));
    const { held } = found.profile;
    const lines = linesOf(held, found.catalog);
    return answer(c, { found, seen: held, lines: hasRoom(c, found, lines) ? [...lines, ''] : lines });
  }),

  post(paths.profile(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { profiles } = c.var.entity;
    const found = await profiles.find(id);
    const fixed = fixedProfile(found.profile);
    if (fixed) return fixedPage(c, fixed, 422);
    const codes = c.var.form.getAll('menu');
    const draft = draftOf(c.var.form, found);
    if (draft.errors) return answer(c, draft);
    const asked = pressedAction(c);
    const removed = draft.lines.findIndex((_, index) => asked === `quitar-${index + 1}`);
    if (asked === 'aumentar') return answer(c, withOneMore(c, draft));
    if (removed >= 0) return answer(c, without(removed, draft));
    if (asked !== 'grabar') return answer(c, { ...draft, errors: { [FORM]: noAction } });

    const today = civilDate(c.var.now);
    const outcome = await profiles.change(id, draft.seen, (profile, catalog) =>
      setProfile(profile, codes, catalog, today),
    );
    if (outcome.kind === 'refused') return answer(c, { ...draft, errors: outcome.errors });
    if (outcome.kind === 'stale') return answer(c, afterAnother(draft, outcome.current));
    return backToRow(c, id);
  }),
];

const noAction = 'No se grabó nada: elija Grabar, Aumentar Menú o Quitar.';
const tooMany = 'Llegaron más líneas que menús hay. Elija los menús de las listas y grabe de nuevo.';

/** The page's content: the lines as chosen so far, the stored set as first read, errors or a message, and the focus. */
type Draft = {
  found: FoundProfile;
  seen: string[];
  lines: string[];
  errors?: FieldErrors;
  message?: string;
  focus?: ProfileProps['focus'];
};

function draftOf(form: TypedForm, found: FoundProfile): Draft {
  const codes = form.getAll('menu');
  const draft = { found, seen: seenBefore(form, found), lines: linesOf(codes, found.catalog) };
  return codes.length > found.catalog.length ? withinReason(draft) : draft;
}

// Gives the menus among more lines than there are menus, which only a forged form has.
function withinReason(draft: Draft): Draft {
  const menus = draft.found.catalog.filter((menu) => isOptional(menu) && draft.lines.includes(menu.code));
  return { ...draft, lines: menus.map((menu) => menu.code), errors: { [FORM]: tooMany } };
}

function withOneMore(c: EntityContext, draft: Draft): Draft {
  const { found, lines } = draft;
  if (!hasRoom(c, found, lines)) return { ...draft, message: 'No quedan más menús que agregar.', focus: 'more' };
  const number = lines.length + 1;
  return { ...draft, lines: [...lines, ''], message: `Se añadió la línea ${lineLabel(number)}.`, focus: number };
}

// The focus goes to the line that takes the removed one's place, never to a button that removes another (U4).
function without(index: number, draft: Draft): Draft {
  const { found, lines } = draft;
  const menu = found.catalog.find((one) => one.code === lines[index]);
  const message = menu
    ? `Se quitó ${menu.name}; presione Grabar para que rija.`
    : `Se quitó la línea ${lineLabel(index + 1)}.`;
  const left = lines.filter((_, place) => place !== index);
  return { ...draft, lines: left, message, focus: Math.min(index + 1, left.length) || 'more' };
}

// Shows the stored set beside the chosen one; the next "Grabar" counts as made on the stored set of now (D3).
function afterAnother(draft: Draft, current: FoundProfile): Draft {
  const { profile, catalog } = current;
  const names = catalog.filter((menu) => profile.held.includes(menu.code)).map((menu) => menu.name);
  const sentence = `Otra persona cambió este perfil mientras usted lo editaba. Está grabado: ${names.join(', ')}. Abajo está lo que usted eligió; corríjalo si hace falta y grabe de nuevo.`;
  return { ...draft, found: current, seen: profile.held, errors: { [FORM]: sentence } };
}

function hasRoom(c: EntityContext, { profile, catalog }: FoundProfile, lines: string[]): boolean {
  return lines.length < offeredMenus(catalog, profile.held, civilDate(c.var.now)).length;
}

// Gives the stored set as the form's first page read it, which later choices are based on; none for a forged one.
function seenBefore(form: TypedForm, { catalog }: FoundProfile): string[] {
  const codes = form.getAll('seen').join(' ').split(',');
  return codes.every((code) => catalog.some((menu) => menu.code === code)) ? codes : [];
}

// Gives htmx the form to swap, and a browser without scripting the page; nothing is stored yet.
function answer(c: EntityContext, draft: Draft): Response {
  const { errors = {}, message } = draft;
  const profile = propsOf(c, draft);
  const status = isRefused(profile.form) ? 422 : 200;
  if (wantsFragment(c)) {
    const sentence = message ?? errorText(errors);
    return show(c, <SwappedProfile profile={profile} message={sentence} />, status);
  }
  const surroundings = frame(c, 'Agregar Perfil', 'perfil');
  return show(
    c,
    <ProfilePage frame={{ ...surroundings, notice: message ?? surroundings.notice }} profile={profile} />,
    status,
  );
}

function propsOf(c: EntityContext, { found, seen, lines, errors = {}, focus = null }: Draft): ProfileProps {
  const { profile, catalog } = found;
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
    user: profile,
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

function fixedPage(c: EntityContext, sentence: string, status: 200 | 422): Response {
  const page = (
    <NoticePage
      frame={frame(c, 'Agregar Perfil', 'perfil')}
      sentence={sentence}
      back={{ href: paths.users(), label: 'Regresar' }}
      failed={status === 422}
    />
  );
  return show(c, page, status);
}
