"""The books of the weeks that are over."""

from openweek.challenges.actions import Newcomer
from openweek.challenges.models import TeamMember
from openweek.config.demo.books import Chapter, Shown, SourceWords, TeamWords
from openweek.publishing.models import Unwritten
from openweek.writing.models import Consent

Role = TeamMember.Role

AUTUMN_TEAM = TeamWords(
    "La classe de CM2",
    [
        Newcomer("Lucie Nguyen", role=Role.LEAD),
        Newcomer("Hélène Fabre", role=Role.WRITER),
        Newcomer("Mireille", role=Role.ASKS),
    ],
    [
        Chapter(0, "Hélène Fabre", (
            "## Vingt-deux clés\n\n"
            "Il existe vingt-deux clés du Préau. Nous savons où sont dix-neuf d’entre elles. Les "
            "trois autres ouvrent sans doute encore la porte à quelqu’un, et c’est très bien.\n\n"
            "!keys\n\n"
            "La première clé était celle de la directrice. Elle l’a rendue à la mairie le jour de "
            "la fermeture, avec une étiquette : « Ne pas perdre, on reviendra. » Deux ans plus "
            "tard, c’est la même clé, avec la même étiquette, que l’on nous a tendue.\n\n"
            "## Comment on décide\n\n"
            "Le premier mardi du mois, autour de la soupe. Celui qui n’est pas d’accord propose "
            "autre chose. Celui qui propose essaie. Au mardi suivant, il raconte.\n\n"
            "> On n’a jamais voté. Une fois, on a failli, mais la soupe était prête.\n\n"
            "!table\n\n"
            "Cela prend du temps. Choisir la couleur des portes a pris quatre mardis, et il y a "
            "finalement une couleur par porte : personne n’a perdu, et l’on peut dire « la porte "
            "jaune » à quelqu’un qui vient pour la première fois."), {
                "keys": Shown(
                    "Un tableau de vingt-deux crochets : dix-neuf clés de couleurs, trois "
                    "crochets vides.", "Le tableau des clés, à gauche en entrant",
                    "Inès Aubert"),
                "table": Shown(
                    "Une longue table vue de dessus, la marmite au milieu, des bols tout autour.",
                    "Un premier mardi du mois", "Inès Aubert"),
            }),
        Chapter(1, "Mireille", (
            "## Le marché, le collège, la caserne\n\n"
            "Trois voisins, trois horaires. Le marché nous apporte ses légumes abîmés, le collège "
            "ses stagiaires, la caserne son échelle.\n\n"
            "!map\n\n"
            "Pour venir du tramway, on passe devant les trois. Le matin, l’échelle est contre "
            "notre mur ; à midi, les cageots sont devant notre porte ; à quatre heures, le "
            "collège est dans notre cour.\n\n"
            "## Ceux qui ne viennent pas encore\n\n"
            "Le lycée, en haut. La résidence, en bas. Nous leur avons écrit deux fois. La "
            "troisième, nous irons, avec un gâteau."), {
                "map": Shown(
                    "Le plan du quartier : un trait rouge part du tramway, tourne quatre fois et "
                    "s’arrête devant une porte.",
                    "Le chemin du tramway au Préau, en sept repères", "Inès Aubert"),
            }),
        Chapter(2, "Lucie Nguyen", (
            "## Ce que nous referions\n\n"
            "- ouvrir avant d’être prêts\n- écrire les règles après, et les réécrire\n"
            "- garder une chaise vide\n\n"
            "!chairs\n\n"
            "La chaise vide, c’est pour celui qui passe la tête et qui n’ose pas. S’il y a une "
            "chaise, il s’assoit. S’il faut aller en chercher une, il s’excuse et il s’en va. "
            "Nous l’avons vu assez souvent pour l’écrire.\n\n"
            "## Ce que nous ne referions pas\n\n"
            "Acheter la cafetière industrielle.\n\n"
            "## Qui paie quoi\n\n"
            "| | par mois | ce que cela paie |\n|---|---|---|\n"
            "| quatorze coworkeurs | 25 € chacun | le chauffage, presque |\n"
            "| la mairie | les murs | le toit, quand il faut |\n"
            "| la soupe | prix libre | la soupe du mois suivant |"), {
                "chairs": Shown(
                    "Six chaises : cinq sont occupées, une rouge est libre.",
                    "La chaise rouge est toujours libre"),
            }),
        Chapter(3, "Mireille", (
            "**Mireille** : tient la marmite et le carnet d’adresses. Se fâche si l’on part sans "
            "manger.\n\n"
            "**La caserne** : à deux rues. Nous prête une échelle, et le camion le jour de la "
            "fête.\n\n"
            "**Le premier mardi** : le soir de la soupe et des décisions, tous les mois, même en "
            "août.")),
    ],
    title="Vingt-deux clés",
    subtitle="L’histoire du Préau, par ceux qui ont la clé et ceux qui l’ont perdue",
    summary=(
        "Une école fermée, une clé avec une étiquette, et une soupe par mois. Ce que nous avons "
        "fait, ce que nous referions, et la cafetière que nous n’achèterions plus."),
    takes={"Hélène Fabre": (0,), "Mireille": (1, 3), "Lucie Nguyen": (2,)},
    unwritten=Unwritten.VANISH,
)  # fmt: skip

