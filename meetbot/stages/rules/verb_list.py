"""The verbs that the rules know: of work, where a first person is a promise, and others, where it is not."""

from meetbot.stages.rules.vocabulary import vocabulary

TASK_VERBS = vocabulary(
    "abrir acabar acercar acompañar acordar activar actualizar adaptar adelantar adjuntar administrar agendar",
    "agregar agrupar ajustar alinear ampliar analizar anexar anotar anunciar añadir aplicar apoyar aprobar",
    "apuntar armar arrancar arreglar asignar asistir atender auditar aumentar autorizar avisar averiguar ayudar",
    "bajar barrer bloquear borrar buscar cablear calcular calendarizar calificar cambiar cancelar capacitar",
    "capturar cargar cerrar checar chequear citar clasificar cobrar colgar colocar comentar comparar compartir",
    "completar componer comprar comprobar comunicar conectar confirmar conseguir consolidar construir consultar",
    "contactar contratar contestar convocar coordinar copiar corregir correr cotizar cotejar crear cruzar",
    "cubrir cuadrar dar definir dejar delegar depurar desactivar descargar detallar devolver difundir diseñar",
    "distribuir dividir documentar duplicar editar ejecutar elaborar elegir eliminar empatar encargar encuestar",
    "enganchar enlistar enriquecer enseñar ensayar entregar entrenar entrevistar enviar escalar escoger",
    "escribir escuchar esperar establecer estimar estructurar estudiar etiquetar evaluar exportar extraer",
    "facilitar facturar fijar filtrar filmar finalizar firmar formar frenar generar gestionar grabar guardar",
    "hablar hacer habilitar identificar implementar importar imprimir incluir incorporar indagar informar",
    "ingresar iniciar insertar instalar integrar invitar investigar jalar juntar lanzar levantar limpiar",
    "liberar listar llamar llenar llevar localizar mandar mantener mapear marcar mejorar meter medir migrar",
    "mirar modificar montar monitorear mostrar mover negociar normalizar notificar obtener ofrecer optimizar",
    "ordenar organizar pagar participar pasar pausar pedir perseguir planear planificar platicar poner posponer",
    "preguntar preparar presentar presupuestar probar procesar programar proponer publicar quitar radicar rastrear",
    "reactivar realizar reasignar rebajar recabar rechazar recibir reclamar recoger recolectar recopilar",
    "recuperar redactar reducir reenviar registrar regresar rehacer relanzar remitir renovar repartir repasar",
    "reponer reportar reprogramar resolver responder restar resumir retomar reunir revisar rotar sacar",
    "segmentar seleccionar separar sincronizar simular solicitar soltar subir sumar supervisar suspender",
    "sustituir terminar testear tomar trabajar traducir traer tramitar transcribir trasladar trazar ubicar",
    "abonar acomodar acompasar aislar alimentar aprovechar archivar asegurar automatizar avanzar blindar cambiar",
    "canalizar",
    "cargar categorizar centralizar certificar complementar condensar configurar contactar contabilizar convertir",
    "derivar desarrollar desglosar despachar destrabar diagramar diseñar encaminar enlazar equipar escanear esbozar",
    "especificar estandarizar exigir gestionar hornear igualar indicar inscribir instruir inventariar inspeccionar",
    "liquidar maquetar medir montar numerar parametrizar patrocinar perfilar pintar plantear",
    "priorizar promover pulir",
    "ramificar rediseñar redirigir reenviar reestructurar reescribir reforzar reparar replantear restringir retirar",
    "reubicar surtir tabular terminar tipificar transferir vaciar vincular visualizar",
    "unificar usar validar vender verificar viajar visitar volver",
    "abordar aclarar adecuar afinar agarrar alertar alistar amarrar apagar apalabrar apañar apartar aportar apretar",
    "aterrizar atacar atar avalar balancear bosquejar calibrar catalogar ceder coger colaborar combinar compilar",
    "conciliar concretar consensuar contrastar conversar corroborar cortar cronometrar dedicar delinear demostrar",
    "depositar desbloquear descartar describir desmontar determinar diagnosticar dibujar",
    "digitalizar dirigir discutir",
    "echar embalar empacar emparejar empezar comenzar empujar encender encontrar ensamblar escribir estampar excluir",
    "exponer forwardear fotografiar graficar ilustrar impartir impulsar inaugurar indexar",
    "insistir interceder invertir",
    "iterar ligar linkear loguear lavar mailear mediar mencionar mezclar mockear nombrar ofertar operar orientar",
    "palomear parchar partir pegar pillar pinchar plasmar ponderar posicionar postear postular precisar prender",
    "prestar prever promediar promover pronosticar proveer proyectar puntear rascar reagendar rearmar recalcular",
    "recomendar reconfirmar recontar recordar recortar rectificar referir reflejar regularizar reimprimir rellamar",
    "rellenar rematar remover rendir renegociar repetir replicar requerir rescatar reservar respaldar restablecer",
    "revertir romper rotular sellar señalar señar sentar socializar sondear sortear subrayar",
    "sugerir suministrar tachar",
    "taguear tantear tapar telefonear tirar topar trackear transmitir transportar tratar turnar ultimar valorar",
    "parar regalar doblar",
    "ventilar vigilar voltear whatsappear wasapear zanjar rayar rotar maquilar pilotear recoger escalar exigir",
)
"""Waiting, selling, working, listening… are work too, but "vendo" or "trabajo" are habits: see `HABITUAL`."""

