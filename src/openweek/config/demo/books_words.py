"""What the teams of this week have written so far, each in another state."""

from openweek.challenges.actions import Newcomer
from openweek.challenges.models import TeamMember
from openweek.config.demo.books import BELL, Chapter, Shown, SourceWords, TeamWords
from openweek.writing.models import Consent

Role = TeamMember.Role

TEAMS = [
    TeamWords(
        "Les enfants de la Montat",
        [
            Newcomer("Lucie Nguyen", role=Role.LEAD),
            Newcomer("Paul Vial", role=Role.WRITER),
            Newcomer("Odette", role=Role.ASKS),
            Newcomer("Inès Aubert", role=Role.PICTURES),
        ],
        [
            Chapter(0, "Odette", (
                "§0\n\n"
                "L’école a fermé en 2009. Pendant trois ans, la cour est restée aux pigeons. Ce "
                "sont deux institutrices à la retraite qui ont demandé la clé à la mairie, pour "
                "un goûter, un seul. Il y est venu soixante personnes.\n\n"
                "!school\n\n"
                "§1\n\n"
                "- les voisins de la rue, pour la peinture\n"
                "- une menuisière, pour les tables\n"
                "- un comptable, pour les statuts\n\n"
                "Personne n’était chef. On a appris à décider en mangeant.\n\n"
                "## Ce que l’on entendait depuis la rue\n\n"
                "!bell\n\n"
                "La cloche est restée. On ne la sonne plus pour rentrer en classe, mais pour dire "
                "que la soupe est prête."), {
                    "school": Shown(
                        "Une école à cinq portes de couleurs sous un toit rouge ; un adulte et "
                        "un enfant traversent la cour.",
                        "Le Préau, dessiné de mémoire", "Inès Aubert", "CC-BY-4.0"),
                    BELL: Shown(
                        "Une cloche d’école, deux coups, le second plus doux. Puis la cour se "
                        "tait.", "La cloche du Préau, deux coups"),
                }, settled=(3,)),
            Chapter(1, "Paul Vial", (
                "## Un quartier en pente\n\n"
                "La Montat monte, comme son nom le dit. En bas le tramway, en haut les jardins "
                "ouvriers. Le Préau est au milieu, là où l’on reprend son souffle.\n\n"
                "!slope\n\n"
                "On vient à pied. Ceux d’en haut arrivent reposés et repartent essoufflés ; ceux "
                "d’en bas font l’inverse. Au milieu, on se croise, et c’est à cela que sert le "
                "banc."), {
                    "slope": Shown(
                        "Une rue qui monte, bordée de maisons de couleurs : le tramway en bas, "
                        "les jardins en haut.", "Du tramway aux jardins, sept minutes de montée",
                        "Inès Aubert"),
                }),
            Chapter(2, "Lucie Nguyen", (
                "## Le matin où tout le monde est venu\n\n"
                "Nous avions imprimé vingt affiches. La vingt et unième, c’est la boulangère qui "
                "l’a écrite à la main, sur un sac à pain.\n\n"
                "!faces\n\n"), {
                    "faces": Shown(
                        "Quatre personnes devant une porte ouverte.", "Les premiers arrivés",
                        consent=Consent.UNASKED),
                }),
            Chapter(3, "Odette", (
                "**Odette** : a gardé la clé du goûter. Connaît les prénoms de trois "
                "générations.\n\n"
                "**La Montat** : la rue, le quartier, et la pente qui va avec.\n\n"
                "**Le banc** : devant la porte, côté soleil. On y décide plus qu’à table.")),
        ],
        title="La cloche et la soupe",
        subtitle="Comment une école fermée a rouvert",
        summary=(
            "Une école ferme, une cour se tait. Trois ans plus tard, deux institutrices demandent "
            "une clé pour un goûter."),
        takes={"Odette": (0, 3), "Paul Vial": (1,), "Lucie Nguyen": (2,)},
        sources=[
            SourceWords(
                "Tramway de Saint-Étienne", "les auteurs de Wikipédia", "CC-BY-SA-4.0",
                "https://fr.wikipedia.org/wiki/Tramway_de_Saint-%C3%89tienne",
                "Trois dates reprises dans le chapitre « Territoire »."),
        ],
        cover="school",
    ),
    TeamWords(
        "Le 12 bis",
        [
            Newcomer("Karim Saïdi", role=Role.WRITER),
            Newcomer("Jo Marchetti", role=Role.PICTURES),
        ],
        [
            Chapter(2, "Jo Marchetti", (
                "## Ce qui a failli nous arrêter\n\n"
                "La chaudière. Puis l’assurance. Puis la chaudière.\n\n"
                "!boiler\n\n"
                "Le premier hiver, nous avons écrit sur la porte combien il faisait dedans. C’est "
                "devenu un jeu : qui devine entre, qui se trompe épluche."), {
                    "boiler": Shown(
                        "Une chaudière rouge dont l’aiguille est au plus bas, à côté d’une "
                        "marmite qui fume.", "Quatorze degrés, et de la soupe"),
                }),
        ],
        takes={"Jo Marchetti": (2,), "Karim Saïdi": (0,)},
    ),
    TeamWords(
        "Les voix de la cour",
        [
            Newcomer("Hélène Fabre", role=Role.TIME),
            Newcomer("Samira", role=Role.ASKS),
            Newcomer("Bastien", role=Role.READER, institution="Collège du quartier"),
        ],
        takes={"Samira": (0,)},
    ),
    TeamWords(
        "La Verrière",
        [
            Newcomer("Solène", role=Role.LEAD),
            Newcomer("Yann", role=Role.WRITER),
        ],
        [
            Chapter(0, "Solène", (
                "§0\n\n"
                "Un atelier de tissage au fond d’une vallée, dont la verrière avait perdu un "
                "carreau sur trois. Nous étions cinq à vouloir le réparer, et aucun de nous "
                "n’était vitrier.\n\n"
                "!band\n\n"
                "Nous avons appris sur les plus petits carreaux. Les grands attendent encore."),
                {"band": Shown()}),
        ],
        title="Un carreau sur trois",
        takes={"Solène": (0,), "Yann": (1, 2)},
        place="La Verrière, dans le Diois",
    ),
]  # fmt: skip
