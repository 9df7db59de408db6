import { warningDays } from '../../src/domain/delegation.ts';
import { passwordLength } from '../../src/domain/password.ts';
import { paths } from '../kit/paths.ts';

/** Help for the screens of every person: signing in, the first page, one's own user and password, the modules. */
export const accessTopics = {
  ingreso: {
    title: 'Ayuda: Ingreso',
    screen: paths.signIn(),
    steps: [
      'En la página inicial, elija «SOCE».',
      'En «Ruc», escriba los 13 dígitos del RUC de su entidad.',
      'En «Usuario», escriba su nombre de usuario. Da lo mismo en mayúsculas o en minúsculas.',
      'En «Contraseña», escriba su contraseña. Aquí las mayúsculas y las minúsculas sí cuentan.',
      'Presione «Entrar».',
      'Si ingresó con una contraseña temporal, elija ahora la suya: mientras no lo haga, no se abre ninguna otra página.',
    ],
    notes: [
      'Si olvidó su contraseña, pida al administrador de su entidad que la resetee. Si usted es el administrador, elija «¿Olvidó su contraseña?».',
      'Cuando los datos no permiten el ingreso, el mensaje es siempre el mismo y no dice cuál falló. Revise los tres.',
      'Un delegado puede ingresar mientras su entidad, su contacto y su usuario estén activos y la fecha de hoy esté dentro de su delegación. Si algo de esto falta, consulte al administrador.',
      'La sesión se cierra después de 30 minutos sin uso y, en todo caso, a las 8 horas. Puede tener hasta cinco abiertas a la vez; al abrir otra, se cierra la más antigua.',
      'Si su sesión terminó mientras llenaba un formulario, guárdelo de todos modos e ingrese de nuevo: lo que escribió se conserva durante una hora, menos las contraseñas.',
      'Si comparte el equipo, presione «Cerrar Sesión» antes de dejarlo.',
    ],
  },
  inicio: {
    title: 'Ayuda: Inicio',
    screen: paths.home(),
    steps: [
      'Compruebe en el encabezado que el RUC, la entidad y el usuario son los suyos.',
      'Lea los avisos, si los hay: por ejemplo, que su delegación está por terminar.',
      'Si usted es el administrador, revise «Qué requiere su atención». Cada línea nombra a una persona y, a su derecha, lo que lo resuelve: «Activar» lo hace con un clic; los enlaces llevan a la página y al campo donde se hace.',
      'Si elige el nombre, se abre su contacto.',
      'Si le proponen la administración de la entidad, lea qué cambia y presione «Aceptar la administración» o «No aceptar». La propuesta vale 72 horas.',
      'En «Qué puede hacer», o en el menú superior, elija la página que necesita.',
      'Al terminar su trabajo, presione «Cerrar Sesión».',
    ],
    notes: [
      'El menú superior muestra solo lo que sus menús le permiten. «Administración» es del administrador de la entidad.',
      `El aviso sobre una delegación aparece desde ${warningDays} días antes de la fecha en que termina.`,
      'Cada lista muestra a cinco personas como máximo. Si hay más, «Ver todas» las muestra. «Ver en…» abre Contactos o Usuarios con el filtro en el que están.',
      'Cada mañana a las 7:00, el administrador recibe un correo con las delegaciones que terminan en 30, 7 o 1 días, que terminan ese día o que terminaron el anterior. Si no hay ninguna, no se envía.',
      'La fecha y la hora del encabezado son las de Ecuador continental.',
      '«Imprimir» prepara la página para el papel, sin menús ni botones.',
    ],
  },
  'info-usuario': {
    title: 'Ayuda: Info Usuario',
    screen: paths.ownData(),
    steps: [
      'En el menú superior, elija «Datos Generales» y luego «Info Usuario».',
      'Compruebe sus nombres, su cargo y su correo electrónico.',
      'Revise «Estado» y «Delegación»: dicen si su usuario está activo y entre qué fechas tiene acceso.',
      'Lea «Monto Límite»: es el monto hasta el que puede solicitar en un procedimiento. «Sin límite» quiere decir que no tiene ninguno.',
      'Compare «Último acceso» con lo que usted recuerda.',
      'Vea en «Menús» los permisos que tiene su usuario.',
      'Para elegir otra contraseña, siga el enlace «Cambiar».',
    ],
    notes: [
      'Estos datos no se modifican aquí. Si alguno está equivocado, pida al administrador de su entidad que lo corrija.',
      'El correo electrónico se muestra solo en parte, para que no lo lea quien mire su pantalla.',
      'Siete días y un día antes de que termine su delegación recibe un correo, a las 7:00. Si va a continuar, pida que la prorroguen.',
      'Si «Último acceso» no corresponde a un ingreso suyo, cambie su contraseña y avise al administrador.',
    ],
  },
  contrasena: {
    title: 'Ayuda: Cambiar Contraseña',
    screen: paths.password(),
    steps: [
      'Lea las reglas que acompañan a los campos. La nueva contraseña debe cumplirlas todas.',
      'En «Contraseña Anterior», escriba la contraseña con la que ingresó, aunque sea temporal.',
      `En «Nueva Contraseña», escriba la que haya elegido, de ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`,
      'En «Confirmar Contraseña», escríbala otra vez.',
      'Presione «Guardar».',
      'Si la página no la acepta, mire qué reglas dicen «falta» y llene de nuevo los tres campos, que por seguridad quedan vacíos.',
      'Cuando aparezca «Datos Actualizados», el cambio está hecho: use la nueva contraseña desde el próximo ingreso.',
    ],
    notes: [
      'Mientras escribe, si su navegador lo permite, cada regla dice «cumple» o «falta». Las demás se revisan al guardar.',
      'No sirve una palabra, un nombre o una contraseña común, tampoco si les añade números o signos.',
      'Al guardar se cierran las demás sesiones que tenga abiertas en otros equipos.',
      'Una contraseña temporal deja de servir con el cambio, o cuando vence su plazo.',
      'Nadie puede ver la contraseña que usted elige, tampoco el administrador. No la comparta.',
      '«Mostrar contraseña», si su navegador lo ofrece, deja ver lo que escribe. Úselo cuando nadie más mire la pantalla.',
    ],
  },
  modulos: {
    title: 'Ayuda: Módulos',
    screen: paths.home(),
    steps: [
      'En el menú superior, elija «Consultar» para los módulos de búsqueda, o «Entidad Contratante» para los demás.',
      'Ubique el grupo del módulo que necesita; los grupos son los títulos de la página.',
      'Lea la descripción que acompaña a cada módulo.',
      'Si el nombre del módulo es un enlace, elíjalo para abrirlo en esta misma ventana.',
      'Si dice que se atiende en otro sistema, abra ese sistema como lo hace habitualmente.',
      'Para volver al inicio, elija «Regresar».',
    ],
    notes: [
      'Solo aparecen los módulos de los menús que tiene su usuario. Si le falta uno, solicítelo al administrador de su entidad.',
      '«(no vigente)» indica que el menú ya no se da a más usuarios. Usted lo conserva mientras el administrador no se lo quite.',
      'Si no tiene ningún menú de una sección, esa sección no está en el menú superior.',
      'Un cambio en sus menús se nota en la siguiente página que abra; no hace falta ingresar de nuevo.',
    ],
  },
};
