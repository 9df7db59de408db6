import type { HelpTopic } from './help.tsx';
import { paths } from './paths.ts';

/** The screens that have a page of help, by the name in its address. */
export type HelpName =
  | 'ingreso'
  | 'inicio'
  | 'info-usuario'
  | 'contrasena'
  | 'modulos'
  | 'contactos'
  | 'contacto'
  | 'eliminar-contacto'
  | 'incidencias'
  | 'usuarios'
  | 'usuario';

/** Each page of help with the screen that it explains. */
export const helpTopics: Record<HelpName, HelpTopic & { screen: string }> = {
  ingreso: { title: 'Ayuda: Ingreso', screen: paths.signIn(), steps: ['Escriba el RUC de su entidad.'], notes: [] },
  inicio: { title: 'Ayuda: Inicio', screen: paths.home(), steps: ['Elija una opción del menú.'], notes: [] },
  'info-usuario': { title: 'Ayuda: Info Usuario', screen: paths.ownData(), steps: ['Revise sus datos.'], notes: [] },
  contrasena: { title: 'Ayuda: Cambiar Contraseña', screen: paths.password(), steps: ['Lea las reglas.'], notes: [] },
  modulos: { title: 'Ayuda: Módulos', screen: paths.home(), steps: ['Elija un módulo.'], notes: [] },
  contactos: { title: 'Ayuda: Contactos', screen: paths.contacts(), steps: ['Busque a la persona.'], notes: [] },
  contacto: { title: 'Ayuda: Contacto', screen: paths.contacts(), steps: ['Llene los campos.'], notes: [] },
  'eliminar-contacto': { title: 'Ayuda: Eliminar Contacto', screen: paths.contacts(), steps: ['Confirme.'], notes: [] },
  incidencias: { title: 'Ayuda: Incidencias', screen: paths.incidents(), steps: ['Lea los cambios.'], notes: [] },
  usuarios: { title: 'Ayuda: Usuarios', screen: paths.users(), steps: ['Busque al usuario.'], notes: [] },
  usuario: { title: 'Ayuda: Agregar Usuario', screen: paths.users(), steps: ['Llene los campos.'], notes: [] },
};
