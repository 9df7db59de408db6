import { mostChosen } from '../../src/domain/bulk-change.ts';
import { paths } from '../kit/paths.ts';

/** Help for what is done to several people at once. */
export const bulkChangeTopics = {
  elegidos: {
    title: 'Ayuda: Con los elegidos',
    screen: paths.users(),
    steps: [
      'En «Usuarios» o en «Contactos», busque o filtre hasta ver a las personas. Con «Filas por página» puede ver hasta 100.',
      'Marque la casilla de cada fila, junto a su número. La casilla del encabezado elige todos los de la página.',
      'Debajo de la lista, elija qué hacer en «Con los elegidos» y presione «Continuar». Todavía no cambia nada.',
      'Lea qué va a pasar con cada persona, y quién queda fuera y por qué. Si la página pide una fecha, un menú o un perfil tipo, indíquelo.',
      'Presione «Confirmar». La página siguiente dice lo que se hizo con cada persona.',
    ],
    notes: [
      `Puede elegir hasta ${mostChosen} filas a la vez, las de la página que está viendo.`,
      'Rigen las mismas reglas que al hacerlo de una en una, y cada persona deja su propia incidencia.',
      'Con «Aplicar perfil tipo», los menús del perfil tipo reemplazan a los que cada usuario tiene, menos los obligatorios. «Ver qué cambia» dice qué recibe y qué pierde cada uno, sin cambiar nada.',
      'Si alguien cambió a una de las personas mientras usted leía, esa persona queda fuera y la página la nombra. Lo demás se hace.',
      'De su entidad salen hasta 30 correos de un mismo tipo en una hora. Las contraseñas cuyo correo no podría salir no se resetean; los avisos de activación que no salieron se reenvían después desde la lista de usuarios.',
      'El usuario administrador no se activa, no se desactiva ni se resetea aquí, y su contacto no puede quedar INACTIVO.',
    ],
  },
};