HABITUAL = vocabulary(
    "trabajar vender viajar escuchar esperar usar recibir cobrar correr mantener atender asistir ayudar recordar",
    "volver regresar aprovechar empezar comenzar sugerir recomendar tratar insistir repetir",
    "requerir sentar encontrar",
)
"""Verbs whose bare present tells what somebody usually does; a time to come makes them a promise."""

OTHER_VERBS = vocabulary(
    "acabar aclarar aparecer caer contar convenir costar creer deber decir demorar depender entender entrar",
    "estar existir faltar funcionar ganar gustar haber importar interesar ir llegar necesitar parecer pensar",
    "perder poder preferir quedar querer saber salir seguir sentir ser servir significar suceder tardar tener",
    "tocar valer venir ver vivir",
)

IRREGULAR_FIRST = {
    "hacer": "hago", "rehacer": "rehago", "poner": "pongo", "componer": "compongo", "proponer": "propongo",
    "posponer": "pospongo", "reponer": "repongo", "traer": "traigo", "extraer": "extraigo", "tener": "tengo",
    "mantener": "mantengo", "obtener": "obtengo", "salir": "salgo", "venir": "vengo", "valer": "valgo", "caer": "caigo",
    "dar": "doy", "ir": "voy", "ser": "soy", "estar": "estoy", "haber": "he", "saber": "sé", "ver": "veo",
    "decir": "digo", "conseguir": "consigo", "perseguir": "persigo", "seguir": "sigo", "corregir": "corrijo",
    "elegir": "elijo", "convenir": "convengo", "coger": "cojo", "recoger": "recojo", "dirigir": "dirijo",
    "exigir": "exijo", "exponer": "expongo", "escoger": "escojo", "prever": "preveo", "proveer": "proveo",
}  # fmt: skip

STEM_CHANGES = {
    **dict.fromkeys(("cerrar", "recomendar", "pensar", "empezar", "comenzar", "querer", "entender", "perder", "sentir",
                     "preferir", "tener", "mantener", "obtener", "venir", "convenir", "atender", "transferir",
                     "sugerir", "referir", "convertir", "invertir", "requerir", "revertir", "sentar",
                     "apretar", "negar",
                     "encender", "extender", "defender", "despertar", "comenzar"), "ie"),
    **dict.fromkeys(("acordar", "aprobar", "probar", "comprobar", "mostrar", "colgar", "contar", "costar", "mover",
                     "resolver", "volver", "devolver", "soltar", "poder", "renovar", "encontrar", "demostrar",
                     "recordar", "reforzar", "recontar", "descontar", "promover", "remover", "forzar",
                     "apostar"), "ue"),
    **dict.fromkeys(("pedir", "medir", "corregir", "elegir", "conseguir", "perseguir", "seguir", "servir",
                     "decir", "repetir", "rendir", "despedir", "competir"), "i"),
    **dict.fromkeys(("enviar", "reenviar", "ampliar", "confiar", "vaciar", "fotografiar", "guiar", "desviar"), "í"),
    **dict.fromkeys(("evaluar", "continuar", "reunir", "actuar", "efectuar"), "ú"),
    **dict.fromkeys(("incluir", "construir", "distribuir", "sustituir", "excluir", "concluir", "contribuir"), "y"),
}  # fmt: skip
