"""What the gateway says when `content/wording.yml` cannot be read: the keys, and plain words.

`content/wording.yml` has the same keys; a test keeps the two alike.
"""

from __future__ import annotations

from typing import Any, Final

from bot.gateway.desk_wording import DESK_DEFAULTS

#: Used only when content cannot be read, by language; the same as in `content/crisis.yml`.
LAST_RESORT_NUMBERS: Final[dict[str, list[dict[str, Any]]]] = {
    "en": [
        {"id": "emergency", "name": "Emergency services", "call": "911"},
        {"id": "lifeline", "name": "988 Suicide & Crisis Lifeline", "call": "988", "text": "988"},
    ],
    "es": [
        {"id": "emergency", "name": "Servicios de emergencia", "call": "911"},
        {
            "id": "lifeline",
            "name": "Línea 988 de Prevención del Suicidio y Crisis",
            "call": "988",
            "press": "2",
            "text": "988",
            "text_body": "AYUDA",
        },
    ],
}

#: By language. Without content it cannot be told whose device may be watched: all can leave the page.
LAST_RESORT_CARDS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "heading": "If you or someone else may be in danger, please get help now",
        "body": [
            "If someone may be hurt soon, call 911.",
            "You can call or text 988 at any hour, for yourself or because you worry about someone.",
            "If you can, tell someone you trust.",
            "If someone may see what you do on this device, you can leave this page now.",
            "This is an automated tool, not a person. It can't keep anyone safe or call anyone for you.",
        ],
        "leave": {
            "address": "https://www.weather.gov",
            "label": "Leave this page now",
            "hint": "Opens a weather page. On a keyboard, press Shift three times.",
        },
    },
    "es": {
        "heading": "Si tú u otra persona pueden estar en peligro, busca ayuda ahora",
        "body": [
            "Si alguien podría sufrir daño pronto, llama al 911.",
            "Puedes llamar al 988 y oprimir 2, o enviar AYUDA al 988, a cualquier hora, por ti o porque"
            " te preocupa alguien.",
            "Si puedes, cuéntale a alguien de confianza.",
            "Si alguien podría ver lo que haces en este aparato, puedes salir de esta página ahora.",
            "Esto es una herramienta automática, no una persona. No puede mantener a nadie a salvo ni"
            " llamar a nadie por ti.",
        ],
        "leave": {
            "address": "https://www.weather.gov",
            "label": "Salir de esta página ahora",
            "hint": "Abre una página del tiempo. Con teclado, oprime Mayús (Shift) tres veces.",
        },
    },
}

