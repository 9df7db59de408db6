import { adultAge } from '../../src/domain/contact.ts';
import { paths } from '../kit/paths.ts';

/** Help for the register of contacts and its history. */
export const contactTopics = {
  contactos: {
    title: 'Ayuda: Contactos',
    screen: paths.contacts(),
    steps: [
      'En el menú superior, elija «Administración» y luego «Contactos».',
      'Para encontrar a una persona, escriba parte de su nombre, de su número de identificación o de su usuario y presione «Buscar». Los filtros («Estado», «Delegación», «Cargo», «Usuario») muestran solo a quienes les corresponden. «Quitar filtros» muestra otra vez a todas.',
      'Para ordenar la lista, elija el encabezado «Nombres», «Cargo», «Fecha Ingreso», «Fecha Salida» o «Estado». Si lo elige otra vez, el orden se invierte.',
      'Para registrar a una persona, elija «Agregar Contacto».',
      'Para ver o corregir sus datos, elija «Editar» en su fila.',
      'Para quitar a una persona registrada por error, elija «Eliminar» en su fila. Antes de hacerlo, el sistema le pide confirmarlo.',
      'Para conocer los cambios que se han hecho, elija «Ver Incidencias».',
      'Para llevarse la lista en un archivo, elija «Descargar CSV» o «Descargar Excel» debajo de ella. El archivo tiene todas las filas que coinciden con la búsqueda y los filtros, en el orden de la lista, no solo la página que se ve.',
      'Si la lista tiene varias páginas, elija su número debajo de ella, o recórralas con «Anterior» y «Siguiente». Para ver más filas en cada una, cambie «Filas por página» y presione «Buscar».',
    ],
    notes: [
      'Primero están los contactos ACTIVO y después los INACTIVO, cada grupo por apellidos. Los inactivos no se borran, porque la lista es el registro de quién estuvo y quién está delegado.',
      '«VENCIDO» señala una delegación que ya terminó: los usuarios de ese contacto no tienen acceso.',
      'El archivo de contactos tiene todos los datos del formulario. Guárdelo con cuidado: son datos personales, y cada descarga consta en las incidencias con el usuario que la hizo, el número de filas y los filtros.',
      '«Fecha Ingreso» y «Fecha Salida» son las fechas «Desde» y «Hasta» de la delegación.',
      'La búsqueda no distingue mayúsculas ni tildes. Si escribe varias palabras, busca a quien las tenga todas.',
    ],
  },
  contacto: {
    title: 'Ayuda: Contacto',
    screen: paths.contacts(),
    steps: [
      'Llene los apellidos y los nombres como constan en el documento, con letras, espacios, apóstrofo o guion.',
      'Elija «Tipo de Documento» y escriba «Número Identificación»: 10 dígitos si es cédula; de 5 a 20 letras y dígitos si es pasaporte.',
      'Escriba «Fecha de Nacimiento». Las fechas se escriben año-mes-día, como 1985-07-24, o día/mes/año, como 24/07/1985.',
      'Escriba «Correo Electrónico» si la persona lo tiene.',
      'En «Estado», elija ACTIVO si la persona puede actuar por la entidad; después, elija su «Cargo».',
      'En «Desde» y «Hasta», escriba las fechas de su delegación. Deje «Hasta» vacío si no tiene fin.',
      'Complete los demás datos que conozca y presione «Guardar». La lista aparece con el mensaje «Datos Actualizados» y el enlace «Crear su usuario».',
      'Para seguir sin pasar por la lista, presione «Guardar y crear su usuario». Para registrar a varias personas seguidas, «Guardar y agregar otro».',
      'En el contacto ya guardado, más abajo, están sus usuarios: desde allí puede activarlos, cambiar su perfil o su presupuesto, resetear su contraseña, y ver sus sesiones y su historial.',
      'Si falta o sobra algo, la página lo dice al comienzo, con un enlace a cada campo. Lo que escribió se conserva.',
    ],
    notes: [
      'Los campos con asterisco son obligatorios. El contacto del administrador necesita además correo electrónico y no puede estar INACTIVO.',
      `La persona debe tener al menos ${adultAge} años. Un mismo documento no puede repetirse en la entidad.`,
      'Al poner INACTIVO a un contacto, sus usuarios pierden el acceso en ese momento. Junto a «Estado» se indica a cuántos usuarios y sesiones alcanza.',
      '«Limpiar Campos» deja el formulario vacío y lo dice. Nada de lo guardado cambia hasta que presione «Guardar»; «Recuperar lo guardado» lo trae de vuelta al formulario, y «Cancelar» y «Regresar» salen sin guardar.',
      'Si cambia su propio correo, documento o fecha de nacimiento, el administrador los lee otra vez en una página que le pide la contraseña. El correo anterior recibe un aviso con el enlace «Yo no hice este cambio», que vale 10 días.',
      'Si vuelve atrás y guarda otra vez el formulario de un contacto que ya registró, con otros datos, no se cambia nada todavía: el sistema abre ese contacto con lo que escribió y lo guardado. «Guardar» lo cambia; «Registrar como otra persona» agrega otro contacto.',
      'Si otra persona guardó el contacto mientras usted lo editaba, el sistema le muestra ambas versiones y no pierde ninguna.',
    ],
  },
  'eliminar-contacto': {
    title: 'Ayuda: Eliminar Contacto',
    screen: paths.contacts(),
    steps: [
      'En la lista de contactos, elija «Eliminar» en la fila de la persona. Esta página se abre sin haber eliminado nada.',
      'Compruebe el nombre y el documento.',
      'Para eliminar el contacto, presione «Eliminar». Para dejarlo como está, elija «Cancelar».',
      'Si el contacto no se puede eliminar, lea el motivo y elija «Poner INACTIVO».',
      'En ese caso se abre su formulario con «Estado» en INACTIVO: revíselo y presione «Guardar».',
    ],
    notes: [
      'Solo se elimina un contacto que no tiene usuario y cuya delegación aún no empieza, como uno que se registró por error.',
      'Un contacto eliminado no se puede recuperar, pero sus datos quedan en las incidencias.',
      'Poner INACTIVO a un contacto quita el acceso a sus usuarios y conserva a la persona en el registro.',
    ],
  },
  incidencias: {
    title: 'Ayuda: Incidencias',
    screen: paths.incidents(),
    steps: [
      'En «Administración», abra «Contactos» y elija «Ver Incidencias».',
      'Lea la tabla desde arriba: el cambio más reciente es el primero.',
      'En «Fecha y hora» está el momento, con la hora de Ecuador; en «Quién», el usuario que hizo el cambio.',
      'En «Qué» está el tipo de cambio, y en «Sobre quién», el contacto o el usuario al que se refiere.',
      'En «Cambios» está lo que cambió: de un registro nuevo o eliminado, sus datos; de uno modificado, el valor anterior → el nuevo. «(vacío)» quiere decir que no tenía valor.',
      'En «Resultado» está si el cambio se hizo («Hecho») o se rechazó («Rechazado»), como un ingreso con otra contraseña.',
      'Para buscar, escriba en «Persona» una parte del nombre o del usuario, elija «Qué» o «Resultado», o ponga fechas en «Desde» y «Hasta», como 2026-01-31 o 31/01/2026; luego presione «Buscar». «Quitar filtros» vuelve a mostrar todo.',
      'Para cambiar el orden, elija el título de una columna; elíjalo otra vez para invertirlo.',
      'Para ver cambios más antiguos, elija el número de otra página o «Siguiente».',
      'Para ver solo los de una persona, abra su contacto y elija «Ver historial» al pie de sus usuarios, o el que está junto a uno de ellos; también está en las páginas de cada usuario.',
      'Para llevarse la lista en un archivo, elija «Descargar CSV» o «Descargar Excel» debajo de ella. El archivo tiene todas las filas que coinciden con la búsqueda y los filtros, en el orden de la lista, no solo la página que se ve.',
    ],
    notes: [
      'Aquí queda cada cambio de contactos, usuarios, menús, presupuestos, perfiles tipo, contraseñas y administrador, cada relevo, y las sesiones que alguien cerró.',
      'Las incidencias no se pueden modificar ni borrar, tampoco por el administrador.',
      'Las contraseñas no aparecen nunca: solo consta que se cambiaron.',
      '«operación del sistema» indica un cambio hecho por quienes operan el sistema, no por un usuario de la entidad.',
    ],
  },
};
