"""Words that people use for the same thing when they search the guide, in French and English."""

import re

_GROUPS = """
imprimer imprimante impression imprim photocopier photocopie copieur scanner printer print printing
wifi internet reseau connexion network
cle porte serrure ouvrir fermer key door lock
cafe the boisson eau cuisine repas manger coffee tea water kitchen food
toilettes wc sanitaires lavabo toilet restroom bathroom
projecteur videoprojecteur ecran hdmi projector screen beamer
chauffage froid chaud radiateur temperature heating cold warm
perdu trouve objet oublie lost found
moment session atelier seance evenement workshop event
proposer proposition animer propose facilitate
venir inscription inscrire enregistrer visite register registration visit come
programme agenda horaire planning calendrier schedule program calendar timetable
livre ecrire ecriture rediger texte chapitre book write writing text chapter
hote accueillir accueil visiteur host welcome visitor
tache aider corvee task chore
defi concours challenge
source git logiciel programmation software download telecharger
annuler defaire retablir erreur undo cancel mistake revert
donnees effacer supprimer confidentialite rgpd data erase delete privacy gdpr
mail courriel email lettre message adresse letter
aide secours depannage help support
connecter connexion compte identifiant motdepasse login signin account password
distance loin visio remote online
telephone portable mobile phone
ordinateur pc ordi computer laptop
enfant mineur child kid
fauteuil handicap accessible accessibilite wheelchair accessibility
envie souhait offre wish offer
moitie present presence ici here presence
regle reglement rule
annonce nouvelle notice news
""".strip().splitlines()


def _bare(word: str) -> str:
    # As searching.stem does; these words carry no accents.
    while len(word) > 3 and word[-1] in "sxe":  # noqa: PLR2004  the shortest stem
        word = word[:-1]
    return word


def _same() -> dict[str, frozenset[str]]:
    same: dict[str, frozenset[str]] = {}
    for line in _GROUPS:
        group = frozenset(_bare(word) for word in line.split())
        for word in group:
            same[word] = same.get(word, frozenset()) | (group - {word})
    return same


SAME = _same()

# Words that say nothing of what is asked.
IDLE = frozenset(
    map(
        _bare,
        re.findall(
            r"\w+",
            "le la les un une des du de d l et ou a au aux en dans sur pour par avec sans ce cette "
            "ces mon ma mes votre vos je tu il elle on nous vous ils elles me se y est sont ai as "
            "comment quoi que qui quel quelle quand pourquoi combien puis peut faire fait faut the "
            "an of to in on for with without my your i you it is are do does how what which when "
            "why can where this that be there please svp merci",
        ),
    )
)
