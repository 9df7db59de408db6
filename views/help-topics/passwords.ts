import { temporaryHours } from '../../src/domain/password.ts';
import { paths } from '../kit/paths.ts';

/** Help for passwords that the administrator resets. */
export const passwordTopics = {
  recuperar: {
    title: 'Ayuda: Recuperar Contraseña',
    screen: paths.recovery(),
    steps: [
      'Escriba el RUC, el correo electrónico y la fecha de nacimiento del contacto del administrador, como están registrados.',
      'Resuelva la suma del «Chequeo de Seguridad», con dígitos o con palabras, y presione «Siguiente».',
      'Elija el motivo y presione «Siguiente».',
      'Lea la solicitud. Si quiere, imprímala. Marque «Acepto» y presione «Finalizar».',
      'Busque el correo con la contraseña temporal, ingrese con ella y elija una contraseña nueva.',
    ],
    notes: [
      'Solo el administrador recupera así su contraseña. Los demás usuarios la piden a su administrador.',
      'El sistema no dice si los datos coinciden: si el correo no llega, revíselos y solicítelo de nuevo.',
      `La contraseña temporal vale ${temporaryHours.mailed} horas. Hasta que elija una nueva, la anterior sigue sirviendo.`,
      'Si usted no lo solicitó, use el enlace «Yo no solicité este cambio» del correo. Vale 10 días.',
    ],
  },
  reseteo: {
    title: 'Ayuda: Resetear Contraseña',
    screen: paths.users(),
    steps: [
      'En «Usuarios», elija «Resetear Contraseña» en la fila del usuario.',
      'Lea lo que termina con el reseteo: la contraseña actual y las sesiones abiertas, en ese momento.',
      'Compruebe el correo, del que se muestran solo algunas letras, y presione «Resetear Contraseña».',
      'La página «Reseteo de Contraseñas» confirma a qué correo se envió la contraseña temporal.',
      'La persona ingresa con la contraseña temporal y elige una nueva.',
    ],
    notes: [
      `La contraseña temporal vale ${temporaryHours.mailed} horas y nadie más la ve, tampoco usted. Si se resetea otra vez, la anterior deja de servir.`,
      'Si la persona hoy no puede ingresar, por ejemplo porque su delegación terminó o aún no empieza, la página lo dice e indica qué cambiar.',
      'Para resetear, el contacto debe tener correo electrónico. Se registra en «Contactos», con «Editar».',
      'Si el correo no se pudo entregar después de varios intentos, o si la dirección no existe, la fila del usuario dice «correo no entregado». Revise la dirección y elija «Reenviar».',
      'De cada tipo salen como máximo 3 correos en una hora a una dirección y 30 de la entidad. Si se llega al límite, el sistema dice desde qué hora puede intentarlo de nuevo.',
      'Si desactiva al usuario antes de que el correo salga, el correo ya no se envía.',
      'La contraseña del administrador no se resetea desde esta lista.',
    ],
  },
};
