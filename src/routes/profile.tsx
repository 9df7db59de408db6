import { errorText, isRefused } from '../../views/kit/form-state.ts';
import { firstLines } from '../../views/kit/next-step.tsx';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { ProfilePage, type ProfileProps, SwappedProfile, sourcesText } from '../../views/profile.tsx';
import type { Lookup } from '../data/entity/lookup.ts';
import { isWorthActivating } from '../domain/access.ts';
import { civilDate } from '../domain/civil-date.ts';
import { heldName } from '../domain/menu.ts';
import { FORM } from '../domain/outcome.ts';
import {
  copyableMenus,
  isOptional,
  lineField,
  type MenuSource,
  menusByGroup,
  offeredMenus,
  type Profile,
  profileFault,
} from '../domain/profile.ts';
import {
  addLine,
  applyTemplate,
  fillDraft,
  type ProfileDraft,
  readSeen,
  removeLine,
  sentDraft,
  staleDraft,
  storedDraft,
  unsavedText,
} from '../domain/profile-draft.ts';
import type { Template } from '../domain/template.ts';
import { personAndUser, type User } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import type { TypedForm } from '../web/forms/body.ts';
import { isSearch, pressedAction } from '../web/forms/form.ts';
import { formToken } from '../web/forms/token.ts';
import { frame } from '../web/frame.ts';
import { listBehind, rowBehind } from '../web/list-behind.ts';
import { searchText } from '../web/listing.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { done, show, wantsFragment } from '../web/respond.ts';

