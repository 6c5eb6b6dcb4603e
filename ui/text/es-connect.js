export const proxyScript = {
  at: "Esta computadora elige el proxy con un script",
  atBody: /** @param {string} address */ (address) =>
    `Ficha no ejecuta ese script (${address}). Pida a sistemas la dirección del proxy para llegar a Quentli y escríbala en Ajustes, en Red.`,
  searched: "Esta computadora busca el proxy por su cuenta",
  searchedBody:
    "Ficha no hace esa búsqueda. Si Quentli no contesta, pregunte a sistemas si la escuela usa un proxy y escriba su dirección en Ajustes, en Red.",
};

export const connect = {
  title: "Conectar una escuela",
  again: /** @param {string} name */ (name) => `Pegar de nuevo la llave de ${name}`,
  lead: "La llave se guarda en el llavero (donde la computadora guarda contraseñas). Ficha no la vuelve a mostrar.",
  leadMemory:
    "Sin llavero (donde la computadora guarda contraseñas), la llave queda en memoria y se borra al cerrar Ficha. Ficha no la vuelve a mostrar.",
  name: "Nombre de la escuela",
  nameHint: "Como se le conoce: Colegio Las Jacarandas.",
  environment: "¿Con qué datos va a trabajar?",
  environmentHints: {
    production: "Los datos reales de la escuela.",
    staging: "Para ensayar con datos de prueba.",
    demo: "La demostración de Quentli.",
    other: "Solo si alguien de sistemas lo indicó.",
  },
  advanced: "Opciones avanzadas",
  server: "Dirección del servidor",
  serverHint: "Con https. En esta misma computadora también http.",
  key: "Llave de Quentli",
  keyHint: "Empieza con sk_. La da Quentli a la escuela.",
  probe: "Probar la conexión",
  save: "Guardar y empezar",
  saving:
    "Todavía falta la respuesta de Quentli o del llavero (donde la computadora guarda contraseñas). El llavero puede estar pidiendo su contraseña en otra ventana.",
  practiceInstead: "Practicar sin llave",
  ok: "La conexión funciona",
  organization: "Organización",
  rights: "Permisos",
  canRead: "Puede leer familias",
  cannotRead: "No puede leer: los datos de cada familia se abren vacíos, por id",
  families: "Familias",
  familiesSome: "Hay familias",
  familiesNone: "Todavía no hay ninguna",
  way: "El camino a Quentli, paso por paso",
  legs: {
    name: "Nombre del servidor",
    connection: "Conexión con el servidor",
    proxy: "Paso por el proxy",
    tls: "Certificado",
    key: "Llave",
  },
  legsByProxy: {
    name: "Nombre del proxy",
    connection: "Conexión con el proxy",
    proxy: "Paso por el proxy",
    tls: "Certificado",
    key: "Llave",
  },
  signedBy: /** @param {string} issuer */ (issuer) => `Firmado por ${issuer}`,
  legFailed: "Aquí se detuvo",
  slowCertificate:
    "Este paso tarda. Quizá la red no deja comprobar si el certificado sigue vigente: pida a sistemas que lo permita.",
  sameAs: /** @param {string} name */ (name) => `Esta escuela ya está guardada como «${name}».`,
  noOrganization: "no se pudo saber",
  // What the errors advise where key and address are at hand.
  todos: {
    unauthorized: "Revise que esté completa y que sea la de este entorno, o pida otra a Quentli.",
    connect: "Revise que la dirección esté bien escrita y que haya internet.",
  },
  sameTitle: "Esta escuela ya está guardada",
  sameBody: /** @param {string} name */ (name) =>
    `Es la misma organización que «${name}», en el mismo entorno. Puede usar esa desde Ajustes, o guardar también esta.`,
  sameSave: "Guardar también esta",
};
