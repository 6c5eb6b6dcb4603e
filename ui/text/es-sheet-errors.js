const unsent = "No se envió nada.";

/** Of opening and checking a spreadsheet. */
export const sheetErrors = {
  sheetMissing: {
    what: "El archivo ya no está donde estaba.",
    record: unsent,
    todo: "Quizá se movió, se renombró o está en un disco que se desconectó. Elíjalo otra vez.",
  },
  sheetFolder: {
    what: "Eso es una carpeta, no un archivo.",
    record: unsent,
    todo: "Elija el archivo que está dentro.",
  },
  sheetDenied: {
    what: "Esta cuenta no tiene permiso para abrir el archivo.",
    record: unsent,
    todo: "Guarde una copia en Documentos y elija esa copia.",
  },
  sheetBusy: {
    what: "Otro programa tiene abierto el archivo y no deja leerlo.",
    record: unsent,
    todo: "Ciérrelo en Excel e inténtelo de nuevo.",
  },
  sheetUnreadable: {
    what: "El archivo no se pudo leer.",
    record: unsent,
    todo: "Si está en la red o en la nube, guarde una copia en esta computadora y elija esa copia.",
  },
  sheetEmpty: {
    what: "La hoja está vacía.",
    record: unsent,
    todo: "Revise que sea el archivo correcto, o elija otra hoja.",
  },
  sheetHeaderOnly: {
    what: "La hoja tiene encabezados, pero ninguna fila debajo.",
    record: unsent,
    todo: "Revise que sea el archivo correcto, o elija otra hoja.",
  },
  sheetPassword: {
    what: "El archivo tiene contraseña.",
    record: unsent,
    todo: "Ábralo en Excel, quítele la contraseña, guarde una copia y elija esa copia.",
  },
  sheetNotOne: {
    what: "El archivo no es una hoja de cálculo, aunque su nombre lo diga.",
    record: unsent,
    todo: "Ábralo en Excel y guárdelo como «Libro de Excel (.xlsx)».",
  },
  sheetDamaged: {
    what: "El archivo está dañado.",
    record: unsent,
    todo: "Ábralo en Excel: si lo puede reparar, guarde una copia y elija esa copia.",
  },
  sheetChanged: {
    what: "El archivo cambió mientras se leía.",
    record: unsent,
    todo: "Espere a que se termine de guardar y elíjalo otra vez.",
  },
  sheetTooLarge: {
    what: "El archivo es demasiado grande.",
    record: unsent,
    todo: "Borre las hojas y columnas que no hagan falta, o divídalo en varios archivos.",
  },
  noSheet: { what: "Ya no hay ninguna hoja abierta.", record: unsent, todo: "Elija el archivo otra vez." },
  notChecked: {
    what: "La hoja cambió desde que se verificó.",
    record: unsent,
    todo: "Verifíquela otra vez.",
  },
  countDiffers: {
    what: "El número escrito no es el de las familias que se van a actualizar.",
    record: unsent,
    todo: "Revise cuántas son y escríbalo de nuevo.",
  },
  rosterNeeded: {
    what: "No se pueden leer las familias de la escuela, y sin ellas no se puede verificar la hoja.",
    record: unsent,
    todo: "Hace falta una llave que pueda leer familias. Con más familias de las que Ficha guarda tampoco se puede.",
  },
  noSuchRun: {
    what: "Esa actualización ya no está en esta computadora.",
    record: unsent,
    todo: "Quizá se borró al pasar el plazo que se elige en Ajustes. Las que hay están en Hoja de cálculo.",
  },
  runActive: {
    what: "Hay otra actualización en curso.",
    record: unsent,
    todo: "Espere a que termine, o páusela y cancele lo que falta.",
  },
};
