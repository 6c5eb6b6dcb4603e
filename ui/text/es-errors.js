// Each code: what happened · what it means for the record · what to do.
const unchanged = "En Quentli no se cambió nada.";

export const errors = {
  unauthorized: {
    what: "Quentli no reconoce la llave.",
    record: unchanged,
    todo: "Pegue de nuevo la llave de la escuela en Ajustes, o pida otra a Quentli.",
  },
  forbidden: {
    what: "La llave no tiene permiso para esto.",
    record: unchanged,
    todo: "Pida a Quentli una llave que pueda leer y modificar familias.",
  },
  notFound: {
    what: "Quentli no tiene una familia con ese id.",
    record: unchanged,
    todo: "Busque a la familia por nombre, correo o teléfono.",
  },
  rejected: {
    what: "Quentli no aceptó los datos.",
    record: unchanged,
    todo: "Corrija lo que Quentli señala y vuelva a revisar.",
  },
  conflict: {
    what: "Otra familia ya tiene uno de esos datos.",
    record: unchanged,
    todo: "El usuario, el correo y el teléfono no se repiten. Cambie el dato o corrija primero a la otra familia.",
  },
  rateLimited: {
    what: "Se consultó a Quentli demasiadas veces seguidas.",
    record: unchanged,
    todo: "Espere un momento e inténtelo de nuevo.",
  },
  unavailable: {
    what: "Quentli no está disponible en este momento.",
    record: unchanged,
    todo: "Espere unos minutos e inténtelo de nuevo.",
  },
  redirected: {
    what: "La respuesta venía de otra dirección y Ficha no la siguió.",
    record: unchanged,
    todo: "Suele ser la página de acceso de la red. Abra el navegador, entre a la red de la escuela e inténtelo de nuevo.",
  },
  dns: {
    what: "No se encontró el servidor.",
    record: unchanged,
    todo: "Revise que haya internet y que la dirección del servidor esté bien escrita.",
  },
  connect: {
    what: "No se pudo conectar con el servidor.",
    record: unchanged,
    todo: "Revise la conexión a internet y, si la escuela usa proxy, su dirección en Ajustes.",
  },
  tlsUnknownIssuer: {
    what: "El certificado del servidor lo firma alguien en quien esta computadora no confía.",
    record: unchanged,
    todo: "Si la escuela inspecciona la red, pida a sistemas que instale su certificado. Si no, no siga en esta red.",
  },
  tlsExpired: {
    what: "El certificado del servidor está vencido.",
    record: unchanged,
    todo: "Revise la fecha de esta computadora. Si está bien, avise a sistemas.",
  },
  tlsNotYetValid: {
    what: "El certificado del servidor todavía no es válido.",
    record: unchanged,
    todo: "Casi siempre es el reloj de esta computadora. Corrija la fecha y la hora.",
  },
  tlsNameMismatch: {
    what: "El certificado es de otro servidor.",
    record: unchanged,
    todo: "Revise la dirección del servidor. Si está bien, no siga en esta red y avise a sistemas.",
  },
  tlsOther: {
    what: "No se logró una conexión segura.",
    record: unchanged,
    todo: "Pruebe en otra red. Si sigue igual, avise a sistemas.",
  },
  proxyWindows: {
    what: "El proxy de la escuela solo acepta la cuenta de Windows (NTLM o Negotiate), y Ficha no la usa.",
    record: unchanged,
    todo: "Pida a sistemas que el proxy deje pasar a Quentli sin cuenta, o la dirección de un proxy con usuario y contraseña.",
  },
  proxyAuth: {
    what: "El proxy de la escuela pide usuario y contraseña.",
    record: unchanged,
    todo: "Pida los datos a sistemas y escríbalos en Ajustes, en Proxy.",
  },
  proxy: {
    what: "El proxy no contestó.",
    record: unchanged,
    todo: "Revise la dirección del proxy en Ajustes, o pruebe sin proxy.",
  },
  interrupted: {
    what: "La conexión se cortó antes de recibir la respuesta completa.",
    record: "Al leer no se cambia nada.",
    todo: "Inténtelo de nuevo.",
  },
  timedOut: {
    what: "Quentli no contestó a tiempo.",
    record: "Al leer no se cambia nada.",
    todo: "Inténtelo de nuevo en un momento.",
  },
  serverFailed: {
    what: "Quentli tuvo un problema.",
    record: "Al leer no se cambia nada.",
    todo: "Espere unos minutos e inténtelo de nuevo. Si sigue, avise a Quentli.",
  },
  unclear: {
    what: "La respuesta no dice si el cambio se hizo; quizá no la dio Quentli.",
    record: "Al leer no se cambia nada.",
    todo: "Inténtelo de nuevo en un momento.",
  },
  contradicted: {
    what: "Quentli contestó que sí, pero con otros datos que los enviados.",
    record: "Puede haberse hecho o no.",
    todo: "Abra la familia y revise sus datos.",
  },
  nothingPending: {
    what: "No hay ningún envío por confirmar de esta familia.",
    record: "No se envió nada.",
    todo: "Busque a la familia para ver sus datos.",
  },
  nothingToUndo: {
    what: "Este cambio no se puede deshacer desde aquí.",
    record: "No se envió nada.",
    todo: "Busque a la familia y corrija el dato a mano.",
  },
  stopped: {
    what: "Se dejó de esperar.",
    record: "No se guardó nada.",
    todo: "Pruebe de nuevo cuando quiera.",
  },
  switched: {
    what: "Se cambió de escuela mientras tanto.",
    record: "No se envió nada.",
    todo: "Busque a la familia en la escuela que está abierta.",
  },
  sameSchool: { what: "Esa escuela ya está guardada.", record: "No se guardó nada.", todo: "Úsela desde Ajustes." },
  journalGone: {
    what: "El registro de Ficha desapareció mientras estaba abierta.",
    record: "No se envió nada: Ficha anota cada envío antes de hacerlo.",
    todo: "Cierre Ficha y ábrala de nuevo. Lo escrito sin enviar se pierde: anótelo antes.",
  },
  unreadable: {
    what: "La respuesta de Quentli llegó en una forma que Ficha no entiende.",
    record: "Al leer no se cambia nada.",
    todo: "Inténtelo de nuevo. Si sigue, puede que haya una versión más nueva de Ficha.",
  },
  notJson: {
    what: "Contestó otra cosa en lugar de Quentli, quizá un proxy o la página de acceso de la red.",
    record: "Al leer no se cambia nada.",
    todo: "Abra el navegador, entre a la red de la escuela e inténtelo de nuevo.",
  },
  tooLarge: {
    what: "La respuesta era demasiado grande y Ficha dejó de leerla.",
    record: "Al leer no se cambia nada.",
    todo: "Inténtelo de nuevo. Si sigue, avise a Quentli.",
  },
  unconfirmed: {
    what: "Al enviarlo no se pudo saber si el cambio se hizo.",
    record: "Puede haberse hecho o no.",
    todo: "Abra la familia y revise sus datos.",
  },
  wrongOrganization: {
    what: "La llave es de otra escuela.",
    record: "No se envió nada, para no tocar los datos de otra escuela.",
    todo: "Pegue la llave de esta escuela, o guarde la otra como una conexión aparte.",
  },
  keyEmpty: {
    what: "Falta la llave.",
    record: "No se guardó nada.",
    todo: "Pegue la llave que dio Quentli. Empieza con sk_.",
  },
  keySpaces: {
    what: "La llave tiene espacios o saltos de línea en medio.",
    record: "No se guardó nada.",
    todo: "Cópiela otra vez, completa y sola.",
  },
  keyNotAscii: {
    what: "La llave trae caracteres que no corresponden.",
    record: "No se guardó nada.",
    todo: "Cópiela directamente de Quentli, no de un documento con formato.",
  },
  keyTooLong: {
    what: "Eso es demasiado largo para ser una llave.",
    record: "No se guardó nada.",
    todo: "Copie solo la llave. Empieza con sk_.",
  },
  serverBad: {
    what: "La dirección del servidor no está bien escrita.",
    record: "No se guardó nada.",
    todo: "Debe verse como https://api.ejemplo.com, sin nada después.",
  },
  serverNotHttps: {
    what: "Ese servidor no usa una conexión segura.",
    record: "No se guardó nada.",
    todo: "Use https. Solo esta misma computadora admite http.",
  },
  nameEmpty: {
    what: "Falta el nombre de la escuela.",
    record: "No se guardó nada.",
    todo: "Escriba un nombre con el que se reconozca.",
  },
  idBad: {
    what: "Eso no puede ser el id de una familia.",
    record: "No se pidió nada a Quentli.",
    todo: "Copie el id completo, sin espacios ni diagonales.",
  },
  noConnection: {
    what: "No hay ninguna escuela conectada.",
    record: unchanged,
    todo: "Conecte una escuela o use la práctica.",
  },
  keyMissing: {
    what: "La llave de esta escuela ya no está en el llavero (donde la computadora guarda contraseñas).",
    record: unchanged,
    todo: "Péguela de nuevo.",
  },
  keychain: {
    what: "El llavero (donde la computadora guarda contraseñas) no respondió.",
    record: "No se guardó ni se envió nada.",
    todo: "Desbloquéelo e inténtelo de nuevo.",
  },
  journal: {
    what: "Ficha no pudo escribir en su registro, así que no envió nada.",
    record: unchanged,
    todo: "Revise que haya espacio en el disco y vuelva a abrir Ficha.",
  },
  journalNewer: {
    what: "Una versión más nueva de Ficha escribió el registro de esta computadora.",
    record: "No se tocó nada.",
    todo: "Abra la versión más nueva, o instálela.",
  },
  diskFull: {
    what: "El disco de esta computadora está lleno.",
    record: "No se envió nada: Ficha anota cada envío antes de hacerlo.",
    todo: "Libere espacio e inténtelo de nuevo.",
  },
  folderUnusable: {
    what: "Ficha no puede escribir en su carpeta.",
    record: "No se envió nada.",
    todo: "Pida a sistemas permiso de escritura en la carpeta de datos, o indique otra con FICHA_HOME.",
  },
  problems: { what: "Hay datos por corregir.", record: "No se envió nada.", todo: "Corrija los campos señalados." },
  nothingToSend: {
    what: "No hay ningún cambio que enviar.",
    record: "Los datos siguen igual.",
    todo: "Cambie algún dato o busque a otra familia.",
  },
  notOpen: {
    what: "Los datos de esta familia ya no están abiertos.",
    record: "No se envió nada.",
    todo: "Ábralos de nuevo desde Buscar. El borrador se conserva.",
  },
  notReviewed: {
    what: "Esto cambió desde que se revisó.",
    record: "No se envió nada.",
    todo: "Revise los cambios otra vez y envíelos.",
  },
  proxyBad: {
    what: "La dirección del proxy no está bien escrita.",
    record: "El proxy sigue como estaba.",
    todo: "Debe verse como http://proxy.escuela.mx:3128.",
  },
  noFileManager: {
    what: "No se pudo abrir la carpeta.",
    record: "En Quentli no se cambió nada.",
    todo: "El diagnóstico también se puede copiar. La página de Ficha dice dónde está la carpeta.",
  },
  noBrowser: {
    what: "No se pudo abrir el navegador.",
    record: "En Quentli no se cambió nada.",
    todo: "Abra la página de Ficha desde donde la descargó.",
  },
  internal: {
    what: "Ficha tuvo un problema.",
    record: "Si estaba enviando, busque a la familia y revise sus datos.",
    todo: "Inténtelo de nuevo. Si sigue, copie el diagnóstico de Ajustes y envíelo a soporte.",
  },
};

export const errorWords = {
  retryAfter: /** @param {number} seconds */ (seconds) =>
    seconds === 1 ? "Quentli pide esperar 1 segundo." : `Quentli pide esperar ${seconds} segundos.`,
  host: /** @param {string} host */ (host) => `Servidor: ${host}`,
  status: /** @param {number} status */ (status) => `HTTP ${status}`,
  said: "Quentli dijo:",
  quote: /** @param {string} text */ (text) => `«${text}»`,
  retry: "Intentar de nuevo",
  goConnect: "Pegar la llave",
  goSettings: "Ir a Ajustes",
  goFind: "Buscar una familia",
  goKeychain: "Ver el llavero",
  goSheet: "Ir a Hoja de cálculo",
  summaryOne: "Hay un dato por corregir",
  summary: /** @param {number} n */ (n) => `Hay ${n} datos por corregir`,
};