# What was said to the team once the book was out; it is in the second edition.
CORRECTION = Chapter(0, "Hélène Fabre", (
    "## La vingtième clé\n\n"
    "*Ajouté après la première édition.* Le livre était paru depuis deux jours quand Roger a posé "
    "une clé sur la table. Il l’avait depuis 2012, dans la poche d’un manteau. Il en reste donc "
    "deux qui ouvrent la porte à quelqu’un."))  # fmt: skip

PAPY_TEAM = TeamWords(
    "Les mains dans le dos",
    [
        Newcomer("Odette Chazelle", role=Role.LEAD),
        Newcomer("Lucien", role=Role.TIME),
        Newcomer("Ginette", role=Role.WRITER),
        Newcomer("Noé", role=Role.PICTURES),
    ],
    [
        Chapter(0, "Odette Chazelle", (
            "On apporte son téléphone et sa question ; on repart avec la réponse, et avec la "
            "question de quelqu’un d’autre.\n\n"
            "!telephone\n\n"
            "Je suis venue parce que mes photos ne tenaient plus dans mon téléphone. Je reviens "
            "parce que maintenant, c’est moi qui montre. Cela me prend deux heures et me dure la "
            "semaine."), {
                "telephone": Shown(
                    "Un téléphone plein de photos, posé entre une carte écrite à la main et une "
                    "tasse.", "La question d’Odette", "Noé"),
            }),
        Chapter(1, "Lucien", (
            "1. On pousse la porte, on pose son manteau, on dit ce que l’on a essayé depuis la "
            "dernière fois.\n"
            "2. Chacun écrit sa question sur une carte, comme elle lui vient.\n"
            "3. On retourne les cartes. Qui a déjà su faire ? Celui-là s’assoit à côté, **les "
            "mains dans le dos**.\n"
            "4. Toutes les vingt minutes, on change de voisin.\n"
            "5. À la fin, chacun recopie dans le cahier ce qu’il a réussi, avec ses mots.\n\n"
            "!side-by-side\n\n"
            "La veille : charger les tablettes, tailler les crayons, vérifier qu’il reste des "
            "cartes."), {
                "side-by-side": Shown(
                    "Une personne tape sur un clavier ; l’autre, debout à côté, a les mains dans "
                    "le dos.", "Celui qui sait ne touche à rien", "Noé",
                    consent=Consent.AGREED,
                    consent_said="Lucien et Ginette, de vive voix, devant Odette."),
            }),
        Chapter(2, "Ginette", (
            "- **Qui ouvre** fait le café et retient les prénoms.\n"
            "- **Qui tient l’heure** a une cloche, et s’en sert.\n"
            "- **Qui tient le cahier** écrit gros.\n"
            "- Personne ne prend la souris des mains d’un autre, même par gentillesse.")),
        Chapter(3, "Ginette", (
            "## « Mon téléphone me dit qu’il est plein »\n\n"
            "Neuf fois sur dix, ce sont les films que l’on nous envoie. On les cherche ensemble, "
            "on en garde un, celui où l’on reconnaît la voix.\n\n"
            "## « On me demande un mot de passe que je n’ai jamais eu »\n\n"
            "On l’a eu. Il est dans le carnet bleu, à la page des anniversaires.")),
        Chapter(4, "Odette Chazelle", (
            "- De bonnes chaises, avant les ordinateurs\n"
            "- Deux rallonges, parce que la prise est toujours de l’autre côté\n"
            "- Des cartes et des feutres épais\n"
            "- Une affiche écrite gros, chez le pharmacien")),
    ],
    title="Les mains dans le dos",
    subtitle="La recette du PapyCamp, par ceux qui y viennent",
    summary="Comment ouvrir un PapyCamp la semaine prochaine, loin d’ici, avec de bonnes chaises.",
    takes={
        "Odette Chazelle": (0, 4), "Lucien": (1,), "Ginette": (2, 3),
    },
    unwritten=Unwritten.VANISH,
    cover="side-by-side",
)  # fmt: skip

