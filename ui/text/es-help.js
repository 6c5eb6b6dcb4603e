import { bulkHelp } from "./es-help-bulk.js";

// {grupo.nombre} es el texto de ese botón o título tal como está en la pantalla, para que la guía diga siempre lo mismo.
export const help = {
  title: "Ayuda",
  lead: "Una guía breve de cada pantalla. F1 la abre en la parte que corresponde.",
  contents: "Contenido",
  back: "Volver",
  kept: "Lo escrito sigue en su lugar.",
  fromStart: "Cómo funciona Ficha",
  sections: {
    first: {
      title: "Empezar",
      parts: {
        practice: {
          title: "Practicar sin riesgo",
          text: [
            "{start.practice} abre 300 familias inventadas. Se puede buscar, cambiar y enviar lo que sea: nada sale de esta computadora y no hace falta ninguna llave.",
            "La franja de arriba dice siempre con qué datos se trabaja, con un color y con palabras. Vale la pena mirarla antes de enviar.",
          ],
          caption: "Verde: la práctica. Rojo: los datos reales de la escuela.",
        },
        connect: {
          title: "Conectar la escuela",
          steps: [
            "Pida a Quentli la llave de la escuela. Empieza con sk_.",
            "Presione {start.connect} (o {settings.addSchool}, en Ajustes) y escriba el nombre de la escuela.",
            "Elija {environments.production.name} para trabajar con los datos reales.",
            "Pegue la llave y presione {connect.probe}: Ficha dice si funciona y qué permite.",
            "Presione {connect.save}.",
          ],
          caption: "Esta llave funciona y puede leer a las familias.",
        },
        key: {
          title: "La llave",
          text: [
            "La llave es la contraseña de la escuela en Quentli: con ella se pueden ver y cambiar los datos de todas las familias. No conviene mandarla por correo ni por WhatsApp.",
            "Ficha la guarda en el llavero de esta computadora, donde el sistema cuida las contraseñas: el Administrador de credenciales en Windows, Llaveros en Mac. Después no la muestra nunca más.",
            "Si no hay llavero, o no se puede abrir, Ficha también funciona: la llave y los borradores se pierden al cerrar.",
          ],
        },
      },
    },
    find: {
      title: "Buscar",
      parts: {
        search: {
          text: [
            "Escriba una parte del nombre, del correo, del teléfono o del usuario; la lista aparece sola. También sirve el id de la familia, completo.",
            "Con ↓ se pasa a la lista, con ↑ y ↓ se elige y con Enter se abren los datos de la familia.",
            "Si no se escribe nada, aparecen las familias abiertas hace poco.",
            "Si un envío quedó sin confirmar, Ficha lo vuelve a consultar sola y dice arriba de la búsqueda qué pasó.",
          ],
          caption: "Dos familias con el mismo apellido: el usuario, el correo y el teléfono dicen cuál es cuál.",
        },
      },
    },
    edit: {
      title: "Los datos de la familia",
      parts: {
        fields: {
          text: [
            "Al abrir una familia se muestra lo que Quentli tiene en ese momento. Cambie lo que haga falta: lo que no se toca queda igual.",
            "Cada dato cambiado lleva una raya a la izquierda y dice qué había antes. {fields.undo} lo deja como estaba.",
            "Para borrar un dato use {fields.clear}. Quitar las letras no basta: así nada se borra por descuido.",
            "Si algo no se puede enviar, se explica junto al dato.",
            "El botón junto a un teléfono, un correo o un id copia ese dato.",
            "Lo escrito se guarda solo, como borrador, en esta computadora; la contraseña y el código, no. A Quentli no llega nada hasta que se revisa y se envía.",
          ],
          caption: "El nombre cambió. El correo sigue como estaba.",
        },
      },
    },
    review: {
      title: "Revisar",
      parts: {
        changes: {
          text: [
            "Aquí se ve, dato por dato, qué hay ahora y qué quedará. Abrir esta pantalla no envía nada.",
            "{review.change} lleva a ese dato y {review.back} vuelve a los datos de la familia.",
            "Si dos textos se ven iguales (un espacio de más, un acento), Ficha marca la diferencia.",
            "Lea los avisos: un usuario o una contraseña nuevos pueden dejar a la familia sin entrar al portal.",
            "A veces Quentli pide un código de verificación; se escribe aquí mismo.",
            "El botón dice a quién se actualiza y con qué datos se trabaja. Solo al presionarlo sale el cambio, y sale solo lo que está en la lista.",
          ],
          caption: "Tachado, lo de hoy. A la derecha, lo que quedará.",
        },
      },
    },
    result: {
      title: "Resultado",
      parts: {
        done: {
          title: "Se hizo",
          text: [
            "Quentli confirmó el cambio. La tabla compara lo que se envió con lo que Quentli tiene ahora.",
            "{result.undo} prepara el cambio al revés: se revisa y se envía como cualquier otro. Lo que no se puede devolver, como una contraseña, se dice.",
            "{result.next} vuelve a la búsqueda.",
          ],
          caption: "Los dos datos quedaron como se enviaron.",
        },
        refused: {
          title: "Quentli no lo aceptó",
          text: [
            "Los datos siguen como estaban en Quentli y lo escrito no se pierde. Lea el motivo, corrija el dato y envíe de nuevo.",
            "Si otra familia ya tiene el dato, se pueden comparar los datos de las dos, una junto a la otra.",
          ],
          caption: "Otra familia ya tiene ese correo: así lo explicó Quentli.",
        },
        unknown: {
          title: "No se sabe",
          text: [
            "El cambio salió, pero no se pudo confirmar: se cortó la conexión, Quentli tardó demasiado o su respuesta no se entendió. Puede estar hecho o no.",
            "No hace falta enviarlo otra vez. {result.readBack} revisa en Quentli qué quedó.",
            "Mientras no se sepa, el envío sigue anotado en {frame.find}, aunque se cierre Ficha. Cada vez que se entra ahí, Ficha lo vuelve a consultar sola.",
          ],
          caption: "Ni verde ni rojo: todavía no se sabe.",
        },
      },
    },
    conflict: {
      title: "Conflicto",
      parts: {
        choices: {
          text: [
            "A veces otra persona cambia los datos de la misma familia mientras están abiertos aquí. Ficha se da cuenta antes de enviar y no envía nada.",
            "Muestra tres versiones: lo que había al abrir, lo que hay ahora en Quentli y lo escrito aquí.",
            "Elija qué se queda en cada dato. Si no se elige, se queda lo de Quentli: así nadie pisa el trabajo de nadie.",
            "Después de {conflict.rebase} el cambio se revisa y se envía como siempre.",
          ],
          caption: "Alguien cambió el teléfono mientras aquí se corregía.",
        },
      },
    },
    ...bulkHelp,
    settings: {
      title: "Ajustes",
      parts: {
        schools: {
          title: "Escuelas",
          text: [
            "Se pueden guardar varias escuelas y pasar de una a otra con {settings.use}.",
            "Si Quentli cambia la llave, {settings.pasteKey} pone la nueva.",
            "{settings.forget} borra de esta computadora la llave de una escuela, sus borradores y lo enviado. En Quentli no cambia nada.",
          ],
          caption: "Dos escuelas; la primera está en uso.",
        },
        network: {
          title: "Red",
          text: [
            "Algunas escuelas salen a internet por un proxy. Casi siempre basta {settings.proxySystem}; si no hay conexión, pregunte a sistemas qué dirección poner.",
          ],
        },
        privacy: {
          title: "Lo que se guarda y cómo se borra",
          text: [
            "Los borradores y lo enviado se guardan cifrados en esta computadora. Lo enviado se borra solo al pasar los días que se elijan; un borrador queda hasta enviarlo o descartarlo.",
            "{settings.erase} los borra en ese momento. Las escuelas y sus llaves se quedan.",
          ],
          caption: "Cuánto tiempo se guardan los detalles.",
        },
        diagnostics: {
          title: "Diagnóstico",
          text: [
            "Son los datos técnicos que pide soporte cuando algo no funciona: qué computadora es, los últimos errores y si Ficha se cerró de golpe. No contiene llaves ni datos de familias.",
          ],
        },
      },
    },
    keyboard: {
      title: "Teclado",
      parts: {
        keys: {
          text: [
            "Todo se puede hacer con el teclado. Tab pasa de un lugar al siguiente y Enter presiona lo que esté marcado.",
          ],
        },
      },
      shortcuts: {
        help: "Abrir esta ayuda",
        find: "Buscar una familia",
        choose: "Elegir en la lista",
        open: "Abrir lo elegido",
        group: "Ir a un grupo de datos",
        field: "Ir a un dato por su nombre",
        review: "Revisar los cambios",
        next: "Siguiente familia, en el resultado",
        print: "Imprimir",
        largerText: "Letra más grande",
        smallerText: "Letra más pequeña",
        normalText: "Letra de tamaño normal",
        settings: "Abrir los ajustes",
        back: "Volver",
      },
      keys: { enter: "Enter", or: "o" },
    },
    trouble: {
      title: "Si algo falla",
      parts: {
        notice: {
          text: [
            "Cada aviso dice qué pasó, qué significa para los datos de la familia y qué hacer.",
            "Un aviso rojo no borra nada: lo escrito sigue ahí.",
          ],
          caption: "Un aviso cuando no hay internet.",
        },
        common: { title: "Los avisos más comunes" },
        data: {
          title: "Dónde están los datos",
          text: [
            "Los datos de las familias están en Quentli. En esta computadora solo quedan los borradores, las familias abiertas hace poco y lo enviado, todo cifrado.",
            "Si se va la luz o Ficha se cierra de golpe, los borradores siguen ahí al abrirla de nuevo.",
          ],
        },
        ask: {
          title: "Pedir ayuda",
          steps: [
            "En {settings.title}, en {settings.diagnostics}, presione {settings.copy}.",
            "Pegue el texto en un mensaje para soporte o para sistemas de la escuela.",
            "Cuente qué se quería hacer y qué decía el aviso.",
            "No mande la llave ni fotos de los datos: no hacen falta.",
          ],
        },
      },
    },
  },
};
