import { paths } from '../kit/paths.ts';

/** Help for the sessions: one's own, and those of the entity's users. */
export const sessionTopics = {
  sesiones: {
    title: 'Ayuda: Sesiones',
    screen: paths.sessions(),
    steps: [
      'En el menú superior, elija «Datos Generales» y luego «Sesiones».',
      'Compare cada línea con lo que usted recuerda: el navegador, la dirección desde la que se conectó, desde cuándo está abierta y la última actividad.',
      'La línea que dice «Esta sesión» es la que está usando. Para cerrarla, presione «Cerrar Sesión» en el encabezado.',
      'Para cerrar otra, elija «Cerrar» en su línea, escriba su contraseña y confirme. Se cierra en el acto.',
      'Para cerrar todas menos esta, elija «Cerrar todas las demás», escriba su contraseña y confirme.',
      'Si usted es el administrador y quiere cerrar las sesiones de otra persona, abra su contacto, elija «Sesiones» junto a su usuario y confirme con la contraseña de usted.',
    ],
    notes: [
      'Si no reconoce una sesión, ciérrela y cambie su contraseña: quien la abrió la conoce.',
      'El navegador se muestra como él mismo se presenta. «Desconocido» quiere decir que no lo hizo.',
      'Detrás de una misma dirección puede haber varias personas, por ejemplo toda una oficina.',
      'Una sesión termina por sí sola después de 30 minutos sin uso y, en todo caso, a las 8 horas. Puede tener hasta cinco abiertas a la vez.',
      'Unos minutos antes de que su sesión termine por falta de uso, la página lo avisa; si su navegador lo permite, cualquier tecla la mantiene abierta.',
      'Si su sesión terminó mientras llenaba un formulario, guárdelo de todos modos e ingrese de nuevo: lo que escribió se conserva durante una hora, menos las contraseñas.',
      'Lo que está escrito y sin guardar en una sesión que alguien cierra se pierde.',
      'Cada sesión que se cierra desde estas páginas queda en las incidencias.',
    ],
  },
};