# The page that announced March 2012 names no team and gives no book. This one says of itself that
# it was written for the demonstration, from what that page says, and invents nobody.
MARCH_TEAM = TeamWords(
    "Le carnet de mars",
    [Newcomer("OpenWeek, d’après l’annonce")],
    [
        Chapter(0, "OpenWeek, d’après l’annonce", (
            "## Deux maisons et un comptoir\n\n"
            "L’association Zoomacom et la société coopérative Openscop invitent ensemble, au "
            "7 place Maréchal Foch, à Saint-Étienne. C’est la deuxième fois : une première "
            "semaine a eu lieu en février.\n\n"
            "!counter\n\n"
            "## Ce que chacun y trouve\n\n"
            "Les coworkeurs, d’abord, s’offrent une semaine pour les petites tâches que l’on "
            "remet toujours. Comme elles laissent l’esprit libre, on peut lever la tête quand "
            "quelqu’un entre.\n\n"
            "Les visiteurs viennent avec leurs projets et travaillent sur place : pour comprendre "
            "le coworking, l’annonce ne connaît pas mieux que de le pratiquer, à côté de "
            "quelqu’un qui a l’habitude. La conciergerie, elle, redit les règles d’usage et fait "
            "visiter le Comptoir virtuel."), {
                "counter": Shown(
                    "Derrière une grande vitre, quatre personnes travaillent côte à côte à un "
                    "comptoir.",
                    "Un comptoir tel qu’on peut l’imaginer ; aucune photo ne nous est parvenue"),
            }),
        Chapter(1, "OpenWeek, d’après l’annonce", (
            "## D’où l’on vient\n\n"
            "En février, on était venu du Rhône, de l’Isère et de la Corse. Et de tout près : des "
            "Stéphanois du monde associatif, que l’on connaissait pour la plupart, et qui se "
            "demandaient si leur quartier n’aurait pas, lui aussi, besoin d’un tiers-lieu.\n\n"
            "## De près, de loin\n\n"
            "On peut participer à distance. Des temps de rencontre sont prévus, d’autres sont "
            "improvisés, et le programme est à tout le monde : chacun est libre de l’écrire.")),
        Chapter(2, "OpenWeek, d’après l’annonce", (
            "## Un format que l’on essaie\n\n"
            "La semaine est une expérience. Ce que l’on y apprend sert à améliorer le code source "
            "du tiers-lieu. Elle s’appuie sur les rendez-vous qui le font vivre : WikiSchool, "
            "PapyCamp, AssoCamp, JobCamp.\n\n"
            "## Trois défis\n\n"
            "1. **L’ExplorBook** : écrire à plusieurs, en cinq jours, l’histoire de son lieu. Le "
            "dernier jour, elle est partagée quel que soit l’état d’avancement.\n"
            "2. **L’OpenSchool** : un défi entre établissements d’enseignement supérieur.\n"
            "3. **L’ExploPapyCamp** : les seniors écrivent la recette de leur propre atelier.\n\n"
            "## Ce que nous ne savons pas\n\n"
            "Les heures, les équipes, les livres. Si vous y étiez, ce carnet a de la place.\n\n"
            "!band\n\n"), {"band": Shown()}),
        Chapter(3, "OpenWeek, d’après l’annonce", (
            "**Le Comptoir Numérique** : un espace public numérique et un espace de coworking, "
            "place Maréchal Foch.\n\n"
            "**MyURM** : l’outil des coworkeurs, que l’annonce appelle aussi le Comptoir "
            "Numérique virtuel.\n\n"
            "**Le code source** : ce qu’un lieu peut donner à un autre pour qu’il recommence "
            "autrement.")),
    ],
    title="Carnet de mars 2012",
    subtitle="Cinq jours au Comptoir Numérique, d’après l’annonce",
    summary=(
        "Écrit pour la démonstration d’OpenWeek, à partir de la page qui annonçait la semaine. Ce "
        "qu’elle ne dit pas, ce carnet ne l’invente pas."),
    sources=[
        SourceWords(
            "Zoomacom expérimente l’OpenWeek, format d’animation pour les tiers-lieux",
            "Zoomacom", "CC-BY-NC-SA-3.0",
            changes="Raconté avec d’autres phrases, dans l’ordre du modèle ExplorBook."),
    ],
    unwritten=Unwritten.VANISH,
)  # fmt: skip
