"""Those who come to the demonstration's weeks, in their own words. Nobody of them exists."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Guest:
    """Somebody who comes on a half-day; ``day`` counts the days of the week, from 0."""

    name: str
    day: int
    half: str = "morning"
    project: str = ""
    learn: str = ""
    show: str = ""
    languages: tuple[str, ...] = ("fr",)
    need_codes: tuple[str, ...] = ()
    needs: str = ""
    origin: str = "Saint-Étienne"
    people: int = 1
    group: str = ""
    # For which partner of the place they come.
    organisation: str = ""
    heard: str = ""
    age: str = ""
    guardian: str = ""
    photos: str = ""
    has_mail: bool = False
    newsletter: bool = False
    # First names of hosts whom they would like to meet.
    wishes: tuple[str, ...] = ()
    stands_in_line: bool = False
    came: bool = True
    word: str = ""
    word_is_public: bool = False
    more_days: tuple[tuple[int, str], ...] = field(default=())


AFTERNOON = "afternoon"
GUESTS = [
    # Monday
    Guest("Ginette", 0, project="apprendre à envoyer des photos à ma fille",
          learn="le téléphone, les photos", show="la confiture de cerises", age="senior",
          heard="friend", photos="yes", has_mail=True, newsletter=True, wishes=("Bernard",),
          word="Quelqu’un m’attendait, avec mon prénom sur un papier. J’ai envoyé onze photos.",
          word_is_public=True),
    Guest("Marguerite Oriol", 0, learn="écrire un courrier à la mairie", age="senior",
          need_codes=("hearing",), needs="j’entends mieux de l’oreille gauche", heard="poster",
          photos="no", word="La chaise près du poêle était parfaite. À demain pour la suite ?"),
    Guest("Driss", 0, learn="créer son site", languages=("fr", "ar"), heard="internet",
          age="under-60", origin="Saint-Chamond", has_mail=True),
    Guest("Famille Rey", 0, AFTERNOON, project="voir l’imprimante 3D", learn="imprimer en 3D",
          people=4, origin="Firminy", need_codes=("child",), heard="friend", photos="yes",
          word="Les petits veulent revenir. Les grands aussi.", word_is_public=True),
    Guest("Colette", 0, AFTERNOON, learn="des papiers à faire en ligne", age="senior",
          need_codes=("company", "step-free"), heard="association", came=False),
    Guest("Hugo", 0, AFTERNOON, show="réparer les consoles", learn="souder", age="under-26",
          origin="La Ricamarie", heard="passing"),
    # Tuesday
    Guest("Bastien", 1, project="ouvrir un tiers-lieu dans mon village",
          learn="les règles d’un lieu, la comptabilité d’une association", origin="Ardèche",
          age="under-60", heard="internet", has_mail=True, newsletter=True, wishes=("Nadia",),
          more_days=((1, AFTERNOON),),
          word="Je repars avec vos règles, votre budget et le nom de trois personnes.",
          word_is_public=True),
    Guest("Oksana", 1, learn="le français, des papiers à faire en ligne", show="la broderie",
          languages=("uk", "en"), origin="Ukraine", heard="association", age="under-60",
          organisation="Secours du quartier"),
    Guest("René et Simone", 1, people=2, learn="le téléphone", age="senior", heard="press",
          origin="Roche-la-Molière", need_codes=("step-free",), photos="yes"),
    Guest("Ange", 1, AFTERNOON, project="comparer avec notre lieu", show="notre fête des voisins",
          origin="Corse", people=2, has_mail=True, heard="internet", wishes=("Nadia", "Lucie")),
    Guest("Fatou", 1, AFTERNOON, learn="coudre, mettre en page une affiche", age="under-26",
          heard="friend", origin="Lyon", photos="no"),
    Guest("Milo", 1, AFTERNOON, learn="imprimer en 3D", age="under-15",
          guardian="Claire Vacher, sa mère, 06 00 00 00 12", need_codes=("company",),
          heard="friend", photos="no"),
    # Wednesday
    Guest("Yvonne", 2, project="des papiers à faire en ligne", learn="les impôts en ligne",
          need_codes=("step-free",), needs="une chaise près de la porte", age="senior",
          heard="poster", wishes=("Bernard",)),
    Guest("Jean-Baptiste", 2, learn="réparer un vélo", show="l’accordéon", age="under-60",
          heard="passing", origin="Le Chambon-Feugerolles"),
    Guest("Chiara", 2, learn="écrire en français", show="cuisiner les pâtes",
          languages=("it", "en"), origin="Italie", heard="internet", age="under-26",
          has_mail=True, photos="yes"),
    Guest("Les Jardins du Furan", 2, AFTERNOON, project="refaire notre page", people=3,
          group="Les Jardins du Furan", learn="créer son site, mettre en page",
          organisation="Les Jardins du Furan", heard="association", has_mail=True,
          wishes=("Karim",)),
    Guest("Léa", 2, AFTERNOON, learn="dessiner des cartes, OpenStreetMap", age="under-26",
          origin="Grenoble", heard="internet", show="la linogravure"),
    Guest("Abel", 2, AFTERNOON, learn="parler de son métier", languages=("fr", "fsl"),
          need_codes=("hearing",), needs="je signe, et je lis sur les lèvres", age="under-60",
          heard="association"),
    # Thursday
    Guest("Théo", 3, project="trouver un stage", learn="écrire une lettre", age="under-26",
          origin="Rive-de-Gier", heard="association", organisation="Mission locale", photos="yes"),
    Guest("Paulette", 3, learn="trier mes photos", age="senior", heard="press",
          need_codes=("seeing",), needs="de grosses lettres, et tout va bien"),
    Guest("Wim", 3, project="voir comment on écrit un livre en cinq jours",
          languages=("en", "de"), origin="Belgique", heard="internet", has_mail=True),
    Guest("Marie-Claude", 3, AFTERNOON, learn="la généalogie", need_codes=("hearing",),
          needs="j’entends mal : placez-moi devant", age="senior", heard="friend"),
    Guest("Kévin et Sarah", 3, AFTERNOON, people=2, learn="monter une association, ses comptes",
          age="under-60", origin="Unieux", heard="poster", wishes=("Hélène",), has_mail=True),
    Guest("Ali", 3, AFTERNOON, show="réparer les machines à laver", learn="créer son site",
          languages=("ar", "fr"), heard="friend", age="under-60"),
    # Friday: in the afternoon, on which the books appear, every seat is taken.
    Guest("Étienne", 4, project="écrire l’histoire de la rue", learn="écrire, corriger",
          age="senior", heard="friend", wishes=("Lucie",)),
    Guest("Nour", 4, learn="mettre en page un livre", origin="Villeurbanne", age="under-26",
          heard="internet", photos="no", has_mail=True),
    Guest("Madame Peyron", 4, AFTERNOON, people=12, group="Les 4e B du collège du Crêt",
          project="lire les livres de la semaine, et en rapporter un", learn="imprimer en 3D",
          organisation="Collège du Crêt", heard="association", has_mail=True,
          age="under-15", guardian="Mme Peyron, professeure de français", photos="no"),
    Guest("Mireille Bonnefoy", 4, AFTERNOON, people=6, group="La chorale du mardi",
          show="trois chansons, à la fin", heard="association", age="senior",
          need_codes=("step-free",), photos="yes"),
    Guest("Salomé", 4, AFTERNOON, project="dessiner une affiche", learn="mettre en page",
          show="la linogravure", origin="Lyon", age="under-26", heard="internet", has_mail=True,
          newsletter=True),
    Guest("Les Cousins Gaillard", 4, AFTERNOON, people=5, origin="Montbrison", heard="press",
          need_codes=("child",)),
    Guest("Atelier Vélo de l’Ondaine", 4, AFTERNOON, people=5, group="Atelier Vélo de l’Ondaine",
          learn="réparer un vélo", show="réparer un vélo", origin="Firminy",
          organisation="Atelier Vélo de l’Ondaine", heard="association"),
    Guest("Bibliothèque de Tarentaize", 4, AFTERNOON, people=4, heard="association",
          group="Bibliothèque de Tarentaize", organisation="Bibliothèque de Tarentaize",
          project="prendre les livres pour nos rayons"),
    Guest("Aline", 4, AFTERNOON, origin="Isère", heard="friend", age="under-60"),
    Guest("Monsieur Kowalski", 4, AFTERNOON, age="senior", heard="passing",
          show="les photos de la mine", need_codes=("company",)),
    Guest("Les voisins du 14", 4, AFTERNOON, people=3, heard="poster"),
    Guest("Rosa et Luis", 4, AFTERNOON, people=2, languages=("pt", "fr"), heard="friend",
          stands_in_line=True),
    Guest("Résidence des Tilleuls", 4, AFTERNOON, people=6, group="Résidence des Tilleuls",
          age="senior", need_codes=("step-free",), heard="association", stands_in_line=True),
    Guest("Gabin", 4, AFTERNOON, age="under-26", heard="internet", stands_in_line=True,
          has_mail=True),
]  # fmt: skip

# Whatever day it is. The first two are here already.
TODAY = [
    Guest("Suzanne", 0, project="mettre de l’ordre dans mon téléphone", learn="le téléphone",
          needs="un siège bas", need_codes=("step-free",), age="senior", heard="friend"),
    Guest("Idriss", 0, project="un site pour mon atelier de vélos", learn="créer son site",
          languages=("ar", "fr"), origin="Saint-Chamond", age="under-60", heard="poster",
          has_mail=True),
    Guest("Claire et Tom", 0, AFTERNOON, project="trouver où travailler deux jours", people=2,
          languages=("en", "fr"), heard="internet", wishes=("Lucie",)),
    Guest("Roger", 0, AFTERNOON, origin="Haute-Loire", show="le rempaillage des chaises"),
]  # fmt: skip
HERE_ALREADY = ("Suzanne", "Idriss")
# Who gave up a seat, so that the first of the line has moved up.
GAVE_UP = Guest("Éloi et les siens", 4, AFTERNOON, people=2, heard="friend", came=False)
PASSING_BY = "Samir"

# Those of the first edition came from the Rhône, the Isère and Corsica, as had those of 2012.
AUTUMN_GUESTS = [
    Guest("Ginette", 0, age="senior", heard="friend",
          word="J’étais venue pour l’imprimante. Je suis restée pour la soupe.",
          word_is_public=True),
    Guest("Raymond", 0, age="senior", heard="poster",
          word="Il manque des porte-manteaux. Le reste, il y a."),
    Guest("Fablab de Villeurbanne", 0, people=7, group="Fablab de Villeurbanne",
          origin="Rhône", heard="internet", age="under-60", organisation="Fablab de Villeurbanne",
          word="On copie votre mur des petites tâches dès lundi.", word_is_public=True),
    Guest("Estelle", 1, origin="Lyon", age="under-26", heard="internet",
          word="Deux heures, trois rencontres, une idée de mémoire.", word_is_public=True),
    Guest("Les amis du Vercors", 1, AFTERNOON, people=9, group="Les amis du Vercors",
          origin="Isère", heard="association", age="senior"),
    Guest("Noé", 1, AFTERNOON, age="under-15", guardian="Inès Faure, sa tante",
          photos="no", heard="friend", word="La soudure c’est trop bien", word_is_public=True),
    Guest("U Spaziu", 2, people=6, group="U Spaziu", origin="Corse", heard="internet",
          age="under-60", organisation="U Spaziu",
          word="Le bateau, deux trains et un tramway : nous recommencerions demain.",
          word_is_public=True),
    Guest("Yvonne", 2, AFTERNOON, age="senior", need_codes=("step-free",), heard="poster",
          word="La porte de la cour est lourde quand on a une canne."),
    Guest("Centre social Beaulieu", 3, people=8, group="Centre social Beaulieu",
          organisation="Centre social Beaulieu", heard="association", age="under-60"),
    Guest("Maxence", 3, AFTERNOON, age="under-26", heard="passing", origin="Firminy",
          word="Je passais devant depuis six ans.", word_is_public=True),
    Guest("Lison et sa grand-mère", 3, AFTERNOON, people=3, need_codes=("child",), heard="friend"),
    Guest("Les gens du rez-de-chaussée", 4, people=4, heard="passing", age="under-60"),
    Guest("Pilar", 4, AFTERNOON, languages=("es", "fr"), age="under-60", heard="friend",
          word="J’ai lu une page à voix haute, en français. La première fois.",
          word_is_public=True),
    Guest("Lucien", 4, AFTERNOON, age="senior", heard="press", came=False),
]  # fmt: skip
