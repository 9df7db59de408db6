import { passwordLength, temporaryHours } from '../../src/domain/password.ts';
import { paths } from '../kit/paths.ts';

/** Help for the entity's users. */
export const userTopics = {
  usuarios: {
    title: 'Ayuda: Usuarios',
    screen: paths.users(),
    steps: [
      'En el menú superior, elija «Administración» y luego «Usuarios».',
      'Para encontrar a un usuario, escriba parte de su nombre de usuario, del nombre de la persona o de su identificación y presione «Buscar».',
      'Para ordenar la lista, elija el encabezado «FECHA», «USUARIO» o «USUARIO NOMBRE». Si lo elige otra vez, el orden se invierte.',
      'Para crear un usuario, elija «Agregar Usuario».',
      'Para elegir sus menús, elija «Agregar Perfil» en su fila; para fijar su límite, «Presupuesto».',
      'Para darle acceso, presione «Activar Usuario» en su fila.',
      'Para quitarle el acceso, presione «Desactivar Usuario» en su fila. Si su navegador se lo pregunta, confírmelo: el aviso dice cuántas sesiones se cerrarán.',
      'Para llevarse la lista en un archivo, elija «Descargar CSV» o «Descargar Excel» debajo de ella. El archivo tiene todas las filas que coinciden con la búsqueda y los filtros, en el orden de la lista, no solo la página que se ve.',
      'Lea el mensaje que confirma el cambio. Si se equivocó, presione el botón contrario en la misma fila.',
    ],
    notes: [
      'Al desactivar a un usuario se cierran sus sesiones en ese momento. Su nombre y su contraseña se conservan.',
      'El administrador aparece como «Usuario Administrador» y no se puede desactivar desde esta lista.',
      '«contacto INACTIVO», «VENCIDO» o «Empieza el …» junto al estado señalan a una persona que hoy no puede ingresar, aunque su usuario esté activado. Se corrige en «Contactos», en «Estado», «Hasta» o «Desde».',
      '«contraseña temporal vencida» o «sin contraseña» señalan a una persona que no tiene con qué ingresar: elija «Resetear Contraseña».',
      'Al activar a un usuario, el sistema le avisa por correo. Si hoy no puede ingresar, el aviso sale cuando pueda hacerlo.',
      'En el archivo de usuarios, «Acceso hoy» dice si la persona puede ingresar hoy, y «Monto Límite (USD)» está vacío si no tiene límite. Cada descarga consta en las incidencias.',
      'En «FECHA» está el día en que se creó el usuario, y en «USUARIO NOMBRE», la persona a la que pertenece.',
    ],
  },
  usuario: {
    title: 'Ayuda: Agregar Usuario',
    screen: paths.newUser(),
    steps: [
      'En «Usuarios», elija «Agregar Usuario».',
      'En «Usuario», escriba un nombre de 8 a 20 letras y dígitos, sin espacios, tildes ni ñ.',
      'Si su entidad tiene más de 50 contactos ACTIVO, escriba en «Buscar contacto» parte del nombre o de la identificación y presione «Buscar».',
      'En «Nombre», elija a la persona. Entre paréntesis se indica cuántos usuarios tiene ya, y si su delegación terminó o aún no empieza.',
      `En «Contraseña» y en «Confirmar Contraseña», escriba la misma contraseña temporal, de ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`,
      'Presione «Guardar». La lista aparece en la página del nuevo usuario, con el mensaje «Datos Actualizados» y el enlace «Asignar sus menús». «Guardar y asignar sus menús» lleva allí directamente.',
      'Después de grabar sus menús, presione «Activar» en el mensaje, o «Activar Usuario» en su fila: todo usuario se crea desactivado.',
      'Para crear varios usuarios seguidos, presione «Guardar y agregar otro».',
      'Entregue a la persona el RUC, el nombre de usuario y la contraseña temporal de forma reservada.',
    ],
    notes: [
      'La lista «Nombre» solo tiene contactos ACTIVO. Si la persona no está, regístrela o actívela primero en «Contactos».',
      `La contraseña temporal vale ${temporaryHours.typedByAdministrator} horas desde que se guarda y solo sirve para que la persona elija la suya.`,
      'Si vuelve atrás y guarda otra vez el formulario con otros datos, no se cambia nada: la página dice qué usuario ya agregó. Si guarda una vez más, agrega otro.',
      'No puede haber dos usuarios con el mismo nombre en la entidad, tampoco si difieren en mayúsculas y minúsculas.',
      'El nuevo usuario tiene desde el comienzo el menú ENTIDAD-DATOS GENERALES, con el que ve sus datos y cambia su contraseña.',
    ],
  },
  perfil: {
    title: 'Ayuda: Agregar Perfil',
    screen: paths.users(),
    steps: [
      'En «Usuarios», elija «Agregar Perfil» en la fila del usuario.',
      'En la última línea, elija el menú que quiere darle. Cada lista ofrece solo los que aún no tiene, por grupos. Para saber qué hace cada uno, abra «Para qué sirve cada menú», al final de la página.',
      'Si quiere darle otro, presione «Aumentar Menú», confírmelo si su navegador se lo pregunta, y elíjalo en la línea nueva.',
      'Si debe tener los mismos menús que otro usuario, elíjalo en «Copiar los menús de» y presione «Copiar»: se añaden a los que ya están en las líneas.',
      'Si su entidad tiene perfiles tipo, elija uno en «Perfil tipo» y presione «Aplicar»: sus menús reemplazan a los de las líneas.',
      'Para quitarle un menú, presione «Quitar» en su línea.',
      'Cuando la lista esté como debe quedar, presione «Grabar». Antes de eso no cambia nada. La lista de usuarios aparece con el mensaje «Datos Actualizados» y, si el usuario aún está desactivado, con el botón «Activar».',
    ],
    notes: [
      'ENTIDAD-DATOS GENERALES lo tienen todos los usuarios y no se puede quitar.',
      'El cambio rige desde la siguiente página que abra el usuario; no hace falta que vuelva a ingresar.',
      'Un menú con «(no vigente)» se conserva mientras no lo quite, pero ya no se puede agregar.',
      'Las líneas vacías no cuentan, y un menú no puede estar en dos líneas.',
      'En «Rigen ahora» están los menús grabados. Lo que cambió y aún no grabó aparece en «Sin grabar».',
      'Los perfiles tipo se hacen en «Administración», «Perfiles tipo». Aplicarlos copia sus menús: si después cambian, el usuario conserva los suyos.',
      'Se puede copiar también de un usuario desactivado. Los menús no vigentes y ADMINISTRACIÓN no se copian.',
      'Si otra persona cambió el perfil mientras usted lo editaba, la página le muestra lo grabado y lo que usted eligió, para que decida.',
    ],
  },
  presupuesto: {
    title: 'Ayuda: Presupuesto',
    screen: paths.users(),
    steps: [
      'En «Usuarios», elija «Presupuesto» en la fila del usuario.',
      'En «Monto Límite (USD)», escriba el monto con dígitos y sin comas. El punto separa los centavos, como en 3450000.50.',
      'Elija ACTIVO para que el límite rija, o INACTIVO para que el usuario no tenga límite.',
      'Presione «Guardar». La página confirma el cambio y muestra el monto en palabras: compruebe que es el que quería.',
    ],
    notes: [
      'Con ACTIVO, el usuario puede solicitar hasta ese monto en un proceso de contratación. El 0 también es un límite.',
      'Con INACTIVO, o si no ha configurado nada, el usuario no tiene límite.',
      'Puede dejar el monto vacío si elige INACTIVO.',
      '«Usuario» y «Monto Inicial (USD)» son fijos.',
      'Cada cambio queda en «Ver Incidencias» con el valor anterior y el nuevo.',
    ],
  },
};
