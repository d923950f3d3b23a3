"""What the gateway says of a hand-off when `content/wording.yml` cannot be read: the same keys, plainer.

As there, the paragraph with the emergency number is one of its own (`bot.gateway.desk.help_first`).
"""

from __future__ import annotations

from typing import Final

DESK_DEFAULTS: Final[dict[str, str]] = {
    "desk_button_talk": "Talk to a person",
    "desk_button_talk_es": "Hablar con una persona",
    "desk_button_ask": "Yes, ask for a person",
    "desk_button_ask_es": "Sí, pide una persona",
    "desk_button_stay": "No, stay with the assistant",
    "desk_button_stay_es": "No, sigo con el asistente",
    "desk_button_message": "Leave a message",
    "desk_button_message_es": "Dejar un mensaje",
    "desk_button_cancel": "Stop waiting",
    "desk_button_cancel_es": "Dejar de esperar",
    "desk_button_end": "End the talk with this person",
    "desk_button_end_es": "Terminar con esta persona",
    "desk_button_send": "Leave this message",
    "desk_button_send_es": "Dejar este mensaje",
    "desk_button_skip": "Leave no message",
    "desk_button_skip_es": "No dejar mensaje",
    "desk_status_waiting": "Waiting for a person since {desk.since}",
    "desk_status_waiting_es": "Esperas a una persona desde las {desk.since}",
    "desk_status_called": "Staff have been asked to join. Please don't wait for them.",
    "desk_status_called_es": "Se pidió al personal que entre. No esperes, por favor.",
    "desk_status_human": "In this chat now: {desk.staff}",
    "desk_status_human_es": "Ahora en este chat: {desk.staff}",
    "desk_typing": "{desk.staff} is typing",
    "desk_typing_es": "{desk.staff} está escribiendo",
    "desk_delivered": "Delivered",
    "desk_delivered_es": "Entregado",
    "desk_offered_open": (
        "The practice is open now. I can ask if someone there can join this chat. I can't say "
        "when, or whether anyone can. If you say yes, staff of the practice can read all of "
        "this chat. Parts that sounded like danger are marked for them. They can't check who "
        "you are, and they can't say whether anyone is a client. What you write with them is "
        "kept for a time that the practice sets.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour. This chat "
        "is not for emergencies.\n\n"
        "Shall I ask for a person?"
    ),
    "desk_offered_open_es": (
        "La oficina está abierta ahora. Puedo preguntar si alguien de ahí puede entrar en este "
        "chat. No puedo decir cuándo, ni si alguien puede. Si dices que sí, el personal de la "
        "oficina puede leer todo este chat. Las partes que sonaban a peligro están marcadas. No "
        "pueden comprobar quién eres, ni decir si alguien es cliente. Lo que escriban se guarda "
        "el tiempo que la oficina decida.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora. Este chat no es para emergencias.\n\n"
        "¿Le pido a una persona que entre?"
    ),
    "desk_offered_closed": (
        "The practice is closed now, so nobody there can join this chat. You can leave a "
        "message here, or call the office.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour. This chat "
        "is not for emergencies."
    ),
    "desk_offered_closed_es": (
        "La oficina está cerrada ahora, así que nadie de ahí puede entrar en este chat. Puedes "
        "dejar un mensaje aquí o llamar a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora. Este chat no es para emergencias."
    ),
    "desk_offered_away": (
        "Nobody at the practice can join this chat right now. You can leave a message here, or "
        "call the office.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour. This chat "
        "is not for emergencies."
    ),
    "desk_offered_away_es": (
        "Nadie de la oficina puede entrar en este chat en este momento. Puedes dejar un mensaje "
        "aquí o llamar a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora. Este chat no es para emergencias."
    ),
    "desk_failing": (
        "I have missed what you meant a few times now, and I'm sorry. A person may help you better."
    ),
    "desk_failing_es": (
        "Ya van varias veces que no te entiendo, y lo siento. Tal vez una persona te ayude mejor."
    ),
    "desk_failing_closed": (
        "I have missed what you meant a few times now, and I'm sorry. Nobody at the practice "
        "can join this chat right now, but you can leave a message here, or call the office.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour. This chat "
        "is not for emergencies."
    ),
    "desk_failing_closed_es": (
        "Ya van varias veces que no te entiendo, y lo siento. Nadie de la oficina puede entrar "
        "en este chat en este momento, pero puedes dejar un mensaje aquí o llamar a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora. Este chat no es para emergencias."
    ),
    "desk_offer_lapsed": "You did not say whether you want a person, so I have asked nobody.",
    "desk_offer_lapsed_es": (
        "No dijiste si quieres hablar con una persona, así que no pregunté a nadie."
    ),
    "desk_waiting": (
        "I'm asking for a person now. You have been waiting since {desk.since}. I can't say "
        "when someone can join, or whether anyone can. You can go on asking me things "
        "meanwhile.\n\n"
        "If someone may be hurt soon, don't wait: call 911. You can call or text 988 at any "
        "hour."
    ),
    "desk_waiting_es": (
        "Estoy pidiendo una persona. Esperas desde las {desk.since}. No puedo decir cuándo "
        "puede entrar alguien, ni si alguien puede. Mientras tanto puedes seguir preguntándome.\n\n"
        "Si alguien podría sufrir daño pronto, no esperes: llama al 911. Puedes llamar al 988 y "
        "oprimir 2, o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_told": (
        "Someone at the practice has been sent a notice about this chat. Your words are not in "
        "it. They may not see it."
    ),
    "desk_told_es": (
        "Se avisó a alguien de la oficina sobre este chat. Tus palabras no van en el aviso. "
        "Puede que no lo vea."
    ),
    "desk_not_told": (
        "I tried to send a notice to the practice, but it did not get through. Someone there "
        "may still see this chat on their screen. You can stop waiting at any time, or call the "
        "office.\n\n"
        "If someone may be hurt soon, don't wait: call 911. You can call or text 988 at any "
        "hour."
    ),
    "desk_not_told_es": (
        "Intenté avisar a la oficina, pero el aviso no llegó. Puede que alguien vea este chat "
        "en su pantalla. Puedes dejar de esperar cuando quieras, o llamar a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, no esperes: llama al 911. Puedes llamar al 988 y "
        "oprimir 2, o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_told_second": (
        "A notice has gone to someone else at the practice too. Your words are not in it. "
        "They may not see it."
    ),
    "desk_told_second_es": (
        "También se avisó a otra persona de la oficina. Tus palabras no van en el aviso. "
        "Puede que no lo vea."
    ),
    "desk_still_waiting": (
        "You have been waiting since {desk.since}. No person is in this chat right now. You can "
        "go on asking me things, or stop waiting."
    ),
    "desk_still_waiting_es": (
        "Sigues esperando, desde las {desk.since}. Ahora no hay ninguna persona en este chat. Puedes seguir "
        "preguntándome o dejar de esperar."
    ),
    "desk_trying_second": (
        "No person is in this chat right now. I'm now trying to reach someone else at the "
        "practice. You can stop waiting at any time.\n\n"
        "If someone may be hurt soon, don't wait: call 911. You can call or text 988 at any "
        "hour."
    ),
    "desk_trying_second_es": (
        "Ahora no hay ninguna persona en este chat. Intento avisar a otra persona de la "
        "oficina. Puedes dejar de esperar cuando quieras.\n\n"
        "Si alguien podría sufrir daño pronto, no esperes: llama al 911. Puedes llamar al 988 y "
        "oprimir 2, o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_wait_asked": (
        "You have been waiting for a person since {desk.since}. No person is in this chat right "
        "now. I can't say how long it takes, or whether anyone can join. If nobody comes, I'll "
        "say so here. Then you can call the office or leave a message. Until then you can go on "
        "asking me things, or stop waiting.\n\n"
        "If someone may be hurt soon, don't wait: call 911. You can call or text 988 at any "
        "hour."
    ),
    "desk_wait_asked_es": (
        "Esperas a una persona desde las {desk.since}. Ahora no hay ninguna persona en este "
        "chat. No puedo decir cuánto tarda, ni si alguien puede entrar. Si no viene nadie, te "
        "lo digo aquí. Entonces puedes llamar a la oficina o dejar un mensaje. Hasta entonces "
        "puedes seguir preguntándome o dejar de esperar.\n\n"
        "Si alguien podría sufrir daño pronto, no esperes: llama al 911. Puedes llamar al 988 y "
        "oprimir 2, o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_wait_asked_danger": (
        "If someone may be hurt, call 911 now. You can call or text 988 at any hour. Please "
        "don't wait for the practice.\n\n"
        "I have been asking for a person of the practice since {desk.since}. No person is in "
        "this chat right now. I can't say when someone can join, or whether anyone can. If "
        "nobody comes, I'll say so here. Then you can call the office or leave a message. Until "
        "then you can go on asking me things, or stop waiting."
    ),
    "desk_wait_asked_danger_es": (
        "Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o "
        "enviar AYUDA al 988, a cualquier hora. No esperes a la oficina, por favor.\n\n"
        "Estoy pidiendo una persona de la oficina desde las {desk.since}. Ahora no hay ninguna "
        "persona en este chat. No puedo decir cuándo puede entrar alguien, ni si alguien puede. "
        "Si no viene nadie, te lo digo aquí. Entonces puedes llamar a la oficina o dejar un "
        "mensaje. Hasta entonces puedes seguir preguntándome o dejar de esperar."
    ),
    "desk_cancelled": "You have stopped waiting.",
    "desk_cancelled_es": "Dejaste de esperar.",
    "desk_left_closed": (
        "Here is a form for your message, as nobody can join this chat right now. You can also "
        "call the office.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour."
    ),
    "desk_left_closed_es": (
        "Aquí tienes un formulario para tu mensaje, porque ahora nadie puede entrar en este "
        "chat. También puedes llamar a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_left_missed": (
        "Nobody from the practice is in this chat, and I'm sorry. You are no longer in line, so "
        "please don't wait here. You can call the office. You can also leave a message here.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour."
    ),
    "desk_left_missed_es": (
        "No hay nadie de la oficina en este chat, y lo siento. Ya no estás en espera, así que "
        "no esperes aquí. Puedes llamar a la oficina. También puedes dejar un mensaje aquí.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_left_hours_ended": (
        "The practice can't take chats any more right now, and I'm sorry. You are no longer in "
        "line, so please don't wait here. You can call the office. You can also leave a message "
        "here.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour."
    ),
    "desk_left_hours_ended_es": (
        "La oficina ya no atiende este chat por ahora, y lo siento. Ya no estás en espera, así "
        "que no esperes aquí. Puedes llamar a la oficina. También puedes dejar un mensaje aquí.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_left_nobody_told": (
        "I tried to tell the practice that you are waiting, but no notice got through. I'm "
        "sorry. You are no longer in line, so please don't wait here. You can call the office. "
        "You can also leave a message here.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour."
    ),
    "desk_left_nobody_told_es": (
        "Intenté avisar a la oficina de que esperas, pero ningún aviso llegó. Lo siento. Ya no "
        "estás en espera, así que no esperes aquí. Puedes llamar a la oficina. También puedes "
        "dejar un mensaje aquí.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_called": (
        "If someone may be hurt, call 911 now. You can call or text 988 at any hour.\n\n"
        "I'm also asking for a person of the practice to join this chat. Staff of the practice "
        "can read all of it now. I can't say when, or whether anyone can, so please don't wait "
        "for them."
    ),
    "desk_called_es": (
        "Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o "
        "enviar AYUDA al 988, a cualquier hora.\n\n"
        "También estoy pidiendo que una persona de la oficina entre en este chat. El personal "
        "puede leerlo todo desde ahora. No puedo decir cuándo, ni si alguien puede, así que no "
        "esperes."
    ),
    "desk_on_call_told": (
        "If someone may be hurt, call 911 now. You can call or text 988 at any hour.\n\n"
        "Someone at the practice has been sent a notice that there may be danger in this chat. "
        "Your words are not in it. They can't answer you here, and they may not see it, so "
        "please don't wait for them."
    ),
    "desk_on_call_told_es": (
        "Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o "
        "enviar AYUDA al 988, a cualquier hora.\n\n"
        "Se avisó a alguien de la oficina de que puede haber peligro en este chat. Tus palabras "
        "no van en el aviso. No puede contestarte aquí, y puede que no lo vea, así que no "
        "esperes."
    ),
    "desk_on_call_not_told": (
        "If someone may be hurt, call 911 now. You can call or text 988 at any hour.\n\n"
        "I can't tell whether anyone at the practice knows that there may be danger in this "
        "chat. Please act as if nobody knows, and don't wait for them."
    ),
    "desk_on_call_not_told_es": (
        "Si alguien podría sufrir daño, llama al 911 ahora. Puedes llamar al 988 y oprimir 2, o "
        "enviar AYUDA al 988, a cualquier hora.\n\n"
        "No puedo saber si alguien de la oficina sabe que puede haber peligro en este chat. Haz "
        "como si nadie lo supiera, y no esperes."
    ),
    "desk_joined": (
        "{desk.staff} from the practice has joined this chat and can read all of it. I stay "
        "silent now. I speak up only if something sounds like danger. {desk.staff} can't "
        "check who you are, and can't say whether anyone is a client. This chat is not for "
        "emergencies."
    ),
    "desk_joined_es": (
        "{desk.staff}, de la oficina, entró en este chat y puede leerlo todo. Yo me callo "
        "ahora. Solo hablo si algo suena a peligro. {desk.staff} no puede comprobar quién "
        "eres, ni decir si alguien es cliente. Este chat no es para emergencias."
    ),
    "desk_handed_on": (
        "{desk.staff} from the practice has been asked to take over this chat, and can read all of it."
    ),
    "desk_handed_on_es": (
        "Se pidió a {desk.staff}, de la oficina, que siga en este chat. Puede leerlo todo."
    ),
    "desk_staff_lost": (
        "The person in this chat is no longer connected. You are waiting again, and have been "
        "in line since {desk.since}. I can't say when someone can join, or whether anyone can. "
        "I'm here meanwhile.\n\n"
        "If someone may be hurt soon, don't wait: call 911. You can call or text 988 at any "
        "hour."
    ),
    "desk_staff_lost_es": (
        "La persona de este chat ya no está conectada. Esperas otra vez, en la fila desde las "
        "{desk.since}. No puedo decir cuándo puede entrar alguien, ni si alguien puede. "
        "Mientras tanto estoy aquí.\n\n"
        "Si alguien podría sufrir daño pronto, no esperes: llama al 911. Puedes llamar al 988 y "
        "oprimir 2, o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_ended_by_staff": (
        "{desk.staff} has ended this talk. {desk.reason} What you two wrote stays with the "
        "record of this talk. The assistant does not have it."
    ),
    "desk_ended_by_staff_es": (
        "{desk.staff} terminó esta conversación. {desk.reason} Lo que escribieron queda en el "
        "registro de la charla. El asistente no lo tiene."
    ),
    "desk_ended_by_visitor": (
        "You have ended the talk with {desk.staff}. What you two wrote stays with the record "
        "of this talk. The assistant does not have it."
    ),
    "desk_ended_by_visitor_es": (
        "Terminaste la conversación con {desk.staff}. Lo que escribieron queda en el registro "
        "de la charla. El asistente no lo tiene."
    ),
    "desk_ended_idle": (
        "Nothing came from you for a while, so the talk with {desk.staff} has ended by "
        "itself. What you two wrote stays with the record of this talk. The assistant does "
        "not have it."
    ),
    "desk_ended_idle_es": (
        "Hace un rato que no llega nada de ti, así que la conversación con {desk.staff} "
        "terminó sola. Lo que escribieron queda en el registro de la charla. El asistente no "
        "lo tiene."
    ),
    "desk_returned": (
        "{desk.staff} has given this chat back to the assistant. What you two wrote stays "
        "with the record of this talk. The assistant does not have it."
    ),
    "desk_returned_es": (
        "{desk.staff} le pasó este chat al asistente. Lo que escribieron queda en el registro "
        "de la charla. El asistente no lo tiene."
    ),
    "desk_back": (
        "You are back with me, the automated assistant. You can ask for a person at any time."
    ),
    "desk_back_es": (
        "Ahora te contesta otra vez el asistente, no una persona. Puedes pedir que entre una "
        "cuando quieras."
    ),
    "desk_form_intro": (
        "Say in a few words what it is about, and name one way to reach you that is safe for "
        "you. Please leave out health details. The practice keeps the message longer than this "
        "chat. I can't say when someone can read it."
    ),
    "desk_form_intro_es": (
        "Di en pocas palabras de qué se trata, y una forma segura de comunicarse contigo. Por "
        "favor, sin datos de salud. La oficina guarda el mensaje más tiempo que este chat. No "
        "puedo decir cuándo podrá leerlo alguien."
    ),
    "desk_form_text": "Your message",
    "desk_form_text_es": "Tu mensaje",
    "desk_form_reach": "One way to reach you (phone or email)",
    "desk_form_reach_es": "Una forma de comunicarse contigo (teléfono o correo)",
    "desk_form_note": "Not for emergencies. If someone may be hurt soon, call 911.",
    "desk_form_note_es": (
        "No es para emergencias. Si alguien podría sufrir daño pronto, llama al 911."
    ),
    "desk_form_no_text": "Please write a message first.",
    "desk_form_no_text_es": "Primero escribe un mensaje, por favor.",
    "desk_form_no_reach": "Please write one way to reach you.",
    "desk_form_no_reach_es": "Escribe una forma de comunicarse contigo, por favor.",
    "desk_form_too_long": "That is too long. Please make it shorter.",
    "desk_form_too_long_es": "Es demasiado largo. Escríbelo más corto, por favor.",
    "desk_message_sent": (
        "Your message has been saved for the practice. I can't say when someone can read it, or "
        "whether anyone can answer. If it can't wait, call the office.\n\n"
        "If someone may be hurt soon, call 911. You can call or text 988 at any hour."
    ),
    "desk_message_sent_es": (
        "Tu mensaje quedó guardado para la oficina. No puedo decir cuándo podrá leerlo alguien, "
        "ni si alguien puede contestar. Si no puede esperar, llama a la oficina.\n\n"
        "Si alguien podría sufrir daño pronto, llama al 911. Puedes llamar al 988 y oprimir 2, "
        "o enviar AYUDA al 988, a cualquier hora."
    ),
    "desk_message_not_kept": (
        "Your message could not be saved, so the practice does not have it. Please try again, "
        "or call the office."
    ),
    "desk_message_not_kept_es": (
        "No se pudo guardar tu mensaje, así que la oficina no lo tiene. Inténtalo de nuevo, o "
        "llama a la oficina."
    ),
    "desk_form_lapsed": (
        "The form has closed, and no message was left. You can also call the office."
    ),
    "desk_form_lapsed_es": (
        "El formulario se cerró y no se dejó ningún mensaje. También puedes llamar a la oficina."
    ),
}