/** Routes of "Agregar Perfil", the menus of one user as lines of a form (product 3.1). */
export const profileRoutes: Route[] = [
  get(paths.profile(':id'), 'administration', async (c) => {
    const profile = await c.var.entity.profiles.find(recordId(c));
    if (profile.user.administrator) return fixedPage(c, profile, 200);
    const kept = c.var.kept?.form;
    return answer(c, kept ? readDraft(c, kept, profile) : openDraft(c, profile));
  }),

  post(paths.profile(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { form } = c.var;
    const action = isSearch(c.var.form) ? 'buscar' : pressedAction(c);
    if (action !== 'grabar' && action !== 'intro') return redraw(c, action, await c.var.entity.profiles.find(id));
    const seen = readSeen(seenText(form), c.var.app.catalogs.menus);
    const outcome = await c.var.entity.profiles.set(id, seen, form.getAll('menu'));
    if (outcome.record.user.administrator) return fixedPage(c, outcome.record, 422);
    const draft = readDraft(c, form, outcome.record);
    if (outcome.kind === 'refused') return answer(c, { ...draft, errors: outcome.errors });
    if (outcome.kind === 'stale') return answer(c, staleDraft(draft));
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

// Answers the buttons that change the lines of the form or search; nothing is stored.
async function redraw(c: EntityContext, action: string, profile: Profile): Promise<Response> {
  if (profile.user.administrator) return fixedPage(c, profile, 422);
  const draft = readDraft(c, c.var.form, profile);
  if (draft.errors) return answer(c, draft);
  if (action === 'buscar') return answerSearch(c, { ...draft, source: '' });
  if (action === 'copiar') return answerCopy(c, draft);
  if (action === 'aplicar') return answerTemplate(c, draft);
  if (action === 'aumentar') return answer(c, addLine(draft));
  const removed = draft.lines.findIndex((_, index) => action === `quitar-${index + 1}`);
  return answer(c, removed >= 0 ? removeLine(draft, removed) : { ...draft, errors: { [FORM]: noAction } });
}

const noAction = 'No se grabó nada: elija Grabar, Aumentar Menú, Quitar, Copiar o Aplicar.';

async function answerSearch(c: EntityContext, draft: ProfileDraft): Promise<Response> {
  const sources = await readSources(c, draft);
  const focus = sources.records.length > 0 ? 'source' : 'search';
  return answer(c, { ...draft, message: sourcesText(draft.search, sources), focus }, { sources });
}

async function answerCopy(c: EntityContext, draft: ProfileDraft): Promise<Response> {
  const sources = await readSources(c, draft);
  const source = sources.records.find(({ id }) => id === recordNumber(draft.source));
  return answer(c, fillDraft(draft, source), { sources });
}

async function answerTemplate(c: EntityContext, draft: ProfileDraft): Promise<Response> {
  const templates = await c.var.entity.templates.all();
  const template = templates.find(({ id }) => id === recordNumber(draft.template));
  return answer(c, applyTemplate(draft, template), { templates });
}

function readSources(c: EntityContext, { profile, search, source }: ProfileDraft): Promise<Lookup<MenuSource>> {
  return c.var.entity.profiles.sources(profile.user.id, { search, chosen: recordNumber(source) });
}

function readDraft(c: EntityContext, form: TypedForm, profile: Profile): ProfileDraft {
  return sentDraft(draftOf(c, profile), {
    codes: form.getAll('menu'),
    seen: seenText(form),
    search: searchText(form.get('search') ?? ''),
    source: form.getAll('source').join(' '),
    template: form.getAll('template').join(' '),
  });
}

function openDraft(c: EntityContext, profile: Profile): ProfileDraft {
  return storedDraft(draftOf(c, profile), c.req.query('lineas') === String(firstLines) ? firstLines : 1);
}

function draftOf(c: EntityContext, profile: Profile) {
  return { profile, catalog: c.var.app.catalogs.menus, today: civilDate(c.var.now) };
}

// A field that is sent twice is no set, and so counts as tampered; nor is it a source or a template.
function seenText(form: TypedForm): string {
  return form.getAll('seen').join(' ');
}

// What the lines of the form can be filled from.
type Fillings = { sources: Lookup<MenuSource>; templates: Template[] };

// Gives htmx the form to swap, and a browser without scripting the page.
async function answer(c: EntityContext, draft: ProfileDraft, read: Partial<Fillings> = {}): Promise<Response> {
  const { errors = {}, message } = draft;
  const [sources, templates] = await Promise.all([
    read.sources ?? readSources(c, draft),
    read.templates ?? c.var.entity.templates.all(),
  ]);
  const profile = propsOf(c, draft, { sources, templates });
  const status = isRefused(profile.form) ? 422 : 200;
  if (wantsFragment(c)) {
    const sentence = message ?? errorText(errors);
    return show(c, <SwappedProfile profile={profile} behind={listBehind(c)} message={sentence} />, status);
  }
  const pageFrame = frame(c, 'Agregar Perfil', 'perfil');
  const offered = offeredMenus(draft.catalog, draft.profile.held, draft.today);
  const page = (
    <ProfilePage
      frame={message ? { ...pageFrame, notice: message, step: null } : pageFrame}
      profile={profile}
      groups={menusByGroup(offered)}
    />
  );
  return show(c, page, status);
}

function propsOf(c: EntityContext, draft: ProfileDraft, { sources, templates }: Fillings): ProfileProps {
  const { profile, catalog, today, seen, lines, search, source, template, errors = {}, focus = null } = draft;
  const { user, held } = profile;
  return {
    user: { id: user.id, name: personAndUser(user) },
    token: formToken(c),
    form: {
      values: {
        ...Object.fromEntries(lines.map((code, index) => [lineField(index + 1), code])),
        search,
        source,
        template,
      },
      errors,
      carried: { seen: seen.join(',') },
    },
    inEffect: catalog.filter(({ code }) => held.includes(code)).map((menu) => heldName(menu, today)),
    unsaved: unsavedText(draft),
    required: catalog.filter((menu) => menu.required),
    lines: lines.map((code) => lineOf(draft, code)),
    sources: {
      ...sources,
      choices: sources.records.map((one) => ({ value: String(one.id), text: sourceText(draft, one) })),
    },
    // By its name alone, as wherever a template is chosen (product 3.4).
    templates: templates.map(({ id, name }) => ({ value: String(id), text: name })),
    focus,
  };
}

function lineOf({ profile, catalog, today, lines }: ProfileDraft, chosen: string): ProfileProps['lines'][number] {
  const offered = offeredMenus(catalog, profile.held, today);
  // A menu that somebody else has removed meanwhile stays chosen, for the administrator to decide.
  const menus = catalog.filter((menu) =>
    menu.code === chosen ? isOptional(menu) : offered.includes(menu) && !lines.includes(menu.code),
  );
  return {
    choices: menus.map((menu) => ({ value: menu.code, text: heldName(menu, today), group: menu.group })),
    description: menus.find(({ code }) => code === chosen)?.description ?? 'Elija el menú que quiere darle.',
  };
}

function sourceText({ catalog, today }: ProfileDraft, source: MenuSource): string {
  const count = copyableMenus(source, catalog, today).length;
  return `${source.name}: ${count === 0 ? 'ningún menú' : count === 1 ? '1 menú' : `${count} menús`}`;
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
