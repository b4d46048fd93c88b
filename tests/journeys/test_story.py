"""The story that must work, told in French by people who come to an OpenWeek."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek, sign_in
from tests.journeys.server import Server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WALL = {"width": 1920, "height": 1080}
SMALLER_WALLS = ((1920, 1080), (1280, 720), (1024, 600), (1080, 1920))
FITS = """() => document.documentElement.scrollHeight <= innerHeight
    && document.documentElement.scrollWidth <= innerWidth"""
ONE_REFRESH_MS = 21_000
LEGIBLE_PX = 28


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def follow_in(part: Locator, name: str) -> None:
    part.get_by_role("link", name=name).first.click()


def said(page: Page) -> Locator:
    """What the page says of what was just done."""
    return page.locator(".messages")


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def field(page: Page, label: str) -> Locator:
    """By the beginning of its label: « (facultatif) » follows where it is."""
    return page.get_by_label(re.compile(f"^{label}"))


def propose(page: Page, week: OpenWeek, words: str, *, at: str, room: str = "La serre") -> None:
    page.goto(week("programme/propose/"))
    field(page, "Titre").fill(words)
    field(page, "Jour").select_option(value=week.tomorrow)
    field(page, "Commence à").fill(at)
    field(page, "Salle").select_option(label=room)
    press(page, "Proposer ce moment")


# --- 1. The week's page ---------------------------------------------------------------------


def test_a_stranger_reads_what_the_week_is_without_any_script(somebody: Opener) -> None:
    page = somebody(java_script_enabled=False)
    page.goto("/")
    follow_in(page.locator("section", has_text="Cette semaine"), "OpenWeek, la semaine des portes")
    expect(title(page)).to_have_text("OpenWeek, la semaine des portes")
    expect(page.locator("#content")).to_contain_text("les portes sont ouvertes cette semaine")
    for heading in ("Ce que c’est", "Comment venir", "Ils vous attendent", "En commun"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("#content")).to_contain_text("12 rue de la Montat")
    expect(page.locator("#content a[rel=license]").first).to_have_attribute(
        "href", re.compile("creativecommons.org/licenses/by-sa/4.0")
    )
    expect(page.locator("a[href*='/move-commons/']").first).to_be_visible()
    doors = page.get_by_role("navigation", name="Les jours de la semaine").get_by_role("listitem")
    assert doors.count() >= 5
    expect(doors.filter(has_text="aujourd’hui")).to_have_count(1)


# --- 2. The programme -----------------------------------------------------------------------


def test_anybody_proposes_with_a_title_and_changes_it_later_by_a_link(
    somebody: Opener, week: OpenWeek
) -> None:
    page = somebody()
    page.goto(week("programme/"))
    follow(page, "Proposer un moment")
    field(page, "Titre").fill("Chanter à deux voix")
    press(page, "Proposer ce moment")
    expect(said(page)).to_contain_text("C’est au programme")
    link = page.get_by_label("Le lien", exact=True).input_value()

    elsewhere = somebody()
    elsewhere.goto(link)
    follow(elsewhere, "Modifier")
    field(elsewhere, "Titre").fill("Chanter à trois voix")
    field(elsewhere, "Jour").select_option(value=week.after)
    field(elsewhere, "Commence à").fill("18:00")
    field(elsewhere, "Salle").select_option(label="Le grenier")
    press(elsewhere, "Enregistrer")
    expect(title(elsewhere)).to_have_text("Chanter à trois voix")

    follow(elsewhere, "Historique")
    expect(elsewhere.locator(".history > li")).to_have_count(2)
    expect(elsewhere.locator("#change-2")).to_contain_text("Le grenier")
    elsewhere.locator("#change-2").get_by_role("button", name="Annuler").click()
    expect(said(elsewhere)).to_contain_text("Cette modification est annulée")
    expect(elsewhere.locator(".history > li")).to_have_count(3)
    page.goto(week("programme/?day=all"))
    expect(page.locator("section", has_text="À placer")).to_contain_text("Chanter à deux voix")


def test_a_session_made_from_a_format_is_filled_in_already(
    somebody: Opener, week: OpenWeek
) -> None:
    page = somebody()
    page.goto(week("programme/propose/?format=wikischool"))
    expect(field(page, "Titre")).to_have_value("WikiSchool")
    expect(page.get_by_label("En quelques mots")).not_to_have_value("")
    press(page, "Proposer ce moment")
    expect(said(page)).to_contain_text("C’est au programme")


PLACED = ("Tresser l’osier", "Rempoter les semis")


def box(page: Page, week: OpenWeek, words: str) -> dict[str, float]:
    """Where a session stands in tomorrow's programme."""
    page.goto(week(f"programme/?day={week.tomorrow}"))
    found = page.locator(".cell", has_text=words).bounding_box()
    assert found is not None
    return dict(found)


