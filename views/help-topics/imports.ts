import { paths } from '../kit/paths.ts';

/** Help for importing contacts from a file. */
export const importTopics = {
  importar: {
    title: 'Ayuda: Importar contactos',
    screen: paths.contactImport(),
    steps: [
      'En «Administración», abra «Contactos» y elija «Importar contactos».',
      'Descargue la plantilla, en CSV o en Excel. Sus encabezados son los campos del formulario de contactos.',
      'Escriba una línea para cada persona. Use las mismas palabras que el formulario, como ACTIVO, Pasaporte o Analista, y fechas como 2026-01-31 o 31/01/2026. «Qué palabras admite cada columna» las dice todas, y los códigos de los menús.',
      'En «Archivo», elija el archivo y presione «Revisar». Todavía no se guarda ningún contacto.',
      'Lea cuántas personas son nuevas, cuántas tienen cambios y cuántas no cambian.',
      'Si hay errores, la página indica la línea, el campo y el motivo de cada uno, y «Descargar errores» los guarda en un archivo. Corrija el suyo y elíjalo de nuevo.',
      'Si no hay errores, presione «Importar». Puede dejar la página: el avance está en «Importaciones».',
    ],
    notes: [
      'A cada persona se la reconoce por su número de identificación, entre las cédulas o entre los pasaportes. Si ya está registrada, se cambian sus datos; importar dos veces el mismo archivo no cambia nada más.',
      'Una columna que falta no cambia nada. Una celda vacía deja vacío el campo.',
      'Se importan todas las personas o ninguna. Si alguien cambió a una de ellas después de la revisión, no se importa nada y la página lo dice.',
      'En Excel, dé formato de texto a «Número Identificación», como en la plantilla: de otro modo Excel quita el cero inicial de las cédulas.',
      '«Usuario» crea un usuario para un contacto ACTIVO, desactivado y sin contraseña. «Menús» son los nombres o códigos de sus menús, separados por punto y coma. Si el contacto ya tiene ese usuario, no se cambia nada en él.',
      'El correo, el documento y la fecha de nacimiento del administrador se cambian solo en su formulario, porque piden la contraseña.',
      'Un archivo revisado se conserva 24 horas. Después hay que elegirlo de nuevo.',
    ],
  },
};
