import { paths } from '../kit/paths.ts';

/** Help for the report of who had access on a day, and for whom it was handed to. */
export const accessReportTopics = {
  estado: {
    title: 'Ayuda: Estado a la fecha',
    screen: paths.accessReport(),
    steps: [
      'En el menú superior, elija «Administración» y luego «Estado a la fecha». Aparece el estado de hoy.',
      'Para otro día, escríbalo en «Fecha», como 2026-01-31 o 31/01/2026, y presione «Consultar».',
      'Arriba están la entidad, la fecha, la hora en que se hizo el reporte, quién era el administrador y cuántos usuarios tenían acceso.',
      'Cada fila es un usuario que existía ese día: su persona, su cargo, su delegación, si tenía acceso y por qué no, sus menús y su monto límite.',
      'Para entregarlo, elija «Imprimir», «Descargar CSV» o «Descargar Excel».',
      'Quien lo reciba puede comprobarlo en la dirección que está sobre la tabla, con el RUC, la fecha y el «Código de verificación».',
    ],
    notes: [
      'El estado de un día ya terminado es el de las 24:00 en Ecuador continental. Se calcula con las incidencias, así que los cambios posteriores no lo alteran.',
      'El estado de hoy vale a la hora en que se hizo. Su código deja de servir cuando algo de lo que dice cambia.',
      'La contraseña no cuenta: quien tiene una contraseña temporal, o ninguna, aparece con acceso si lo demás está en orden.',
      'El administrador conserva el acceso aunque su delegación haya terminado.',
      'No hay estado de días futuros, ni de antes del registro de la entidad.',
      'Cada descarga queda en «Ver Incidencias».',
    ],
  },
  verificar: {
    title: 'Ayuda: Verificar un reporte',
    screen: paths.accessReportVerification(),
    steps: [
      'Tenga a la vista el reporte «Estado a la fecha» que le entregaron.',
      'En «RUC», escriba los 13 dígitos que están en el reporte.',
      'En «Fecha», escriba la fecha del reporte, que no siempre es el día en que se hizo.',
      'En «Código», escriba el «Código de verificación»: 16 letras y dígitos en grupos de cuatro.',
      'Presione «Verificar».',
    ],
    notes: [
      'La página dice solo si un reporte con ese código dice lo que estaba registrado. No muestra ningún dato de la entidad.',
      'En el código, los espacios y los guiones no cuentan, y da lo mismo en mayúsculas o minúsculas. La letra O se lee como 0, y las letras I y L como 1.',
      'El código confirma el reporte que hizo el sistema. Si duda de que la tabla que tiene esté completa, pida a la entidad que descargue el reporte de nuevo ante usted.',
      'El código de un reporte hecho el mismo día de su fecha deja de servir cuando algo de lo que dice cambia ese día.',
      'Si hubo demasiados intentos, espere un minuto.',
    ],
  },
};