DEFAULTS: Final[dict[str, str]] = {
    "first_screen_title": "Before you start",
    "first_screen_title_es": "Antes de empezar",
    "careful": (
        "I am an automated tool and can't talk this through with you. A person can: call or text"
        " 988 at any hour. If someone may be hurt soon, call 911."
    ),
    "careful_es": (
        "Soy una herramienta automática y no puedo hablar de esto contigo. Una persona sí puede: llama"
        " al 988 y oprime 2, o envía AYUDA al 988. Si alguien podría sufrir daño pronto, llama al 911."
    ),
    "careful_lost": (
        "Thank you for writing. I don't have an answer to that, and I'd rather say so than "
        "guess. I'm an automated tool. At 988 you can talk or write with a person at any hour, "
        "by call, text or chat. You don't have to be in a crisis. If someone may be hurt soon, "
        "call 911. For questions about the practice, call the office."
    ),
    "careful_lost_es": (
        "Gracias por escribir. No tengo una respuesta para eso, y prefiero decirlo a inventar "
        "algo. Soy una herramienta automática. Puedes hablar o escribir con una persona a "
        "cualquier hora: llama al 988 y oprime 2, o envía AYUDA al 988. No tienes que estar en "
        "una crisis. Si alguien podría sufrir daño pronto, llama al 911. Si tienes preguntas "
        "sobre la terapia, llama a la oficina y pregunta si alguien puede hablar contigo en "
        "español."
    ),
    "careful_suggest": (
        "Thank you for writing. I want to be sure I understand you. Is it one of these? If not,"
        " you can say it in other words. The numbers below are there at any time."
    ),
    "after_card_no_phone": (
        "You don't need a phone, and you don't have to talk out loud. You can chat in writing "
        "at 988lifeline.org. You can also text 988. Both are free, day and night. If someone "
        "may be hurt soon and you can't call 911, try to text 911. That works in many places, "
        "but not in all. You can also ask someone near you to call."
    ),
    "after_card_no_phone_es": (
        "No hace falta un teléfono ni hablar en voz alta. Puedes escribir en el chat de "
        "988lifeline.org. También puedes enviar AYUDA al 988 por mensaje de texto. Si puedes "
        "llamar más tarde, oprime 2. Los dos son gratis, día y noche. Si alguien podría sufrir "
        "daño pronto y no puedes llamar al 911, intenta enviar un mensaje de texto al 911. "
        "Funciona en muchos lugares, pero no en todos. También puedes pedirle ayuda a alguien "
        "cerca de ti."
    ),
    "after_card_person": (
        "I'm an automated tool, not a person. People wrote my answers ahead of time. I can't "
        "keep you safe or make a phone call for you. A person of the practice writes here only "
        "after this chat says who has joined. You can reach a person at any hour: call or text "
        "988. To talk with someone at the practice, call the office."
    ),
    "after_card_person_es": (
        "Soy una herramienta automática, no una persona. Mis respuestas las escribieron "
        "personas de antemano. No puedo mantenerte a salvo ni llamar por teléfono por ti. Una "
        "persona de la oficina solo escribe aquí después de que el chat dice quién entró. Puedes "
        "hablar con una persona a cualquier hora: llama al 988 y oprime 2, o envía AYUDA al "
        "988."
    ),
    "after_card_lifeline": (
        "988 is the Suicide and Crisis Lifeline. It is free, day and night. You can call, text "
        "or chat. You don't have to be thinking about suicide, and you can call because you "
        "worry about someone else. Most contacts are handled without the police. I can't "
        "promise that it never happens. You can ask them how they decide."
    ),
    "after_card_lifeline_es": (
        "El 988 es la Línea de Prevención del Suicidio y Crisis. Es gratis, día y noche. En "
        "español, llama al 988 y oprime 2, o envía AYUDA al 988. También tiene chat. No hace "
        "falta pensar en el suicidio, y puedes llamar si te preocupa otra persona. La mayoría "
        "de las veces no viene la policía. No puedo prometer que nunca pase. Puedes "
        "preguntarles cómo lo deciden."
    ),
    "after_card_cost": (
        "988 is free, day and night, by call, text or chat. If you want to know what therapy "
        "costs here, ask the office."
    ),
    "after_card_cost_es": (
        "El 988 es gratis, día y noche. Llama al 988 y oprime 2, o envía AYUDA al 988. Si "
        "quieres saber cuánto cuesta la terapia aquí, pregunta en la oficina."
    ),
    "after_card_parents": (
        "I can't promise that your family will or won't find out. I don't send this chat to "
        "them. But anyone who uses this device may see it. The people who run the practice's "
        "server can see it too, and staff of the practice may read it. I don't know what 988 "
        "would tell a parent. You can call or text 988 and ask that first, before you say more. "
        "What a therapist may tell, you can ask your therapist. You don't have to be alone with "
        "this. You can also tell an adult you trust, such as a teacher, a doctor or a relative."
    ),
    "after_card_parents_es": (
        "No puedo prometer si tu familia se va a enterar o no. Yo no les envío este chat. Pero "
        "quien use este aparato puede verlo. También pueden verlo las personas que manejan el "
        "servidor de la oficina, y puede leerlo el personal de la oficina. No sé qué le diría el "
        "988 a tu familia. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, y preguntar eso primero, antes de contar más. Lo que puede "
        "contar un terapeuta, pregúntaselo a tu terapeuta. No tienes que pasar por esto a "
        "solas. También puedes contarle a una persona adulta de confianza, como una maestra, un"
        " médico o alguien de tu familia."
    ),
    "concern": (
        "If you ever think about hurting yourself, or you feel unsafe, you can call or text 988 at any"
        " hour. You can also call if you worry about someone else. If someone may be hurt soon, call 911."
    ),
    "concern_es": (
        "Si alguna vez piensas en hacerte daño, o no te sientes a salvo, puedes llamar al 988 y oprimir 2,"
        " o enviar AYUDA al 988, a cualquier hora. También puedes llamar si te preocupa otra persona. Si"
        " alguien podría sufrir daño pronto, llama al 911."
    ),
    "not_in_danger": "Nobody is in danger",
    "not_in_danger_es": "Nadie está en peligro",
    "not_in_danger_done": (
        "Thank you for telling me. You can ask me about therapy again. The numbers stay in view, in case"
        " you or someone else needs them."
    ),
    "not_in_danger_done_es": (
        "Gracias por decírmelo. Puedes volver a preguntarme sobre la terapia. Los números siguen a la"
        " vista, por si tú u otra persona los necesita."
    ),
    "first_screen": (
        "This is an automated assistant. It is not a person, not therapy, and not for emergencies."
        " What you type is kept on the practice's server. If you ask for a person, or a message"
        " sounds like danger, staff of the practice may read this whole chat."
    ),
    "first_screen_es": (
        "Este es un asistente automático. No es una persona, no es terapia y no es para emergencias."
        " Lo que escribes se guarda en el servidor de la oficina. Si pides hablar con una persona, o"
        " si un mensaje suena a peligro, el personal de la oficina puede leer todo este chat."
    ),
    "first_screen_topics": "",
    "hello": (
        "Hello. I am an automated assistant, not a person and not therapy. You can type a question"
        " about therapy or about this practice."
    ),
    "hello_es": (
        "Hola. Soy un asistente automático, no una persona, y esto no es terapia. Puedes escribir una"
        " pregunta sobre la terapia o sobre la oficina. Por ahora, mis respuestas están solo en inglés."
    ),
    "notice": (
        "A reminder: this is an automated assistant. It is not a person and not therapy. A person"
        " of the practice writes here only after this chat says who has joined."
    ),
    "late": "This is taking longer than usual. Your message has arrived, and I am still working.",
    "late_es": "Esto tarda más de lo normal. Tu mensaje llegó, y sigo trabajando.",
    "apology": (
        "I am sorry, I cannot answer right now. Please call the practice. If someone may be in"
        " danger, call 911. For thoughts of suicide, call or text 988."
    ),
    "apology_es": (
        "Lo siento, no puedo contestar ahora. Puedes llamar a la oficina. Si alguien está en peligro,"
        " llama al 911. Si piensas en el suicidio, llama al 988 y oprime 2, o envía AYUDA al 988."
    ),
    "nobody_to_tell": (
        "If someone may be hurt, call 911 now. You can call or text 988 at any hour, or use the"
        " other numbers above. You can also tell someone you trust. Nobody at the practice has"
        " been told about this chat, so please don't wait for them."
    ),
    "nobody_to_tell_es": (
        "Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o"
        " enviar AYUDA al 988, a cualquier hora. También puedes usar los otros números de arriba,"
        " o contarle a alguien de confianza. No se avisó a nadie de la oficina de lo que pasa en"
        " este chat, así que no esperes."
    ),
    "error_bad_json": "That message could not be read. Please send it again.",
    "error_bad_json_es": "No pude leer ese mensaje. Envíalo otra vez.",
    "error_bad_request": "That request could not be read.",
    "error_bad_request_es": "No pude leer lo que llegó. Inténtalo otra vez.",
    "error_body_incomplete": "The message did not arrive whole. Please send it again.",
    "error_body_incomplete_es": "El mensaje no llegó completo. Envíalo otra vez.",
    "error_body_too_large": "That message is too long. Please send a shorter one.",
    "error_body_too_large_es": "Ese mensaje es demasiado largo. Envía uno más corto.",
    "error_consent_changed": (
        "The first screen has changed. Please read it, then press the button below it."
    ),
    "error_consent_changed_es": (
        "La primera pantalla cambió. Léela y luego oprime el botón de abajo."
    ),
    "error_conversation_expired": "This conversation has ended. Please start a new one.",
    "error_conversation_expired_es": "Esta conversación terminó. Empieza una nueva.",
    "error_conversation_not_found": "This conversation has ended. Please start a new one.",
    "error_conversation_not_found_es": "Esta conversación terminó. Empieza una nueva.",
    "error_desk_not_possible": (
        "That is not possible any more. Please look at what this chat says now."
    ),
    "error_desk_not_possible_es": "Eso ya no es posible. Mira lo que dice ahora este chat.",
    "error_empty_message": "That message was empty.",
    "error_empty_message_es": "Ese mensaje estaba vacío. Escribe algo.",
    "error_internal": "Something went wrong here. Please try again, or call the practice.",
    "error_internal_es": "Algo salió mal aquí. Inténtalo de nuevo, o llama a la oficina.",
    "error_message_too_long": "That message is too long. Please send a shorter one.",
    "error_message_too_long_es": "Ese mensaje es demasiado largo. Envía uno más corto.",
    "error_method_not_allowed": "That is not possible here.",
    "error_method_not_allowed_es": "Eso no se puede hacer aquí.",
    "error_no_guides": (
        "The steps can't be shown right now. Please try again in a few minutes, or call the practice."
    ),
    "error_no_guides_es": (
        "Ahora no puedo mostrar los pasos. Inténtalo de nuevo en unos minutos, o llama a la oficina."
    ),
    "error_no_pdf": (
        "The PDF can't be made right now. Please open the page instead and print it. You can also call the practice."
    ),
    "error_no_pdf_es": (
        "Ahora no se puede hacer el PDF. Abre la página e imprímela. También puedes llamar a la oficina."
    ),
    "error_no_such_answer": (
        "This address does not fit the steps, or they have changed."
        " Please ask for the steps again in the chat, or call the practice."
    ),
    "error_no_such_answer_es": (
        "Esta dirección no va con los pasos, o los pasos cambiaron."
        " Pide los pasos otra vez en el chat, o llama a la oficina."
    ),
    "error_no_such_guide": (
        "There are no steps at this address. Please ask for them in the chat, or call the practice."
    ),
    "error_no_such_guide_es": (
        "En esta dirección no hay pasos. Pídelos en el chat, o llama a la oficina."
    ),
    "error_not_found": "There is nothing at this address.",
    "error_not_found_es": "No hay nada en esta dirección.",
    "error_not_ready": "The assistant is not ready yet. Please try again in a moment.",
    "error_not_ready_es": (
        "El asistente todavía no está listo. Inténtalo de nuevo en un momento, o llama a la "
        "oficina."
    ),
    "error_store_unavailable": (
        "Your message could not be saved, so it was not answered. Please try again in a moment."
    ),
    "error_store_unavailable_es": (
        "No se pudo guardar tu mensaje, así que no tuvo respuesta. Inténtalo de nuevo en un "
        "momento."
    ),
    "error_too_many_conversations": "Too many conversations at the moment. Please try again later.",
    "error_too_many_conversations_es": (
        "Hay demasiadas conversaciones en este momento. Inténtalo más tarde, o llama a la oficina."
    ),
    "error_too_many_messages": "That was a lot of messages at once. Please wait a minute.",
    "error_too_many_messages_es": (
        "Fueron muchos mensajes a la vez. Espera un minuto y envíalo otra vez."
    ),
    "error_too_many_pages": (
        "You, or others on the same network, opened many of these pages."
        " Please wait a few minutes, or call the practice."
    ),
    "error_too_many_pages_es": (
        "Tú, u otras personas en la misma red, abrieron muchas de estas páginas."
        " Espera unos minutos, o llama a la oficina."
    ),
    "error_too_many_requests": (
        "You, or others on the same network, asked for a person many times. Please call the practice."
    ),
    "error_too_many_requests_es": (
        "Tú, u otras personas en la misma red, pidieron hablar con alguien muchas veces. Llama a la oficina."
    ),
    "error_too_many_streams": "This conversation is open in too many places.",
    "error_too_many_streams_es": (
        "Esta conversación está abierta en demasiados lugares. Cierra uno de ellos."
    ),
    "error_unauthorized": "This conversation cannot be opened from here. Please start a new one.",
    "error_unauthorized_es": "Esta conversación no se puede abrir desde aquí. Empieza una nueva.",
    "error_unknown_choice": "That button is no longer known. Please type your question instead.",
    "error_unknown_choice_es": "Ese botón ya no sirve. Escribe tu pregunta.",
    "page_title": "Ask a question",
    "page_fictional": "This practice is fictional. It is here to show how the assistant works.",
    "page_open_to_print": "Open the page to print",
    "page_open_to_print_es": "Abrir la página para imprimir",
    "page_help_heading": "If someone may be in danger",
    **DESK_DEFAULTS,
}
