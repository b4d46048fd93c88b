"""Who is at the demonstration's place as it is begun, on site or from afar, open or busy."""

from openweek.community.actions import arrive
from openweek.config.demo.together import somebody
from openweek.place.models import Person
from openweek.week.models import Week

HERE = [
    ("Nadia Berthet", "on-site", "open", "à l’accueil, avec du café"),
    ("Karim Saïdi", "on-site", "open", "un site pour les jardins"),
    ("Jo Marchetti", "on-site", "open", "le grille-pain de Roger"),
    ("Lucie Nguyen", "on-site", "busy", "je relis un chapitre jusqu’à midi"),
    ("Bernard Chol", "on-site", "open", "les papiers, les impôts, le téléphone"),
    ("Inès Aubert", "remote", "open", "la carte du quartier, depuis le train"),
    ("Kate Doyle", "remote", "busy", "I read the books as they grow"),
]
# Without an account, in a browser that is always the same.
PASSING = [
    ("Mireille", "on-site", "open", "la soupe de demain"),
    ("Ange", "remote", "open", "depuis Ajaccio, je suis le défi"),
]


def come_to_the_place(week: Week) -> None:
    people = {person.name: person for person in Person.objects.all()}
    for name, where, light, about in HERE:
        arrive(
            place=week.place, by=somebody(name), where=where, light=light, about=about,
            person=people.get(name),
        )  # fmt: skip
    for name, where, light, about in PASSING:
        arrive(
            place=week.place, by=somebody(name), where=where, light=light, about=about, name=name
        )