def test_a_room_is_had_once_and_the_programme_is_a_grid_or_a_list(
    somebody: Opener, week: OpenWeek
) -> None:
    first, second = somebody(viewport=DESK), somebody(viewport=PHONE)
    propose(first, week, "Tresser l’osier", at="14:30")
    expect(said(first)).to_contain_text("C’est au programme")

    propose(second, week, "Rempoter les semis", at="15:00")
    expect(second.locator(".error-summary")).to_contain_text("La serre : déjà pris")
    expect(field(second, "Titre")).to_have_value("Rempoter les semis")
    expect(second.get_by_role("button", name=re.compile("^La serre, "))).not_to_have_count(0)
    press(second, "Le grenier, à la même heure")
    expect(said(second)).to_contain_text("C’est au programme")

    osier, semis = (box(first, week, words) for words in PLACED)
    osier_below, semis_below = (box(second, week, words) for words in PLACED)
    assert osier["x"] + osier["width"] <= semis["x"] + 1, "each room has its column"
    assert osier["y"] < semis["y"] < osier["y"] + osier["height"], "half an hour lower"
    assert osier_below["x"] == semis_below["x"], "one below the other, for a thumb"
    assert osier_below["y"] + osier_below["height"] <= semis_below["y"] + 1


# --- 7. The screen --------------------------------------------------------------------------


def test_what_starts_now_is_on_the_wall_within_one_refresh(
    somebody: Opener, week: OpenWeek
) -> None:
    wall = somebody(viewport=WALL)
    wall.clock.install()
    wall.goto(week("screen/"))

    page = somebody("paul-vial", viewport=PHONE)
    page.goto(week("programme/"))
    follow(page, "Ça commence maintenant, ici")
    page.get_by_label("Qu’est-ce qui commence ?").fill("Une guitare à accorder")
    page.get_by_label("La verrière").check()
    press(page, "Ça commence")
    expect(said(page)).to_contain_text("C’est commencé")
    expect(page.locator(".badge", has_text="maintenant")).to_be_visible()

    wall.clock.fast_forward(ONE_REFRESH_MS)
    shown = wall.locator(".screen-title", has_text="Une guitare à accorder")
    expect(shown).to_be_visible()
    height = shown.evaluate("each => each.getBoundingClientRect().height")
    assert height >= LEGIBLE_PX, "legible at five metres"
    for width, height in SMALLER_WALLS:
        wall.set_viewport_size({"width": width, "height": height})
        wall.wait_for_function(FITS)  # nobody scrolls a wall
        expect(shown).to_be_in_viewport(ratio=1)


# --- 3. Visits ------------------------------------------------------------------------------


