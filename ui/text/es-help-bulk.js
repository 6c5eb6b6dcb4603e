/** De las hojas de cálculo. Como en es-help.js. */
export const bulkHelp = {
  bulk: {
    title: "Hoja de cálculo",
    parts: {
      begin: {
        title: "De Ficha a Excel y de regreso",
        steps: [
          "En {bulk.title}, presione {bulk.export.families} y guarde el archivo.",
          "Cambie en Excel lo que haga falta. No hace falta tocar lo demás ni borrar columnas.",
          "Guarde, cierre Excel y traiga el archivo: arrástrelo a la ventana o presione {bulk.start.choose}",
          "Siga los cuatro pasos. Se envía solo lo que cambió.",
        ],
        text: [
          "Sirve cualquier hoja que diga de qué familia es cada fila: por su id, su usuario, su correo o su teléfono. Lo más sencillo es empezar por exportarlas:",
        ],
      },
      columns: {
        title: "Las columnas",
        text: [
          "Ficha supone para qué es cada columna y lo dice. Revise sobre todo con cuál se reconoce a cada familia.",
          "Una celda vacía no cambia nada. Para borrar un dato escriba (vaciar) en su celda.",
          "Lo que se elija aquí se recuerda para la próxima hoja con los mismos encabezados.",
        ],
      },
      check: {
        title: "Verificar",
        text: [
          "Toda la hoja se compara con los datos de hoy en Quentli antes de enviar nada.",
          "Lo que está mal aparece agrupado. Abra un grupo, corrija la celda ahí mismo y presione Enter: el archivo original no se toca.",
          "Las filas con problemas no se envían, y no detienen a las demás.",
        ],
        caption: "Cuántas familias cambian, y cuántas filas no.",
      },
      review: {
        title: "Revisar y enviar",
        text: [
          "La tabla muestra, familia por familia, qué hay hoy y qué quedará. Se puede buscar y ver un solo dato.",
          "Si son muchas familias, o cambia un dato delicado, hay que escribir cuántas son.",
          "{bulk.review.title} no envía nada por sí sola. Para ir con calma, pruebe primero con unas pocas: Ficha envía esas y se detiene.",
        ],
      },
    },
  },
  run: {
    title: "Una actualización en curso",
    parts: {
      run: {
        text: [
          "Mientras se envía se puede trabajar en otra parte de Ficha; en {frame.bulk} se ve cuánto lleva. {run.pause} espera las respuestas pendientes y se detiene.",
          "Si se cierra Ficha o se va la luz, no se pierde nada: al abrirla de nuevo, {run.resume} consulta primero lo que estaba en camino y sigue con lo que falta.",
          "Si alguien cambió un dato después de la revisión, Ficha no lo pisa: esa familia queda aparte.",
          "Al terminar, {run.save} guarda una fila por cada fila de la hoja, con lo que se hizo y por qué no. Ese archivo también se puede volver a traer.",
        ],
        caption: "Lo que no se sabe no es verde ni rojo.",
      },
    },
  },
};
