"""A coworker on their phone: who comes to them, yes, no; and a small task that a visitor does."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.server import Server

PHONE = {"width": 390, "height": 844}


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def test_a_host_says_yes_to_one_and_no_to_another_who_then_sees_somebody_else(
    somebody: Opener, week: OpenWeek, server: Server
) -> None:
    links = server.stage("expected_by_karim")
    clemence = somebody(viewport=PHONE, java_script_enabled=False)
    clemence.goto(week(links["Clémence"]))
    expect(clemence.locator("#my-hosts")).to_contain_text("Karim")

    karim = somebody("karim-saidi", viewport=PHONE, java_script_enabled=False)
    karim.goto(week("hosts/"))
    karim.get_by_role("link", name="Mes visiteurs").click()
    expect(karim.locator(".own-visitor", has_text="Basile")).to_contain_text("ordinateur qui rame")
    press(karim, re.compile("Avec plaisir.*Basile"))
    expect(karim.locator(".own-visitor", has_text="Basile")).to_contain_text("Vous les accueillez")
    press(karim, re.compile("Quelqu’un d’autre.*Clémence"))
    expect(karim.locator(".messages")).to_contain_text("C’est très bien ainsi")
    expect(karim.locator("#own-visitors")).not_to_contain_text("Clémence")

    clemence.reload()
    expect(clemence.locator("#my-hosts")).not_to_contain_text("Karim")
    expect(clemence.locator(".my-host-name")).to_contain_text("Jo")
    press(clemence, re.compile("Cela me va"))
    expect(clemence.locator("#my-hosts")).to_contain_text("vous attend")

    karim.goto(week("hosts/me/light/"))
    press(karim, re.compile("pas disponible"))
    expect(karim.locator("h1")).to_have_text("Vous n’êtes pas disponible")
    switch = karim.locator(".pocket-switch").bounding_box()
    assert switch is not None
    assert switch["height"] >= 400, "found by a thumb without looking"


def test_a_small_task_is_brought_taken_by_a_visitor_done_and_thanked_for(
    somebody: Opener, week: OpenWeek
) -> None:
    karim = somebody("karim-saidi", viewport=PHONE)
    karim.goto(week("tasks/"))
    karim.get_by_role("link", name="Apporter une petite tâche").click()
    karim.get_by_label("Quelle petite chose attend ?").fill("Tailler les crayons")
    karim.get_by_label("Un visiteur peut aider").check()
    press(karim, "Mettre au tableau")
    expect(karim.locator(".messages")).to_contain_text("C’est au tableau")

    visitor = somebody(viewport=PHONE, java_script_enabled=False)
    visitor.goto(week("tasks/"))
    visitor.get_by_role("link", name="Je m’en charge · Tailler les crayons").click()
    visitor.get_by_label("Votre prénom").fill("Ida")
    press(visitor, "Je m’en charge")
    press(visitor, "C’est fait · Tailler les crayons")
    done = visitor.locator("section", has_text="Fait aujourd’hui")
    expect(done).to_contain_text("Tailler les crayons")

    karim.goto(week("tasks/"))
    press(karim, "Merci Ida · Tailler les crayons")
    visitor.reload()
    expect(visitor.locator("section", has_text="Fait aujourd’hui")).to_contain_text(
        "Karim dit merci"
    )