def test_a_visitor_registers_and_is_found_by_the_code_that_they_say(
    somebody: Opener, week: OpenWeek
) -> None:
    visitor = somebody(java_script_enabled=False)
    visitor.goto(week())
    follow_in(visitor.locator("#content"), "Je viens")
    field(visitor, "Votre nom").fill("Bérengère")
    for fold in ("Ce qui vous amène", "Pour que vous soyez à l’aise", "Qui vous êtes"):
        visitor.locator("summary", has_text=fold).click()
    visitor.get_by_label("Avec quoi venez-vous ?").fill("un herbier à numériser")
    visitor.get_by_label("Avec vos mots").fill("une table claire")
    visitor.get_by_label("D’où venez-vous ?").fill("Ambert")
    press(visitor, "Je viens")
    expect(title(visitor)).to_contain_text("C’est noté")
    expect(visitor.get_by_role("img", name="Votre code pour l’accueil")).to_be_visible()
    code = visitor.locator(".spoken-code").inner_text()
    assert re.fullmatch(r"\w+ \d+", code), "a word and a number, to be said aloud"

    desk = somebody("nadia-berthet", java_script_enabled=False)
    desk.goto(week("welcome/"))
    desk.get_by_label("Un nom, ou un code").fill(code.lower())
    press(desk, "Chercher")
    guest = desk.locator("section", has_text="Trouvé pour").locator(".guest")
    expect(guest).to_contain_text("une table claire")
    guest.get_by_role("button", name="Est là").click()
    expect(said(desk)).to_contain_text("Bienvenue à Bérengère")
    expect(desk.locator("section", has_text="Là maintenant")).to_contain_text("Bérengère")
    visitor.reload()
    expect(title(visitor)).to_have_text("Bienvenue, vous êtes là")

    desk.get_by_label("Son nom").fill("Quelqu’un qui passait")
    press(desk, "Accueillir")
    expect(said(desk)).to_contain_text("Bienvenue à Quelqu’un qui passait. Son code")
    expect(desk.locator("section", has_text="Là maintenant")).to_contain_text("de passage")


# --- 4. Challenges --------------------------------------------------------------------------


def test_a_team_signs_up_and_has_its_book_with_questions_to_start_from(
    somebody: Opener, week: OpenWeek
) -> None:
    page = somebody()
    page.goto(week("challenges/"))
    follow(page, "Notre lieu en trois chapitres")
    expect(page.get_by_role("timer")).to_contain_text(re.compile("jour|heure|minute|seconde"))
    follow(page, "Inscrire une équipe")
    page.get_by_label("Nom de l’équipe").fill("Les clés perdues")
    page.get_by_label("Qui en fait partie").fill("Maud\nYann")
    press(page, "Recevoir notre livre")
    expect(title(page)).to_have_text("Les clés perdues")
    expect(page.locator(".chapter-line h3")).to_have_text(
        ["Communauté", "Territoire", "Processus", "Gens et lieux"]
    )
    link = page.get_by_label("Le lien de l’équipe", exact=True).input_value()

    # Somebody else of the team, who has the link and nothing else.
    other = somebody()
    other.goto(link)
    other.get_by_role("link", name="Commencer ce chapitre Territoire").click()
    expect(title(other)).to_have_text("Territoire")
    expect(other.locator(".writing-prompts li")).not_to_have_count(0)


def test_the_three_challenges_of_2012_are_there_with_their_rules(somebody: Opener) -> None:
    page = somebody()
    page.goto("/comptoir-numerique/mars-2012/challenges/")
    expect(page.locator(".challenge-title")).to_have_count(3)
    follow_in(page.locator(".challenge-title"), "ExplorBook")
    expect(page.locator("#countdown")).to_contain_text("23 mars 2012")
    expect(page.get_by_role("heading", name="Comment ça se passe")).to_be_visible()


# --- 8. Signing in --------------------------------------------------------------------------


