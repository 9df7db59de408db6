import { correctionLabel, longestCorrection } from '../../src/domain/correction.ts';
import { longestReason } from '../../src/domain/termination.ts';
import { paths } from '../kit/paths.ts';

/** Help for what a person may do with their own data and their own access. */
export const ownDataTopics = {
  'mis-datos': {
    title: 'Ayuda: Mis datos',
    screen: paths.dossier(),
    steps: [
      'En el menú superior, elija «Datos Generales» y luego «Mis datos».',
      'Revise «Contacto»: son los datos de usted que la entidad tiene registrados.',
      'Revise cada usuario suyo: sus menús, su monto límite y las sesiones que el sistema conserva.',
      'En «Historial» vea quién cambió qué y cuándo, lo más reciente primero.',
      'Para guardar todo en un archivo, elija «Descargar mis datos».',
      `Si algo no es correcto, escríbalo en «${correctionLabel}», en ${longestCorrection} caracteres como máximo, y presione «Solicitar corrección».`,
    ],
    notes: [
      'El administrador recibe su solicitud por correo y la ve en las incidencias. Él decide y corrige los datos.',
      'La misma solicitud enviada dos veces en un día es una sola.',
      'De otras personas se muestra únicamente el nombre de usuario de quien hizo un cambio.',
      'El archivo está en formato JSON: se abre con cualquier editor de texto y lo leen los programas. Guárdelo en reserva.',
      'Ninguna contraseña está en la página ni en el archivo.',
      'Si usted es el administrador, corrija sus datos en su propio contacto.',
    ],
  },
  terminar: {
    title: 'Ayuda: Terminar mi acceso',
    screen: paths.termination(),
    steps: [
      'En el menú superior, elija «Datos Generales», luego «Info Usuario» y, en «Acceso», «Terminar mi acceso».',
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
