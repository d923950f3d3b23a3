"""What the gateway says when `content/wording.yml` cannot be read: the keys, and plain words.

`content/wording.yml` has the same keys; a test keeps the two alike.
"""

from __future__ import annotations

from typing import Any, Final

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

#: By language.
LAST_RESORT_CARDS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "heading": "If you or someone else may be in danger, please get help now",
        "body": [
            "This is an automated information tool, not a person. It cannot call anyone for you.",
            "If someone may be hurt soon, call 911.",
            "You can call or text 988 at any hour, for yourself or because you worry about someone.",
        ],
    },
    "es": {
        "heading": "Si tú u otra persona pueden estar en peligro, busca ayuda ahora",
        "body": [
            "Esto es un sistema automático, no una persona. No puede llamar a nadie por ti.",
            "Si alguien podría sufrir daño pronto, llama al 911.",
            "Puedes llamar al 988 y oprimir 2, o enviar AYUDA al 988, a cualquier hora, por ti o porque"
            " te preocupa alguien.",
        ],
    },
}

DEFAULTS: Final[dict[str, str]] = {
    "first_screen_title": "Before you start",
    "careful": "I am here for questions about therapy. The numbers below are there at any time.",
    "careful_es": "Estoy aquí para preguntas sobre la terapia. Los números de abajo están siempre.",
    "concern": (
        "If you ever think about hurting yourself, or you feel unsafe, you can call or text 988 at any"
        " hour. You can also call if you worry about someone else. If someone may be hurt soon, call 911."
    ),
    "concern_es": (
        "Si alguna vez piensas en hacerte daño, o no te sientes a salvo, puedes llamar al 988 y oprimir 2,"
        " o enviar AYUDA al 988, a cualquier hora. También puedes llamar si te preocupa otra persona. Si"
        " alguien podría sufrir daño pronto, llama al 911."
    ),
    "not_in_danger": "I'm not in danger",
    "not_in_danger_es": "No estoy en peligro",
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
    ),
    "first_screen_topics": "",
    "notice": "A reminder: this is an automated assistant. It is not a person and not therapy.",
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
    "told_es": (
        "Se avisó a alguien de la oficina de que puede haber peligro en este chat. Se le dijo qué tipo"
        " de peligro puede ser, pero no tu nombre ni tus palabras. No puede contestarte aquí, así que no"
        " esperes. Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2,"
        " o enviar AYUDA al 988, a cualquier hora."
    ),
    "not_told_es": (
        "No puedo saber si se avisó a alguien de la oficina. Haz como si nadie lo supiera, y no esperes."
        " Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o enviar"
        " AYUDA al 988, a cualquier hora."
    ),
    "error_bad_json": "That message could not be read. Please send it again.",
    "error_bad_request": "That request could not be read.",
    "error_body_incomplete": "The message did not arrive whole. Please send it again.",
    "error_body_too_large": "That message is too long. Please send a shorter one.",
    "error_conversation_expired": "This conversation has ended. Please start a new one.",
    "error_conversation_not_found": "This conversation has ended. Please start a new one.",
    "error_empty_message": "That message was empty.",
    "error_internal": "Something went wrong here. Please try again, or call the practice.",
    "error_message_too_long": "That message is too long. Please send a shorter one.",
    "error_method_not_allowed": "That is not possible here.",
    "error_not_found": "There is nothing at this address.",
    "error_not_ready": "The assistant is not ready yet. Please try again in a moment.",
    "error_store_unavailable": (
        "Your message could not be saved, so it was not answered. Please try again in a moment."
    ),
    "error_too_many_conversations": "Too many conversations at the moment. Please try again later.",
    "error_too_many_messages": "That was a lot of messages at once. Please wait a minute.",
    "error_too_many_streams": "This conversation is open in too many places.",
    "error_unauthorized": "This conversation cannot be opened from here. Please start a new one.",
    "error_unknown_choice": "That button is no longer known. Please type your question instead.",
    "page_title": "Ask a question",
    "page_intro": (
        "This is an automated assistant. It is not a person, not therapy, and not for emergencies."
    ),
    "page_privacy": "Please do not type names or health details.",
    "page_fictional": "This practice is fictional. It is here to show how the assistant works.",
    "page_help_heading": "If someone may be in danger",
}