def test_a_code_comes_by_mail_and_opens_the_door(somebody: Opener) -> None:
    page = somebody()
    page.goto("/sign-in/")
    page.get_by_label("Votre adresse mail").fill("karim@example.org")
    press(page, "Recevoir un code")
    letters = page.context.new_page()
    letters.goto("/le-preau/desk/letters/")
    head = letters.locator(".letter-head", has_text="karim@example.org").first
    letter = head.locator("span").first.inner_text()
    found = re.search(r"Votre code de connexion\s: ([\w-]+)", letter)
    assert found is not None, letter
    page.get_by_label("Le code reçu par mail").fill(found[1].lower())
    press(page, "Entrer")
    expect(page.get_by_role("button", name="Karim Saïdi : Se déconnecter")).to_be_visible()


def test_a_paper_signs_in_by_its_button_and_never_by_being_opened(
    somebody: Opener, server: Server
) -> None:
    concierge = somebody("nadia-berthet")
    concierge.goto("/le-preau/people/")
    concierge.get_by_role("link", name="Papier d’accès pour Odette Chazelle").click()
    press(concierge, "Faire le papier")
    expect(concierge.get_by_role("img", name="Code pour entrer")).to_be_visible()
    address = concierge.locator(".access-address").inner_text()

    holder = somebody()
    holder.goto(address)
    expect(title(holder)).to_have_text("Bonjour Odette Chazelle")
    holder.goto("/")
    expect(holder.get_by_role("link", name="Se connecter")).to_be_visible()
    holder.goto(address)
    press(holder, "Entrer en tant que Odette Chazelle")
    expect(holder.get_by_role("button", name="Se déconnecter")).to_be_visible()

    concierge.goto("/le-preau/people/odette-chazelle/access/")
    concierge.get_by_role("button", name="Le fermer").first.click()
    concierge.get_by_role("dialog").get_by_role("button", name="Oui").click()
    expect(said(concierge)).to_contain_text("n’ouvre plus rien")
    holder.reload()
    expect(holder.get_by_role("link", name="Se connecter")).to_be_visible()
    assert holder.goto(address).status == 404  # type: ignore[union-attr]


def test_each_role_sees_its_own_doors(somebody: Opener, week: OpenWeek) -> None:
    pages = (week("programme/now/"), week("welcome/"), "/le-preau/people/", "/le-preau/desk/")
    seen = {}
    page = somebody()
    for handle in ("", "odette-chazelle", "paul-vial", "karim-saidi", "nadia-berthet"):
        if handle:
            sign_in(page, handle)
        seen[handle] = [page.request.get(address).status for address in pages]
    assert seen == {
        "": [403, 403, 403, 403],
        "odette-chazelle": [403, 403, 403, 403],
        "paul-vial": [200, 403, 403, 403],
        "karim-saidi": [200, 200, 200, 403],
        "nadia-berthet": [200, 200, 200, 200],
    }
    page.goto(week())
    expect(page.get_by_role("navigation", name="La semaine", exact=True)).to_contain_text("Accueil")


# --- Once more, in English ------------------------------------------------------------------


def test_the_main_doors_open_in_english_too(somebody: Opener, week: OpenWeek) -> None:
    page = somebody(locale="en-GB")
    page.goto(week())
    expect(page.locator("html")).to_have_attribute("lang", "en")
    follow(page, "Propose a session")
    field(page, "Title").fill("Tea and biscuits")
    press(page, "Propose this session")
    expect(page.get_by_role("heading", name="Your private link")).to_be_visible()

    page.goto(week("visit/"))
    page.get_by_label("Your name").fill("Peggy")
    press(page, "I am coming")
    expect(title(page)).to_contain_text("It is noted")

    page.goto(week.challenge)
    follow(page, "Sign up a team")
    page.get_by_label("Name of the team").fill("The visitors")
    page.get_by_label("Who is in it").fill("Peggy")
    press(page, "Get our book")
    page.get_by_role("link", name="Begin this chapter").first.click()
    page.locator("#writing-text").click()
    page.keyboard.type("We came from afar.")
    expect(page.locator("[data-state-words]")).to_have_text("saved")

    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[data-state-words]")).to_have_text("enregistré")
    expect(page.locator("#writing-text")).to_contain_text("We came from afar.")
