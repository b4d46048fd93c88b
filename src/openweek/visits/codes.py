"""Codes that a visitor says aloud at the desk: a word and a number, as in « LUNE 27 »."""

import re
import secrets
from collections.abc import Callable

from openweek.ground.text import fold

# Short French nouns without accents, told apart by ear, fit for every age; somebody who reads
# only English can say them too.
WORDS = [
    "ABRICOT", "AGENDA", "ALBUM", "ANANAS", "ANCRE", "ANGLE", "ARBRE", "ARGILE", "ATELIER",
    "ATLAS", "AVION", "BALLON", "BAMBOU", "BANANE", "BARQUE", "BISON", "BOCAL", "BONNET",
    "BOUGIE", "BRIQUE", "BROCOLI", "BUREAU", "CABANE", "CACTUS", "CAHIER", "CAMION", "CANAL",
    "CARAMEL", "CARTE", "CASTOR", "CERISE", "CHAISE", "CHEVAL", "CIRQUE", "CITRON", "CLAVIER",
    "CLOCHE", "COLLINE", "COMPAS", "COTON", "CRAYON", "CUBE", "DANSE", "DAUPHIN", "DESSIN",
    "DIAMANT", "DOMINO", "DRAGON", "DRAPEAU", "FARINE", "FEUILLE", "FICELLE", "FLEUVE", "FORUM",
    "FRAISE", "FUSAIN", "GALET", "GARAGE", "GIRAFE", "GLOBE", "GRANGE", "GUITARE", "HAMAC",
    "HARPE", "HIBOU", "HIVER", "HORLOGE", "IGLOO", "IRIS", "IVOIRE", "JARDIN", "JUDO", "JUNGLE",
    "KAYAK", "KIWI", "KOALA", "LAMPE", "LAVANDE", "LILAS", "LIVRE", "LOUPE", "LUNE", "LUTIN",
    "MANGUE", "MARBRE", "MARMITE", "MASQUE", "MELON", "MENTHE", "MIEL", "MIMOSA", "MIROIR",
    "MONTRE", "MOULIN", "MUSIQUE", "NAVIRE", "NECTAR", "NUAGE", "OASIS", "OISEAU", "OLIVE",
    "OPALE", "ORANGE", "ORIGAMI", "OTARIE", "PALMIER", "PANDA", "PAPIER", "PARASOL", "PASTEL",
    "PEIGNE", "PHARE", "PIANO", "PIGEON", "PINCEAU", "PLAGE", "PLUME", "POMME", "PORTAIL",
    "POTERIE", "PRISME", "PUPITRE", "QUARTZ", "QUILLE", "RADIS", "RAISIN", "REQUIN", "RIVAGE",
    "ROBOT", "ROMARIN", "RUBAN", "RUCHE", "SABLE", "SAFRAN", "SAPIN", "SATURNE", "SOLEIL",
    "SORBET", "SOURIRE", "SPIRALE", "SUCRE", "TAMBOUR", "TANGO", "TAPIS", "TIGRE", "TISANE",
    "TOMATE", "TORTUE", "TOTEM", "TRAIN", "TULIPE", "TUNNEL", "VAGUE", "VALISE", "VANILLE",
    "VERGER", "VIOLON", "VIRGULE", "VOILIER", "VOLCAN", "WAGON", "YAOURT", "YOGA", "ZESTE",
]  # fmt: skip

# Not above 69: « quatre-vingt-onze » is written down in more than one way.
LOWEST, HIGHEST = 10, 69
_TRIES = 200
_CODE = re.compile(r"([a-z]+)(\d{2,3})")


def new_code(is_taken: Callable[[str], bool]) -> str:
    """One that nobody has this week; with a third figure when the short ones run out."""
    for _ in range(_TRIES):
        code = f"{secrets.choice(WORDS)} {LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)}"
        if not is_taken(code):
            return code
    while True:
        code = f"{secrets.choice(WORDS)} {100 + secrets.randbelow(900)}"
        if not is_taken(code):
            return code


def as_code(words: str) -> str | None:
    """« lune27 », « Lune - 27 » → "LUNE 27"; None when that is no code at all."""
    match = _CODE.fullmatch(fold(words).replace(" ", ""))
    return f"{match[1].upper()} {match[2]}" if match else None
