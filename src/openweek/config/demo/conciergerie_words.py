"""What the demonstration's concierge writes: rules, notices, the guide, partners."""

from dataclasses import dataclass, field

FIRST_RULES = """\
Le Préau est à tout le monde, donc un peu à vous.

## En arrivant

- On dit bonjour, et son prénom.
- On demande avant de déranger quelqu’un qui travaille : **lampe verte**, on peut ; lampe rouge, \
on repasse.

## Sur place

- On range ce qu’on a sorti. Ce qui est cassé n’est pas grave : dites-le.
- Le téléphone, c’est dans la cour, même quand il pleut.
- La soupe est à prix libre. La vaisselle aussi.

## En partant

- La dernière personne ferme les fenêtres, et la grille de la cour.
"""
SECOND_RULES = FIRST_RULES.replace(
    "- La soupe est",
    "- On demande avant de photographier quelqu’un, et on n’insiste pas.\n"
    "- Les enfants sont les bienvenus à l’Atelier, **avec un adulte qui veille sur eux**.\n"
    "- La soupe est",
)
WHAT_IS_NEW = "Les photos se demandent, et les enfants viennent à l’Atelier avec quelqu’un."
# Who has read the newest.
READERS = ["Karim Saïdi", "Hélène Fabre", "Bernard Chol", "Paul Vial"]

URGENT = "Plus d’eau dans la cuisine jusqu’à ce soir : le plombier est là."
URGENT_MORE = "Pour le thé, les carafes sont remplies sous le préau."
NOTICE = "La marche de l’entrée est réparée : on passe de nouveau par la grande porte."
NOTICE_MORE = "Par la cour, c’est toujours de plain-pied."


@dataclass(frozen=True)
class Page:
    title: str
    text: str
    words: str = ""
    language: str = "fr"


PAGES = [
    Page(
        "Où est le Wi-Fi, et quel est son mot ?",
        "Le réseau s’appelle **Preau**. Le mot du mois est écrit à la craie sur le tableau de la "
        "Salle des cartes.\n\nÇa ne prend pas ? Éteignez le Wi-Fi de votre appareil, comptez "
        "jusqu’à dix, rallumez. Sinon, [demandez un coup de main](/le-preau/help/).",
        "internet réseau mot de passe connexion",
    ),
    Page(
        "Imprimer une page",
        "1. Enregistrez-la en PDF.\n2. Envoyez-la à l’imprimante **Gutenberg**, ou apportez une "
        "clé USB.\n3. Dix centimes dans la tirelire, si vous pouvez.\n\nElle avale de travers le "
        "papier recyclé : une feuille à la fois.",
        "imprimante papier encre photocopie scanner",
    ),
    Page(
        "Qui a les clés ?",
        "Nadia, Hélène et Karim. La clé de l’Atelier est derrière le globe, celle de la remise "
        "est au clou. Si la grille est fermée, sonnez deux fois.",
        "clef ouvrir porte grille badge",
    ),
    Page(
        "Venir en fauteuil, avec une canne, avec une poussette",
        "Par la cour, tout est de plain-pied, sauf l’Atelier : **deux marches**, et une rampe que "
        "l’on pose en une minute. Prévenez-nous, elle sera déjà là.\n\nLes toilettes du fond sont "
        "larges. Une chaise solide attend près de la porte.",
        "handicap accès rampe ascenseur pmr fauteuil roulant",
    ),
    Page(
        "Le café, la soupe et la vaisselle",
        "Le café est toujours chaud. La soupe est à midi et demi, à prix libre. On lave son bol, "
        "et celui du voisin si l’on est de bonne humeur.",
        "manger boire cuisine midi repas thé",
    ),
    Page(
        "La chaudière fait un bruit de train",
        "C’est normal jusqu’à neuf heures. Après, tournez d’un quart le robinet rouge, et dites-"
        "le à la conciergerie.",
        "chauffage froid radiateur",
    ),
    Page(
        "Coming from abroad?",
        "Lucie, Inès and Kate speak English. Tram **T3**, stop *Place du Peuple*, then five "
        "minutes on foot. Ring twice if the gate is shut.",
        "english visitors arrive tram",
        language="en",
    ),
]
ANSWER = (
    "Il est dans l’armoire grise de la Salle des cartes, avec deux câbles. Si l’image est bleue, "
    "tirez doucement sur la prise et remettez-la."
)
ANSWERED = Page(
    "Où est le projecteur, et pourquoi est-il bleu ?", ANSWER, "vidéoprojecteur écran image câble"
)


