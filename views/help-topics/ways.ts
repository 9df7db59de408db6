import { temporaryHours } from '../../src/domain/password.ts';
import { paths } from '../kit/paths.ts';

/** Help for what takes several screens, from beginning to end. */
export const wayTopics = {
  'registrar-delegado': {
    title: 'Ayuda: Registrar a un delegado',
    screen: paths.contacts(),
    steps: [
      'En «Administración», abra «Contactos» y busque a la persona: quizá ya esté registrada.',
      'Si no está, elija «Agregar Contacto», llene sus datos y las fechas de su delegación, y presione «Guardar y crear su usuario». Si ya está, abra su contacto y elija «Crear su usuario».',
      'Escriba el nombre de usuario y una contraseña temporal, y presione «Guardar y asignar sus menús».',
      'Elija los menús que necesita, o los de otra persona en «Copiar los menús de», y presione «Grabar».',
      'En el mensaje que aparece, presione «Activar».',
      'Si su gasto tiene un límite, elija «Presupuesto» en su fila, escriba el monto, elija ACTIVO y presione «Guardar».',
      'Entregue a la persona, en reserva, el RUC, el nombre de usuario y la contraseña temporal.',
      'La persona ingresa y elige su propia contraseña. Con eso ya puede trabajar.',
    ],
    notes: [
      `La contraseña temporal vale ${temporaryHours.typedByAdministrator} horas. Si vence, elija «Resetear Contraseña» en la fila del usuario.`,
      'Si la delegación empieza después, la persona puede ingresar desde el día «Desde».',
    ],
    more: ['contacto', 'usuario', 'perfil', 'presupuesto', 'usuarios'],
  },
  'salida-delegado': {
    title: 'Ayuda: Cuando alguien sale',
    screen: paths.contacts(),
    steps: [
      'Si conoce el último día, abra su contacto en «Contactos», escriba ese día en «Hasta» y presione «Guardar». Su acceso termina solo al acabar ese día.',
      'Si debe salir hoy mismo, elija INACTIVO en «Estado» y presione «Guardar». Pierde el acceso y sus sesiones se cierran en ese momento.',
      'Si otra persona la reemplaza, elija «Relevar» en su contacto: los menús y el presupuesto pasan a quien entra, y queda un acta para firmar.',
      'Si solo uno de sus usuarios debe quedar sin acceso, presione «Desactivar Usuario» en la fila de ese usuario, en «Usuarios».',
      'Para saber después quién lo hizo y cuándo, abra su contacto y elija «Ver historial».',
    ],
    notes: [
      'No elimine a la persona: el registro conserva quién estuvo delegado y cuándo.',
      'Si regresa, ponga el contacto ACTIVO, corrija las fechas y active su usuario.',
      'Si quien sale es el administrador, antes propone a su reemplazo en «Administrador». Si ya salió, la entidad pide el cambio a la mesa de ayuda que se indica en la página de ingreso.',
    ],
    more: ['relevo', 'contacto', 'usuarios', 'incidencias', 'administrador'],
  },
  'olvido-contrasena': {
    title: 'Ayuda: Si olvidó su contraseña',
    screen: paths.signIn(),
    steps: [
      'Si usted es delegado, pida al administrador de su entidad que la resetee.',
      'Si usted es el administrador, elija «¿Olvidó su contraseña?» en la página de ingreso y siga los cuatro pasos.',
      'Abra el correo que recibe y copie la contraseña temporal.',
      `Ingrese con ella antes de ${temporaryHours.mailed} horas.`,
      'En «Contraseña Anterior» escriba la temporal, elija una nueva y presione «Guardar».',
    ],
    notes: [
      'Si el correo no llega en unos minutos, revise el correo no deseado.',
      'Si su contacto no tiene correo electrónico, el administrador debe registrarlo antes de resetear.',
      'Nadie le pedirá su contraseña por teléfono ni por correo.',
    ],
    more: ['recuperar', 'reseteo', 'contrasena'],
  },
} as const;
