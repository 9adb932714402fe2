"""A chart as a PNG, from the same places as the drawing at the desk."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from cases.engine.chart import Chart, Place

_FONTS: Final = Path(__file__).parent / "fonts"
_SCALE: Final = 2
_HEAD: Final = 64  # above the chart: what is counted
_LINE: Final = 18
_INK, _SOFT, _BAND, _GAP = "#0b0c0c", "#6b7276", "#d9dde0", "#efefef"


def as_png(chart: Chart, title: str, notes: list[str]) -> bytes:
    """Title above, notes below: a picture that is passed on says what it counts."""
    height = _HEAD + chart.height + _LINE * len(notes) + 12
    image = Image.new("RGB", (chart.width * _SCALE, height * _SCALE), "white")
    pen = _Pen(ImageDraw.Draw(image))
    pen.text((8, 10), title[:110], size=15, is_bold=True)
    _paint(pen, chart)
    for at, note in enumerate(notes):
        pen.text((8, _HEAD + chart.height + at * _LINE), note, size=12)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws in the chart's own units."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def at(self, place: Place) -> Place:
        return place[0] * _SCALE, (place[1] + _HEAD) * _SCALE

    def line(self, run: list[Place], color: str, width: float, dash: tuple[int, int] | None = None) -> None:
        places = [self.at(one) for one in run]
        if dash is None:
            self._draw.line(places, fill=color, width=round(width * _SCALE), joint="curve")
        else:
            for start, end in pairwise(places):
                self._dashed(start, end, color, round(width * _SCALE), dash)

    def _dashed(self, start: Place, end: Place, color: str, width: int, dash: tuple[int, int]) -> None:
        length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
        on, off = (part * _SCALE for part in dash)
        at = 0.0
        while at < length:
            a, b = at / length, min(at + on, length) / length
            self._draw.line(
                [(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part) for part in (a, b)],
                fill=color, width=width,
            )  # fmt: skip
            at += on + off

    def shape(self, outline: list[Place], color: str) -> None:
        self._draw.polygon([self.at(one) for one in outline], fill=color)

    def text(self, place: Place, words: str, *, size: int, is_bold: bool = False, anchor: str = "la") -> None:
        name = "NotoSans-Bold.ttf" if is_bold else "NotoSans-Regular.ttf"
        font = ImageFont.truetype(_FONTS / name, size * _SCALE)
        self._draw.text((place[0] * _SCALE, place[1] * _SCALE), words, fill=_INK, font=font, anchor=anchor)


def _paint(pen: _Pen, chart: Chart) -> None:
    for x, width in chart.gaps:
        pen.shape([(x, chart.top), (x + width, chart.top), (x + width, chart.bottom), (x, chart.bottom)], _GAP)
    for outline in chart.band:
        pen.shape(outline, _BAND)
    for mark in chart.scale:
        pen.line([(chart.left, mark.y), (chart.right, mark.y)], "#c8ccce", 0.5)
        pen.text((chart.left - 6, mark.y + _HEAD), mark.label, size=12, anchor="rm")
    for mark in chart.dates:
        pen.text((mark.x, mark.y + _HEAD), mark.label, size=12, anchor="ms")
    for mark in chart.events:
        pen.line([(mark.x, chart.top), (mark.x, chart.bottom)], _INK, 1, (2, 3))
        pen.text((mark.x, mark.y + _HEAD), mark.label, size=13, is_bold=True, anchor="ms")
    for run in chart.expected:
        pen.line(run, _INK, 1, (5, 4))
    for run in chart.compared:
        pen.line(run, _SOFT, 1.2, (2, 3))
    for run in chart.line:
        if len(run) == 1:
            x, y = run[0]
            run = [(x - 1.5, y), (x + 1.5, y)]
        pen.line(run, _INK, 1.8)
    for x, y in chart.high:
        pen.shape([(x, y - 13), (x - 6, y - 23), (x + 6, y - 23)], _INK)