@dataclass(frozen=True)
class Asked:
    """``minutes`` ago."""

    who: str
    about: str
    minutes: int
    where: str = ""
    words: str = ""
    taken_by: str = ""


HELP = [
    Asked("Yvonne", "somebody", 4, "la grande porte", "la poignée est trop haute pour moi"),
    Asked("Claire", "wifi", 18, "La petite classe", "le mot du tableau ne marche pas", "Karim"),
]
HELP_ANSWERED = Asked("Odette", "projector", 95, "Salle des cartes", "où est-il rangé ?", "Jo")


@dataclass(frozen=True)
class With:
    """Somebody with whom the place does things; days count from the first day of the week."""

    name: str
    what: str
    contact: str = ""
    website: str = ""
    phone: str = ""
    notes: str = ""
    is_public: bool = True
    agreed_until: int | None = None
    # Days, with whom, what was said; nothing said yet of one to come.
    meetings: list[tuple[int, str, str]] = field(default_factory=list)
    # What, whether we promised it, and by when.
    promises: list[tuple[str, bool, int | None]] = field(default_factory=list)
    kept: str = ""


PARTNERS = [
    With(
        "Collège du Crêt", "Ses classes viennent lire nos livres, ses stagiaires nous apprennent.",
        "Mme Peyron", "https://college-du-cret.example.org", agreed_until=210,
        meetings=[(-20, "Mme Peyron et le principal", ("Une classe par semaine d’ouverture. Les "
                   "élèves veulent voir l’imprimante, les professeurs veulent voir les livres."))],
        promises=[
            ("Réserver douze chaises vendredi après-midi", True, 4),
            ("Envoyer la liste des élèves sans photo", False, 2),
        ],
        kept="Envoyer la liste des élèves sans photo",
    ),
    With(
        "Les Jardins du Furan", "Ils apportent les légumes de la soupe, nous refaisons leur page.",
        "Aïcha et Marcel", "https://jardins-du-furan.example.org", agreed_until=3,
        meetings=[
            (-45, "Aïcha", "Deux cagettes le mercredi, contre un site et un coin d’étagère."),
            (2, "Aïcha et Marcel", ""),
        ],
        promises=[("Montrer la nouvelle page, même à moitié faite", True, 2)],
    ),
    With(
        "Bibliothèque de Tarentaize", "Nos livres de la semaine trouvent place dans ses rayons.",
        "Sandrine", phone="04 00 00 00 42",
        meetings=[(-12, "Sandrine", "Elle prend trois exemplaires de chaque livre.")],
        promises=[("Relier les livres avant lundi", True, 7)],
    ),
    With(
        "Secours du quartier", "On nous envoie qui a besoin d’une adresse, d’un papier, d’un thé.",
        "Jean-Luc", is_public=False, agreed_until=120,
        notes="Appeler plutôt le matin. Ne jamais laisser de message avec un nom.",
        meetings=[(9, "Jean-Luc et l’équipe du mardi", "")],
    ),
    With(
        "Atelier Vélo de l’Ondaine", "Ils prêtent un pied d’atelier, nous imprimons leurs pièces.",
        "Idriss", "https://velo-ondaine.example.org",
        meetings=[(-30, "Idriss", "Le pied arrive en octobre, et repart quand on veut.")],
        promises=[
            ("Imprimer vingt caches de valve", True, -3),
            ("Une matinée de réglage des freins", False, 3),
        ],
    ),
]  # fmt: skip
