import { paths } from '../views/kit/paths.ts';
import { contactColumns, type UserRow } from './floor-sql.ts';

/** The page of the list of users. */
export function usersPage(users: UserRow[], total: number, token: string): string {
  let rows = '';
  for (const user of users) rows += userRow(user, token);
  const heads = ['FECHA', 'USUARIO', 'NOMBRE', 'PERFIL', 'CONTRASEÑA', 'ESTADO', 'PRESUPUESTO'];
  return page(
    'Usuarios',
    `<form><input type="search" name="buscar" aria-label="Buscar"><button>Buscar</button></form>
<table hx-target="closest tr" hx-swap="outerHTML"><thead><tr><th>${heads.join('<th>')}</tr></thead><tbody>${rows}</tbody></table>
<p>1–${users.length} de ${total} <a href="?pagina=2">Siguiente</a></p>`,
  );
}

/** A user's row, for the list and for a swap. */
export function userRow({ id, name, full_name, administrator, active, created }: UserRow, token: string): string {
  const user = escaped(name);
  const key = Number(id);
  const link = (href: string, text: string) => `<a aria-label="${text} ${user}" href="${href}">${text}</a>`;
  const [state, verb] = active ? ['ACTIVO', 'Desactivar'] : ['INACTIVO', 'Activar'];
  const activation = administrator
    ? state
    : `<form hx-boost="true" method="post" action="${paths.userActivation(key)}"><input type="hidden" name="_token" value="${token}">${state} <button name="accion" value="${verb.toLowerCase()}" aria-label="${verb} Usuario ${user}">${verb} Usuario</button></form>`;
  return `<tr id="u${id}"><td>${created}<th scope="row">${user}<td>${escaped(full_name)}<td>${link(paths.profile(key), 'Agregar Perfil')}<td>${link(paths.passwordReset(key), 'Resetear Contraseña')}<td>${activation}<td>${link(paths.budget(key), 'Presupuesto')}</tr>\n`;
}

/** The form of a contact: a text field for each column. */
export function contactPage(contact: Record<string, string | null>, token: string): string {
  let fields = `<input type="hidden" name="_token" value="${token}"><input type="hidden" name="version" value="${contact.version}">`;
  for (const name of Object.keys(contactColumns)) fields += field(name, contact[name] ?? '');
  return page('Contacto', `<form method="post">${fields}<button>Guardar</button></form>`);
}

/** The sign-in form. */
export function signInPage(token: string): string {
  const fields = field('ruc', '') + field('userName', '') + field('password', '');
  return page(
    'Ingreso',
    `<form method="post"><input type="hidden" name="_token" value="${token}">${fields}<button>Ingresar</button></form>`,
  );
}

function field(name: string, value: string): string {
  return `<p><label for="${name}">${name}</label> <input id="${name}" name="${name}" value="${escaped(value)}">`;
}

function page(title: string, main: string): string {
  return `<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><link rel="stylesheet" href="/soce.css"><script src="/soce.js" defer></script></head>
<body><header><a href="${paths.users()}">Usuarios</a> <a href="${paths.contacts()}">Contactos</a></header><main><h1>${title}</h1>${main}</main></body></html>`;
}

function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`) : text;
}
