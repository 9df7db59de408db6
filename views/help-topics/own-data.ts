import { longestReason } from '../../src/domain/termination.ts';
import { paths } from '../kit/paths.ts';

/** Help for what a person may do with their own data and their own access. */
export const ownDataTopics = {
  terminar: {
    title: 'Ayuda: Terminar mi acceso',
    screen: paths.termination(),
    steps: [
      'En el menú superior, elija «Datos Generales», luego «Info Usuario» y, al final de la página, «Terminar mi acceso».',
      'Lea lo que va a ocurrir. Si tiene otro usuario en la entidad, la página dice que ese sigue igual.',
      'En «Contraseña», escriba la contraseña con la que ingresó.',
      `Si quiere, diga el «Motivo» en ${longestReason} caracteres como máximo. El administrador lo lee.`,
      'Presione «Terminar». Sus sesiones se cierran y se abre la página de ingreso.',
    ],
    notes: [
      'Usted no puede deshacerlo. Si fue un error, pida al administrador de su entidad que active su usuario.',
      'Su contacto y las incidencias se conservan: el registro dice quién estuvo delegado y cuándo.',
      'El administrador no puede terminar su acceso: antes propone a otra persona como administrador.',
    ],
  },
};
