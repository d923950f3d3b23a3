"""A plain list of words, such as one writes in an afternoon: what the screen has to beat."""

from __future__ import annotations

KEYWORDS = (
    # suicide and self-harm
    "suicid", "kill myself", "killing myself", "kms", "unalive", "end my life", "ending my life", "take my life",
    "end it all", "want to die", "wanna die", "wants to die", "better off dead", "wish i was dead", "wish i were dead",
    "dont want to live", "don't want to live", "no reason to live", "don't want to be here anymore",
    "dont want to be here anymore", "self harm", "self-harm", "selfharm", "cut myself", "cutting myself",
    "hurt myself", "hurting myself", "burn myself", "goodbye forever",
    # harm to others
    "kill him", "kill her", "kill them", "kill you", "kill my", "kill someone", "shoot up", "bring a gun",
    "murder", "bomb", "stab",
    # abuse, violence, exploitation
    "hit me", "hits me", "beat me", "beats me", "choked me", "strangled", "afraid of my husband",
    "afraid of my boyfriend", "domestic violence", "abusing", "abuses", "abused", "abusive", "molest",
    "touched me", "touches me", "touching me", "raped", "rape", "sexually assaulted", "groped", "trafficked",
    "trafficking", "blackmail", "sextortion", "send nudes", "took my passport",
    # medical
    "overdose", "overdosed", "took too many pills", "swallowed pills", "can't breathe", "cant breathe",
    "not breathing", "chest pain", "unconscious", "seizure", "won't wake up", "wont wake up", "bleeding out",
    # psychosis
    "voices tell", "voices are telling", "voices say", "hearing voices", "poisoning me", "watching me",
    # Spanish
    "suicidar", "matarme", "quiero morir", "quitarme la vida", "no quiero vivir", "cortarme", "me pega",
    "me golpea", "me violó", "me violo", "abusa de", "me amenaza", "sobredosis", "no puedo respirar",
)  # fmt: skip


def listed(text: str) -> bool:
    """Whether one of the words stands in the text, in any case."""
    lowered = text.casefold().replace("’", "'")
    return any(word in lowered for word in KEYWORDS)
