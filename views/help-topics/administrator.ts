import { paths } from '../kit/paths.ts';

/** Help for the change of the administrator. */
export const administratorTopics = {
  administrador: {
    title: 'Ayuda: Cambio de administrador',
    screen: paths.administrator(),
    steps: [
      'En el menú superior, elija «Administración» y luego «Administrador».',
      'En «Nuevo administrador», elija el usuario de la persona que va a administrar. Si su entidad tiene más de 50, escriba antes parte del nombre en «Buscar usuario» y presione «Buscar».',
      'Revise «Correo Electrónico»: allí va la propuesta y, al aceptarla, queda registrado como el de esa persona. Si lo deja vacío, vale el que ya tiene.',
      'En «Contraseña», escriba la suya y presione «Proponer».',
      'Avise a la persona. Ella ingresa y en su «Inicio» presiona «Aceptar la administración» o «No aceptar».',
      'Si se arrepiente, presione «Retirar propuesta» antes de que la acepte.',
      'Cuando la acepte, su sesión se cierra y le llega un correo. Ingrese de nuevo: ya es un delegado.',
    ],
    notes: [
      'La propuesta vale 72 horas. Hasta que se acepte, usted sigue siendo el administrador y nada cambia.',
      'Solo hay una propuesta a la vez: si hace otra, la anterior queda sin efecto.',
      'La lista tiene a los delegados con acceso hoy. Si la persona no está, cree y active antes su usuario.',
      'Usted queda con el menú ENTIDAD-DATOS GENERALES y con el límite que tenga. Los demás menús se los puede dar el nuevo administrador.',
      'Si su delegación ya terminó, como delegado no podrá ingresar. Cambie antes «Hasta» en su contacto, si va a seguir.',
      'Lo que tenga abierto en otras pestañas ya no se puede guardar después del cambio.',
      'El acta queda en «Administración», «Relevos», y el cambio en las incidencias.',
      'Si el administrador se fue sin proponer a nadie, pida el cambio a la mesa de ayuda.',
    ],
  },
};
