import { paths } from '../kit/paths.ts';

/** Help for the handover of a delegation. */
export const handoverTopics = {
  relevo: {
    title: 'Ayuda: Relevo',
    screen: paths.handovers(),
    steps: [
      'En «Contactos», elija «Relevar» junto a «Vence en…» o «VENCIDO» en la fila de quien sale. También está en la página de su contacto, debajo del formulario.',
      'En «Quién releva», elija a quien entra. Si aún no está registrado, elija «Agregar Contacto»: al guardarlo, vuelve aquí.',
      'Escriba «Último día de quien sale» y «Primer día de quien entra». Si los dos van a trabajar a la vez, marque «Trabajarán juntos».',
      'Por cada usuario de quien sale, marque o desmarque «Copiar menús» y «Copiar presupuesto», y presione «Revisar».',
      'En «Usuario», elija el usuario de quien entra que los recibe, o escriba el nombre de uno nuevo, y presione otra vez «Revisar».',
      'Lea lo que va a pasar. Para cambiar algo, elija «Corregir»; para hacerlo, presione «Confirmar».',
      'La página siguiente es el acta. Si se creó un usuario, presione «Activar» y luego «Resetear» para que reciba su contraseña por correo.',
      'Elija «Imprimir» y haga firmar el acta a los dos.',
    ],
    notes: [
      'Nada cambia hasta que presione «Confirmar». Entonces se hace todo a la vez: «Hasta» de quien sale, «Desde» de quien entra si era posterior, los menús, el presupuesto y el usuario nuevo.',
      'El acceso sigue las fechas. Si el último día ya pasó, quien sale pierde el acceso en ese momento.',
      'Los menús se agregan: a quien entra no se le quita ninguno. Los que ya no están vigentes no se copian. El presupuesto copiado reemplaza al que el usuario tenía, y la revisión muestra ambos.',
      'Si la delegación de quien entra termina antes de su primer día, cambie antes «Hasta» en su contacto.',
      'Si alguien cambió a una de las dos personas o a sus usuarios mientras usted leía, no se hace nada y la página lo dice.',
      'En «Relevos» están todas las actas. Un acta no cambia con lo que pase después.',
      'Al administrador no se lo releva así: el cambio de administrador tiene su propia página.',
    ],
  },
};
