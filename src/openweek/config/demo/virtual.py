"""The virtual place of the demonstration: what people know, and what is pinned up."""

from datetime import timedelta

from openweek.community.actions import change_profile, write_post
from openweek.community.models import Post
from openweek.config.demo.together import somebody
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Person, Place

SLUG = "le-preau"
# Who they are, what they can, what they look for, what they speak. Paul shows himself to nobody.
KNOWN = [
    ("Nadia Berthet", "Je garde les clés, et je sais presque toujours où sont les autres.",
     ["le lieu", "les règles", "monter une association"], ["un accordéoniste pour la clôture"],
     ["fr", "es"]),
    ("Karim Saïdi", "Des sites pour de petites maisons, rien que du libre.",
     ["créer un site", "logiciels libres", "sauvegardes"], ["quelqu’un qui écrit bien"],
     ["fr", "ar"]),
    ("Jo Marchetti", "Ce qui se démonte se remonte, à une vis près.",
     ["réparer", "souder", "imprimer en 3D"], ["quelqu’un qui sait coudre"], ["fr", "it"]),
    ("Lucie Nguyen", "", ["écrire", "corriger", "mettre en page"], ["des photos de l’été"],
     ["fr", "en"]),
    ("Hélène Fabre", "Les chiffres ne mordent pas, je les tiens.",
     ["comptabilité d’une association", "demandes de subvention", "généalogie"], [], ["fr"]),
    ("Inès Aubert", "", ["dessiner des cartes", "OpenStreetMap", "photographier"],
     ["des vieux plans du quartier"], ["fr", "en", "es"]),
    ("Bernard Chol", "Trente ans de guichet. Maintenant, de l’autre côté.",
     ["papiers en ligne", "impôts", "téléphone", "langue des signes"], ["un partenaire de belote"],
     ["fr", "fsl"]),
    ("Odette Chazelle", "", ["coudre", "tricoter", "recettes du Forez"],
     ["apprendre le téléphone"], ["fr"]),
]  # fmt: skip
# How many hours ago, by whom, what, and what was answered.
PINNED = [
    (
        75, "Jo Marchetti",
        (
            "Il reste **douze chaises** à réparer pour la rentrée.\n\n- de la colle à bois\n"
            "- deux serre-joints\n\nQui passe jeudi ?"
        ),
        [
            ("Hélène Fabre", "J’ai les serre-joints, je les apporte."),
            ("Roger", "Et moi la paille, pour celles qui n’ont plus d’assise."),
        ],
    ),
    (50, "Lucie Nguyen", "Merci à qui a remis de l’encre dans l’imprimante.", []),
    (
        26, "Kate Doyle",
        "Hello from Leeds! Is the *ExplorBook* template open to another place?",
        [
            ("Lucie Nguyen", "Yes, take it, and tell us what you change."),
            ("Karim Saïdi", "Tout est dans notre code source : `git clone`, et il est à vous."),
        ],
    ),
    (
        20, "Inès Aubert",
        "Je cherche des **photos de la cour** avant 1980, pour la carte. Même floues.",
        [("Odette Chazelle", "J’ai celle de la neige. On ne voit que la neige.")],
    ),
    (
        3, "Nadia Berthet",
        "La boîte aux objets trouvés déborde : trois gants gauches, un livre de tarot, une clé 4.",
        [("Bernard Chol", "Le gant gris est à moi. J’ai le droit, en manquant le tramway.")],
    ),
]  # fmt: skip
PASSING = (
    "Bonjour, nous sommes trois voisines : est-ce qu’on peut venir avec une machine à coudre ?"
)


def make_virtual_place() -> None:
    place = Place.objects.get(slug=SLUG)
    people = {person.name: person for person in Person.objects.all()}
    for name, about, skills, seeks, languages in KNOWN:
        if name in people:
            change_profile(
                place=place, person=people[name], by=somebody(name), is_shown=True, about=about,
                skills=skills, seeks=seeks, languages=languages,
            )  # fmt: skip
    now = clock.now()
    for hours, name, text, answers in PINNED:
        with clock.at(now - timedelta(hours=hours)):
            post = write_post(place=place, text=text, by=somebody(name), is_held=False)
        with clock.at(now - timedelta(hours=hours / 2)):
            for who, answer in answers:
                write_post(place=place, text=answer, by=somebody(who), is_held=False, answers=post)
    passing = Author(name="Marie-Jo", passer_by="0" * 16)
    write_post(place=place, text=PASSING, by=passing, is_held=True)


def is_missing() -> bool:
    return not Post.objects.filter(place__slug=SLUG).exists()
