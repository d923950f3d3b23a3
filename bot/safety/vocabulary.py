"""Words as people write them, and the plain words they stand for."""

from __future__ import annotations

from typing import Final

LEET: Final = str.maketrans("013457@$!", "oieastasi")

CONFUSABLES: Final = dict(zip("аеорсухіѕкмтвнԁɡıł", "aeopcyxiskmtbhdgil", strict=True))
"""Letters of other scripts that look Latin."""

_PLAIN: Final = """
    i im want to die dying dead death kill killing killed myself me my life end ending it all
    suicide suicidal harm self hurt cut cutting murder shoot shooting rape raped overdose pills
    hang hanging jump bomb gun knife stab strangle choke blood bleeding live living anymore be
    alive he she him her them quiero morir matar matarme suicidarme abuse abused molested
    himself herself itself themselves themself hello being
"""

PLAIN_WORDS: Final = frozenset(_PLAIN.split())
"""What a masked, stretched or glued word may turn out to be."""

_RARE: Final = """
    ahorca avento feces jalo matare migra mija mijo muerdo rajo roofie roofies sacudi sacudo sangro soga
    trastes vape yall yeet bestie besties copay copays
"""

RARE_WORDS: Final = frozenset(_RARE.split())
"""Words that are no mistakes, though no dictionary has them, or few people write them."""

SPOKEN: Final = {
    "gonna": "going to",
    "gunna": "going to",
    "gon": "going to",
    "goin": "going",
    "goign": "going",
    "finna": "going to",
    "imma": "i am going to",
    "ima": "i am going to",
    "wanna": "want to",
    "wnat": "want",
    "wan": "want",
    "tryna": "trying to",
    "boutta": "about to",
    "bouta": "about to",
    "abt": "about",
    "lemme": "let me",
    "cuz": "because",
    "bc": "because",
    "thinkin": "thinking",
    "sayin": "saying",
    "keepin": "keeping",
    "beatin": "beating",
    "hittin": "hitting",
    "cuttin": "cutting",
    "2": "to",
    "u": "you",
    "ur": "your",
    "r": "are",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "tn": "tonight",
    "2nite": "tonight",
    "tonite": "tonight",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "rn": "right now",
    "thats": "that is",
    "kms": "kill myself",
    "kmself": "kill myself",
    "kys": "kill yourself",
    "ctb": "commit suicide",
    "kil": "kill",
    "kll": "kill",
    "kiil": "kill",
    "klil": "kill",
    "myslef": "myself",
    "mysel": "myself",
    "myelf": "myself",
    "mself": "myself",
    "mslf": "myself",
    "myslf": "myself",
    "miself": "myself",
    "herslef": "herself",
    "himslef": "himself",
    "hisself": "himself",
    "dei": "die",
    "dieing": "dying",
    "deid": "died",
    "unliving": "unaliving",
    "unlive": "unalive",
    "offing": "killing",
    "sewerslide": "suicide",
    "sewercide": "suicide",
    "sucide": "suicide",
    "suicde": "suicide",
    "suiside": "suicide",
    "suicid": "suicide",
    "suacide": "suicide",
    "sucidal": "suicidal",
    "suicidial": "suicidal",
    "suicidel": "suicidal",
    "suisidal": "suicidal",
    "sh": "self harm",
    "selfharm": "self harm",
    "selfharming": "self harming",
    "od": "overdose",
    "oded": "overdosed",
    "bf": "boyfriend",
    "gf": "girlfriend",
    "bfs": "boyfriends",
    "hubby": "husband",
    "hubbys": "husbands",
    "bsf": "friend",
    "bff": "friend",
    "mum": "mom",
    "mommy": "mom",
    "daddy": "dad",
    "granny": "grandma",
    "sis": "sister",
    "bro": "brother",
    "cannot": "cant",
    "theyll": "they will",
    "goodby": "goodbye",
    "bye": "goodbye",
    "pillz": "pills",
    "outta": "out of",
    "kinda": "kind of",
    "nite": "night",
    "fite": "fight",
    "nife": "knife",
    "rong": "wrong",
    "agen": "again",
    "fone": "phone",
    "gona": "going to",
    "wana": "want to",
    "wats": "what is",
    "wuts": "what is",
    "sum1": "someone",
    "some1": "someone",
    "any1": "anyone",
    "babby": "baby",
    "rists": "wrists",
    "blud": "blood",
    "thot": "thought",
    "thots": "thoughts",
    "wich": "which",
    "sory": "sorry",
    "slef": "self",
    "bein": "being",
    "meen": "mean",
    "deth": "death",
    "brok": "broke",
    "scard": "scared",
    "werk": "work",
    "hering": "hearing",
    "wate": "wait",
    "meself": "myself",
    "kien": "quien",
    "aser": "hacer",
    "dise": "dice",
    "q": "que",
    "kiero": "quiero",
    "xq": "porque",
    "pq": "porque",
    "tmb": "tambien",
}
"""Slang, contractions without their apostrophe, and misspellings that would hide danger."""
