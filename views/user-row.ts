import { raw } from 'hono/html';
import type { Hindrance } from '../src/domain/access.ts';
import { accessMarks } from './kit/access-marks.ts';
import { chosenForm } from './kit/bulk-bar.tsx';
import { escaped } from './kit/markup.ts';
import { paths } from './kit/paths.ts';

/** A user's row as finished values. */
export type UserRowProps = {
  id: number;
  number: number;
  name: string;
  contactName: string;
  administrator: boolean;
  active: boolean;
  /** The reasons why the person doesn't get in today. */
  hindrances: Hindrance[];
  created: string;
  openSessions: number;
  /** The user has an undelivered mail. */
  undelivered: boolean;
  /** The form token; null on the page for the printer, which has no buttons. */
  token: string | null;
  /** The query of the list, for the way back. */
  query: string;
};

const administrator = 'Usuario Administrador';

/**
 * Gives a user's row, for the list and for a swap. It is a string, not JSX, because fifty rows of elements cost more
 * than the rest of the page. The end tags of the cells are left out, as HTML allows; the row's end tag keeps the
 * message of a swap outside.
 */
export function userRow(row: UserRowProps) {
  const name = escaped(row.name);
  const cells = row.administrator ? [administrator, inSpan, inSpan] : actions(row, name);
  return raw(
    `<tr id="u${row.id}"><td>${choice(row, name)}${row.number}<td>${cells[0]}<td>${row.created}<th scope="row">${name}<td>${escaped(row.contactName)}` +
      `<td>${cells[1]}<td>${cells[2]}<td>${link(row, paths.budget(row.id), 'Presupuesto', name)}</tr>`,
  );
}

// On a phone the cells are no boxes, and their text needs one.
const inSpan = `<span>${administrator}</span>`;

function choice({ token, administrator: isAdministrator, id }: UserRowProps, name: string): string {
  if (token === null || isAdministrator) return '';
  return `<input type="checkbox" form="${chosenForm}" name="elegido" aria-label="Elegir ${name}" value="${id}">`;
}

function actions(row: UserRowProps, name: string): string[] {
  return [link(row, paths.profile(row.id), 'Agregar Perfil', name), reset(row, name), activation(row, name)];
}

// The name comes before the address, so that the compression finds both as one piece in each link of the row.
function link({ token }: UserRowProps, href: string, text: string, name: string): string {
  return token === null ? '' : `<a aria-label="${text} ${name}" href="${href}">${text}</a>`;
}

function reset(row: UserRowProps, name: string): string {
  const action = link(row, paths.passwordReset(row.id), 'Resetear Contraseña', name);
  if (!row.undelivered) return action;
  return `${action} <span class="off">correo no entregado</span> ${link(row, paths.userMail(row.id), 'Reenviar', name)}`;
}

function activation(row: UserRowProps, name: string): string {
  const own = row.active ? '<span class="on">ACTIVO</span>' : '<span class="off">INACTIVO</span>';
  const others = marks(row);
  const state = others ? `<div>${own}${others}</div>` : own;
  if (row.token === null) return state;
  const verb = row.active ? 'Desactivar' : 'Activar';
  const asking = row.active ? ` hx-confirm="${question(row)}"` : '';
  const action = escaped(paths.userActivation(row.id, row.query));
  return (
    `<form method="post" action="${action}" hx-boost="true"${asking}>` +
    `<input type="hidden" name="_token" value="${row.token}">${state} ` +
    `<button name="accion" value="${verb.toLowerCase()}" aria-label="${verb} Usuario ${name}">${verb} Usuario</button></form>`
  );
}

// The user's own state has its word already. All stand in this cell, because paper has the one of the reset
// only where a mail was not delivered (U11).
function marks({ hindrances }: UserRowProps): string {
  return accessMarks(hindrances.filter(({ kind }) => kind !== 'user-inactive'));
}

// The script names the user before it and returns the focus to the button, which makes rows lighter.
function question({ openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}
