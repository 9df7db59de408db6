/** Every address of the product as a function, so that no page writes one by hand. */
export const paths = {
  start: () => '/',
  signIn: () => '/ingreso',
  signOut: () => '/salir',
  home: () => '/inicio',
  ownData: () => '/datos-generales/info-usuario',
  password: () => '/datos-generales/contrasena',
  consultations: () => '/consultar',
  contracting: () => '/entidad-contratante',
  contacts: (query = '') => `/administracion/contactos${query}`,
  newContact: () => '/administracion/contactos/nuevo',
  contact: (id: Id) => `/administracion/contactos/${id}`,
  contactDeletion: (id: Id) => `/administracion/contactos/${id}/eliminar`,
  incidents: (query = '') => `/administracion/contactos/incidencias${query}`,
  users: (query = '') => `/administracion/usuarios${query}`,
  newUser: () => '/administracion/usuarios/nuevo',
  userActivation: (id: Id, query = '') => `/administracion/usuarios/${id}/activacion${query}`,
  passwordReset: (id: Id) => `/administracion/usuarios/${id}/resetear`,
  passwordResetSent: (id: Id) => `/administracion/usuarios/${id}/resetear/enviado`,
  userMail: (id: Id) => `/administracion/usuarios/${id}/correo`,
  keptMails: () => '/correo',
  help: (topic: string) => `/ayuda/${topic}`,
  alive: () => '/salud',
  ready: () => '/salud/listo',
} as const;

/** A record's number, or the route parameter that stands for it. */
type Id = number | ':id';
