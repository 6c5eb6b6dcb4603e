export const find = {
  title: "Buscar una familia",
  short: "Buscar",
  label: "Nombre, correo, teléfono, usuario o id",
  recent: "Abiertas hace poco",
  allFamilies: "Todas las familias",
  filters: "Mostrar",
  filterNames: {
    all: "Todas",
    noPhone: "Sin teléfono",
    noEmail: "Sin correo",
    emailUnverified: "Correo sin verificar",
    optedOut: "Sin WhatsApp",
    archived: "Archivadas",
    withDraft: "Con borrador",
  },
  noneLeft: "Ninguna familia está en este caso.",
  rosterRead: /** @param {string | null} at */ (at) => `Lista leída ${at ?? "hace un momento"}`,
  rosterStates: {
    reading: "Leyendo la lista de familias…",
    whole: "",
    tooMany: "Hay más familias de las que caben en la lista: cada búsqueda se hace en Quentli.",
    refused: "Quentli no permitió leer la lista: cada búsqueda se hace en Quentli.",
    failed: "No se pudo leer toda la lista. Lo que falte se busca en Quentli.",
  },
  readAgain: "Actualizar lista",
  asking: "Buscando también en Quentli…",
  results: "Familias encontradas",
  count: /** @param {number} n @param {number} total @param {boolean} more */ (n, total, more) =>
    total > n
      ? `Las primeras ${n} de ${total} familias. Escriba más para acotar.`
      : more
        ? `Las primeras ${n} familias. Escriba más para acotar.`
        : n === 1
          ? "1 familia"
          : `${n} familias`,
  none: /** @param {string} text */ (text) => `Ninguna familia coincide con «${text}»`,
  noneHint: "Pruebe con menos letras, con el apellido o con los últimos dígitos del teléfono.",
  empty: "Escriba para buscar",
  emptyHint: "Basta una parte del nombre. Los teléfonos se encuentran con o sin +52.",
  byIdOnly: "Esta llave no puede buscar",
  byIdHint: "Escriba el id completo de la familia y presione Enter.",
  archived: "Archivada",
  openId: /** @param {string} id */ (id) => `Abrir la familia con id ${id}`,
  keys: "↑ ↓ para elegir · Enter para abrir",
  pendingTitle: /** @param {number} n */ (n) =>
    n === 1 ? "Hay un envío sin confirmar" : `Hay ${n} envíos sin confirmar`,
  pendingUnreadable:
    "No se sabe qué hizo Quentli con lo enviado, y sus detalles no se pueden leer aquí. Abra cada uno para ver qué hacer.",
  pendingLead:
    "Todavía no se sabe qué hizo Quentli con lo enviado. Ficha lo vuelve a consultar sola; puede seguir trabajando.",
  knownTitle: /** @param {number} n */ (n) =>
    n === 1 ? "Hay un resultado que nadie ha visto" : `Hay ${n} resultados que nadie ha visto`,
  see: "Ver el resultado",
  seeOf: /** @param {string} name */ (name) => `Ver el resultado: ${name}`,
  pendingAt: /** @param {string} at */ (at) => `Envío del ${at}`,
  check: "Consultar ahora",
  checkOf: /** @param {string} name */ (name) => `Consultar ahora: ${name}`,
  noEmail: "sin correo",
  noPhone: "sin teléfono",
  foundAs: {
    sending: "Se está enviando",
    unknown: "Todavía no se sabe",
    keyUnused: "Se guardó con un llavero que ahora no se usa",
    keyElsewhere: "Se guardó con otra llave",
    keyGone: "Sus detalles se perdieron al cerrar Ficha",
    damaged: "Sus detalles no se pueden leer",
    applied: "El cambio quedó hecho",
    notApplied: "El cambio no se hizo",
    different: "Quedó distinto de lo enviado",
    refused: "Quentli no lo aceptó",
  },
  drafts: "Sin enviar",
  dropDraftOf: /** @param {string} name */ (name) => `Descartar el borrador: ${name}`,
  dropDraftTitle: /** @param {string} name */ (name) => `¿Descartar el borrador de ${name}?`,
  dropUnreadable:
    "Aquí no se puede leer, pero quizá sí con la llave con que se guardó. Si se descarta, se pierde también allí. No se envía nada.",
  notDropped: /** @param {string} name */ (name) => `No se pudo descartar el borrador de ${name}`,
  allDrafts: /** @param {number} n */ (n) => `Ver los ${n} borradores`,
  unreadableDrafts: {
    damaged: "Está dañado: no se puede leer.",
    keyUnused:
      "Guardado con un llavero (donde la computadora guarda contraseñas) que en esta sesión no se usa. Si es el de esta computadora, podrá leerlo cuando lo desbloquee y abra Ficha de nuevo.",
    keyElsewhere: "Guardado con otra llave, quizá la de otra computadora: aquí no se puede leer.",
    keyGone: "Escrito sin llavero en una sesión que ya se cerró: no se puede recuperar.",
  },
  strangers: /** @param {number} n */ (n) =>
    n === 1 ? "Se omitió una familia de otra escuela" : `Se omitieron ${n} familias de otra escuela`,
  strangersLead: /** @param {string[]} names */ (names) =>
    `Quentli las mandó entre los resultados, pero no son de esta escuela: ${names.join(", ")}.`,
};
