import { mostTemplates } from '../../src/domain/template.ts';
import { paths } from '../kit/paths.ts';

/** Help for the templates of profiles. */
export const templateTopics = {
  perfiles: {
    title: 'Ayuda: Perfiles tipo',
    screen: paths.templates(),
    steps: [
      'En el menú superior, elija «Administración» y luego «Perfiles tipo».',
      'Elija «Agregar Perfil Tipo».',
      'En «Nombre», escriba cómo se llamará el conjunto, como Compras públicas: de 3 a 60 caracteres, y distinto de los demás.',
      'En «Menús», marque los que reúne. Para saber qué hace cada uno, abra «Para qué sirve cada menú», al final de la página.',
      'Presione «Guardar». La lista aparece con el mensaje «Datos Actualizados».',
      'Para dárselo a un usuario, elija «Agregar Perfil» en su fila de «Usuarios», elíjalo en «Perfil tipo», presione «Aplicar», revise las líneas y presione «Grabar».',
      'Para cambiarlo, elija «Editar» en su fila. Para quitarlo de la lista, elija «Eliminar» y confírmelo en la página siguiente.',
    ],
    notes: [
      'Un perfil tipo se copia. Si después lo cambia o lo elimina, los usuarios a los que se aplicó conservan sus menús.',
      'En «Usuarios» está cuántos tienen exactamente esos menús, además de ENTIDAD-DATOS GENERALES, activados o no.',
      'ENTIDAD-DATOS GENERALES lo tienen todos, y ADMINISTRACIÓN es solo del administrador: ninguno de los dos se elige.',
      'Un menú con «(no vigente)» se conserva mientras no lo desmarque, pero ya no se da a quien no lo tiene.',
      `Una entidad puede tener hasta ${mostTemplates} perfiles tipo.`,
      'Si otra persona guardó el perfil tipo mientras usted lo editaba, la página le muestra lo guardado y lo que usted escribió, para que decida.',
      'Cada cambio queda en «Ver Incidencias».',
    ],
  },
};
