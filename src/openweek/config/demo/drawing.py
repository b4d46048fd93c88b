"""Pictures of the demonstration's books, drawn by code in the inks of the house.

Nobody's photograph is in the demonstration: what is not a real place needs no real faces.
"""

import io
import math
import random
import wave
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

PAPER, INK = "#FBF6EC", "#1E1B2E"
VERMILION, DUCK, MUSTARD, LEAF = "#D63E22", "#0B6B70", "#F0B429", "#2F7D4F"
SAND, ROSE, SKY = "#EFE2C6", "#F3B8A0", "#BFDAD6"
DOORS = (VERMILION, MUSTARD, DUCK, LEAF, INK)
WIDE, HIGH = 960, 640
_FINER = 2  # drawn larger than it is kept, so that edges are smooth
_RATE = 8_000  # samples a second


class Sheet:
    """A page to draw on, in the size of the picture that comes out."""

    def __init__(self, ground: str) -> None:
        self._page = Image.new("RGB", (WIDE * _FINER, HIGH * _FINER), ground)
        self._pen = ImageDraw.Draw(self._page)

    def box(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        self._pen.rectangle(_finer(left, top, right, bottom), fill=ink)

    def round(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        self._pen.rounded_rectangle(_finer(left, top, right, bottom), 14 * _FINER, fill=ink)

    def dot(self, x: float, y: float, radius: float, ink: str) -> None:
        self._pen.ellipse(_finer(x - radius, y - radius, x + radius, y + radius), fill=ink)

    def ring(self, x: float, y: float, radius: float, ink: str, width: int) -> None:
        around = _finer(x - radius, y - radius, x + radius, y + radius)
        self._pen.ellipse(around, outline=ink, width=width * _FINER)

    def shape(self, ink: str, *points: float) -> None:
        self._pen.polygon(_finer(*points), fill=ink)

    def line(self, ink: str, width: int, *points: float) -> None:
        self._pen.line(_finer(*points), fill=ink, width=width * _FINER, joint="curve")

    def png(self) -> bytes:
        kept = io.BytesIO()
        page = self._page.resize((WIDE, HIGH), Image.Resampling.BOX)
        page.save(kept, "PNG", compress_level=1)
        return kept.getvalue()


def _finer(*points: float) -> list[float]:
    return [point * _FINER for point in points]


@cache
def picture(name: str) -> bytes:
    """A PNG; the same name always gives the same one."""
    return _SCENES[name]().png()


def _door(sheet: Sheet, x: float, foot: float, high: float, ink: str) -> None:
    wide = high * 0.46
    sheet.dot(x + wide / 2, foot - high + wide / 2, wide / 2, ink)
    sheet.box(x, foot - high + wide / 2, x + wide, foot, ink)
    sheet.dot(x + wide * 0.8, foot - high * 0.42, max(high * 0.025, 3), PAPER)


def _somebody(sheet: Sheet, x: float, foot: float, high: float, ink: str) -> None:
    head = high * 0.17
    sheet.round(x - high * 0.2, foot - high * 0.68, x + high * 0.2, foot + 12, ink)
    sheet.dot(x, foot - high + head, head, ROSE)


def _school() -> Sheet:
    sheet = Sheet(SKY)
    sheet.dot(810, 130, 62, MUSTARD)
    sheet.box(0, 500, WIDE, HIGH, SAND)
    sheet.box(110, 260, 760, 520, PAPER)
    sheet.shape(VERMILION, 80, 265, 435, 120, 790, 265)
    sheet.dot(435, 215, 26, PAPER)
    sheet.line(INK, 4, 435, 215, 435, 199)
    sheet.line(INK, 4, 435, 215, 447, 220)
    for place, ink in enumerate(DOORS):
        _door(sheet, 150 + place * 122, 520, 190, ink)
    sheet.box(850, 380, 872, 520, INK)
    for x, y in ((861, 330), (820, 360), (900, 362)):
        sheet.dot(x, y, 58, LEAF)
    _somebody(sheet, 700, 590, 120, DUCK)
    _somebody(sheet, 760, 590, 88, MUSTARD)
    return sheet


def _table() -> Sheet:
    """Seen from above: the soup, and twenty who eat it."""
    sheet = Sheet(DUCK)
    sheet.round(90, 190, 870, 450, MUSTARD)
    for place in range(7):
        x = 150 + place * 110
        for y, seat in ((150, 232), (490, 408)):
            sheet.dot(x, y, 34, (VERMILION, MUSTARD, ROSE, LEAF)[(place + (y > seat)) % 4])
            sheet.dot(x, seat, 26, PAPER)
            sheet.dot(x, seat, 18, VERMILION)
    sheet.dot(480, 320, 62, INK)
    sheet.dot(480, 320, 50, VERMILION)
    sheet.line(PAPER, 8, 480, 320, 560, 280)
    for x in (250, 700):
        sheet.round(x - 46, 306, x + 46, 334, SAND)
    return sheet


def _keys() -> Sheet:
    """Twenty-two hooks, nineteen keys."""
    sheet = Sheet(VERMILION)
    sheet.round(80, 60, 880, 580, SAND)
    for place in range(22):
        x, y = 150 + place % 8 * 94, 130 + place // 8 * 155
        sheet.dot(x, y - 22, 6, INK)
        if place in {5, 12, 20}:
            continue
        ink = (INK, DUCK, LEAF, VERMILION)[place * 7 % 4]
        sheet.ring(x, y, 20, ink, 8)
        sheet.box(x - 4, y + 18, x + 4, y + 82, ink)
        sheet.box(x + 4, y + 60, x + 20, y + 68, ink)
        sheet.box(x + 4, y + 74, x + 15, y + 82, ink)
    return sheet


def _slope() -> Sheet:
    """The street that goes up: tramway below, gardens above, the school between."""
    sheet = Sheet(SAND)
    sheet.dot(170, 130, 58, MUSTARD)
    sheet.shape(LEAF, 0, 610, WIDE, 190, WIDE, HIGH, 0, HIGH)
    sheet.line(PAPER, 44, 0, 620, WIDE, 210)
    for place, ink in enumerate((DUCK, VERMILION, PAPER, MUSTARD, DUCK)):
        x = 210 + place * 118
        foot = 530 - place * 51
        sheet.box(x, foot - 120, x + 84, foot, ink)
        sheet.shape(INK, x - 10, foot - 118, x + 42, foot - 170, x + 94, foot - 118)
        sheet.box(x + 16, foot - 90, x + 36, foot - 62, SAND)
        sheet.box(x + 50, foot - 90, x + 70, foot - 62, SAND)
    sheet.round(20, 500, 170, 578, INK)
    for x in (36, 82, 128):
        sheet.box(x, 516, x + 30, 544, SKY)
    for place in range(6):
        sheet.dot(830 + place % 3 * 44, 172 + place // 3 * 26 - place % 3 * 18, 15, LEAF)
    return sheet


def _chairs() -> Sheet:
    """Six chairs in a row, one of them free."""
    free = 3
    sheet = Sheet(PAPER)
    sheet.box(0, 470, WIDE, HIGH, MUSTARD)
    for place in range(6):
        x = 105 + place * 150
        ink = VERMILION if place == free else DUCK
        if place != free:
            _somebody(sheet, x + 45, 420, 210, DOORS[place % 5])
        for leg in (x, x + 82):
            sheet.box(leg, 410, leg + 9, 530, ink)
        sheet.round(x - 6, 392, x + 97, 424, ink)
        if place == free:
            sheet.box(x, 270, x + 9, 400, ink)
            sheet.box(x + 82, 270, x + 91, 400, ink)
            sheet.round(x, 270, x + 91, 306, ink)
    return sheet


def _telephone() -> Sheet:
    """A telephone full of photographs, and the card with its question."""
    sheet = Sheet(MUSTARD)
    sheet.round(330, 50, 630, 600, INK)
    sheet.box(348, 92, 612, 560, PAPER)
    for place in range(15):
        x, y = 356 + place % 3 * 86, 100 + place // 3 * 90
        ground, ink = (SKY, LEAF) if place % 2 else (ROSE, VERMILION)
        sheet.box(x, y, x + 78, y + 82, ground)
        sheet.shape(ink, x, y + 82, x + 39, y + 34 + place * 5 % 24, x + 78, y + 82)
        sheet.dot(x + 58, y + 20, 9, MUSTARD)
    sheet.shape(PAPER, 60, 330, 270, 280, 300, 420, 90, 470)
    for place in range(3):
        sheet.line(DUCK, 7, 96 + place * 6, 350 + place * 30, 250 + place * 6, 314 + place * 30)
    sheet.dot(800, 320, 92, PAPER)
    sheet.dot(800, 320, 70, DUCK)
    sheet.ring(886, 320, 34, PAPER, 14)
    return sheet


def _side_by_side() -> Sheet:
    """One types, the other has their hands behind their back."""
    sheet = Sheet(DUCK)
    sheet.box(0, 500, WIDE, HIGH, SAND)
    _somebody(sheet, 350, 500, 330, VERMILION)
    _somebody(sheet, 590, 500, 350, MUSTARD)
    sheet.box(150, 470, 700, 500, INK)
    sheet.round(170, 330, 330, 450, PAPER)
    sheet.box(184, 344, 316, 436, SKY)
    sheet.box(240, 450, 260, 472, INK)
    sheet.line(VERMILION, 26, 400, 380, 330, 460)
    sheet.line(MUSTARD, 26, 640, 360, 690, 420, 636, 462)
    sheet.dot(760, 180, 60, PAPER)
    sheet.line(INK, 5, 760, 180, 760, 140)
    sheet.line(INK, 5, 760, 180, 786, 194)
    return sheet


def _boiler() -> Sheet:
    """Fourteen degrees, and soup."""
    sheet = Sheet(SAND)
    sheet.round(130, 150, 430, 560, VERMILION)
    sheet.dot(280, 270, 66, PAPER)
    sheet.line(INK, 8, 280, 270, 244, 306)
    for place in range(4):
        sheet.box(180, 400 + place * 34, 380, 414 + place * 34, INK)
    sheet.line(INK, 24, 280, 150, 280, 70, 620, 70, 620, 150)
    sheet.box(560, 420, 830, 560, INK)
    sheet.box(540, 404, 850, 430, INK)
    for place in range(3):
        x = 620 + place * 70
        points = [
            value for step in range(14)
            for value in (x + 14 * math.sin(step / 1.9 + place), 380 - step * 13)
        ]  # fmt: skip
        sheet.line(PAPER, 10, *points)
    sheet.box(0, 560, WIDE, HIGH, DUCK)
    return sheet


def _faces() -> Sheet:
    """Four people in front of a door."""
    sheet = Sheet(LEAF)
    _door(sheet, 380, 560, 460, PAPER)
    sheet.box(0, 560, WIDE, HIGH, INK)
    for x, high, ink in (
        (190, 300, MUSTARD), (370, 340, VERMILION), (560, 290, DUCK), (760, 330, MUSTARD)
    ):  # fmt: skip
        _somebody(sheet, x, 600, high, ink)
        sheet.dot(x - high * 0.06, 600 - high * 0.85, 5, INK)
        sheet.dot(x + high * 0.06, 600 - high * 0.85, 5, INK)
    return sheet


def _band() -> Sheet:
    """The five doors, for the pleasure of the eye."""
    sheet = Sheet(PAPER)
    for place in range(9):
        _door(sheet, 40 + place * 101, 470, 180 + place % 3 * 34, DOORS[place % 5])
    sheet.box(0, 470, WIDE, 480, INK)
    return sheet


def _map() -> Sheet:
    """The quarter as it is walked, with what one meets there."""
    sheet = Sheet(SAND)
    drawn = random.Random(42)  # noqa: S311  where houses stand
    for column in range(6):
        for row in range(4):
            x, y = 30 + column * 156, 30 + row * 152
            ink = drawn.choice((PAPER, SKY, ROSE, PAPER, LEAF))
            sheet.round(x, y, x + drawn.randint(100, 132), y + drawn.randint(94, 126), ink)
    route = (60, 600, 170, 480, 326, 470, 336, 316, 490, 318, 640, 170, 800, 164)
    sheet.line(VERMILION, 12, *route)
    for x, y in zip(route[::2], route[1::2], strict=True):
        sheet.dot(x, y, 16, DUCK)
        sheet.dot(x, y, 7, PAPER)
    _door(sheet, 780, 170, 92, VERMILION)
    return sheet


def _counter() -> Sheet:
    """A counter where people work side by side, behind a large window."""
    sheet = Sheet(SKY)
    sheet.box(0, 0, WIDE, 70, INK)
    sheet.box(0, 470, WIDE, HIGH, INK)
    for place, ink in enumerate((VERMILION, PAPER, MUSTARD, DUCK)):
        x = 130 + place * 232
        _somebody(sheet, x, 470, 230, ink)
        sheet.shape(SAND, x + 36, 470, x + 52, 384, x + 140, 384, x + 128, 470)
    for x in (238, 476, 716):
        sheet.box(x, 70, x + 10, 470, INK)
    sheet.box(0, 470, WIDE, 496, MUSTARD)
    return sheet


_SCENES: dict[str, Callable[[], Sheet]] = {
    "school": _school, "table": _table, "keys": _keys, "slope": _slope, "chairs": _chairs,
    "telephone": _telephone, "side-by-side": _side_by_side, "boiler": _boiler, "faces": _faces,
    "band": _band, "map": _map, "counter": _counter,
}  # fmt: skip


@cache
def bell() -> bytes:
    """The bell of the school, rung twice: a WAV of two seconds."""
    strokes = (0.0, 0.7)
    partials = ((523.0, 0.5, 2.6), (1046.0, 0.28, 3.8), (1567.0, 0.16, 5.5))
    samples = bytearray()
    for number in range(2 * _RATE):
        now = number / _RATE
        heard = sum(
            loud * math.exp(-fades * (now - begun)) * math.sin(math.tau * tone * (now - begun))
            for begun in strokes
            if now >= begun
            for tone, loud, fades in partials
        )
        samples += int(max(-1.0, min(1.0, heard * 0.7)) * 32_000).to_bytes(2, "little", signed=True)
    kept = io.BytesIO()
    with wave.open(kept, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE)
        written.writeframes(bytes(samples))
    return kept.getvalue()
