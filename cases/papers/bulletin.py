"""The bulletin as HTML, PDF and JSON, from its content as it was drafted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from fpdf import FPDF
from fpdf.fonts import FontFace

from cases.engine.bulletin import name_of
from cases.engine.plain_numbers import day
from cases.engine.series_keys import RACIST

_FONTS: Final = Path(__file__).parent / "fonts"
_FEW: Final = 5
_MARGIN, _LINE = 20.0, 6.5  # millimetres
COLUMNS: Final = ("Incidents", "That day", "Average this year", "Change")

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a bulletin has come: `draft`, `approved` or `published`; `edition` is None where none was kept."""

    state: str
    edition: int | None = None
    published_on: date | None = None

    def __str__(self) -> str:
        number = "no edition was kept" if self.edition is None else f"edition {self.edition}"
        if self.state == "published" and self.published_on:
            return f"Published on {day(self.published_on)}, {number}."
        return f"{'Approved, not published' if self.state == 'approved' else 'Draft, not approved'}: {number}."


NOT_KEPT: Final = Standing("draft")
"""Of what the counts say now and nobody has drafted."""


def as_json(content: Content, standing: Standing) -> str:
    """The contract's object, indented for people, and how far it has come."""
    how_far = {"state": standing.state, "edition": standing.edition, "standing": str(standing)}
    return json.dumps({**how_far, **content}, ensure_ascii=False, indent=2)


def title_of(content: Content) -> str:
    """ "Hate incidents on 6 June 2017"."""
    return f"Hate incidents on {day(date.fromisoformat(content['date']))}"


def rows_of(content: Content) -> list[tuple[str, str, str, str]]:
    """The figures as a table of words. Of a few incidents no percentage is said: it would sound like more than it is."""
    return [(_label(one["key"]), f"{one['count']:,}", _average(one), _change(one)) for one in content["figures"]]


def _average(one: Content) -> str:
    return "no data" if one["daily_average"] is None else f"{one['daily_average']:,.1f}"


def _change(one: Content) -> str:
    is_small = one["count"] < _FEW and (one["daily_average"] or 0) < _FEW
    if one["change_percent"] is None or is_small:
        return ""
    return f"{one['change_percent']:+d}%".replace("-", "–")  # Noto Sans has no minus sign


def as_html(content: Content, standing: Standing) -> str:
    """A page that stands alone: no script, no style, nothing fetched."""
    context = {
        "content": content, "title": title_of(content), "rows": rows_of(content), "columns": COLUMNS, "standing": standing,
    }  # fmt: skip
    return render_to_string("papers/bulletin.html", context)


def as_pdf(content: Content, standing: Standing) -> bytes:
    """One page of A4 and more if need be, tagged with its title and language. Each page says how far it has come."""
    paper = _Paper(standing)
    paper.set_margin(_MARGIN)
    paper.set_auto_page_break(auto=True, margin=_MARGIN)
    paper.set_title(title_of(content))
    paper.set_lang("en-GB")
    paper.set_creator("Heard")
    for style, file in (("", "NotoSans-Regular.ttf"), ("B", "NotoSans-Bold.ttf")):
        paper.add_font("Noto Sans", style, _FONTS / file)
    paper.add_page()
    paper.set_text_shaping(True)
    paper.set_font("Noto Sans", "B", 20)
    paper.multi_cell(0, 10, title_of(content), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Noto Sans", "B", 12)
    paper.multi_cell(0, _LINE, str(standing), new_x="LMARGIN", new_y="NEXT", align="L")
    paper.ln(3)
    paper.set_font("Noto Sans", size=12)
    for sentence in content["sentences"]:
        paper.multi_cell(0, _LINE, sentence, new_x="LMARGIN", new_y="NEXT", align="L")
        paper.ln(2)
    _table(paper, content)
    _section(paper, "What is counted", [content["basis"]])
    _section(paper, "What to bear in mind", content["caveats"])
    return bytes(paper.output())


class _Paper(FPDF):
    """A sheet that says on every page how far the bulletin has come."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(format="A4")
        self._standing = standing

    def footer(self) -> None:
        """Called by the library at the end of each page."""
        self.set_y(-14)
        self.set_font("Noto Sans", size=9)
        self.cell(0, 6, str(self._standing), align="R")


def _table(paper: FPDF, content: Content) -> None:
    paper.ln(3)
    paper.set_font("Noto Sans", size=10)
    bold = FontFace(emphasis="BOLD")
    with paper.table(
        col_widths=(44, 16, 26, 14), text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT"), borders_layout="HORIZONTAL_LINES",
        headings_style=bold, line_height=6.5,
    ) as table:  # fmt: skip
        for cells in (COLUMNS, *rows_of(content)):
            row = table.row()
            for cell in cells:
                row.cell(cell)


def _section(paper: FPDF, heading: str, sentences: list[str]) -> None:
    if not sentences:
        return
    paper.ln(4)
    paper.set_font("Noto Sans", "B", 12)
    paper.multi_cell(0, _LINE, heading, new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Noto Sans", size=10)
    for sentence in sentences:
        paper.multi_cell(0, 5.5, sentence, new_x="LMARGIN", new_y="NEXT", align="L")
        paper.ln(1)


def _label(key: str) -> str:
    name = name_of(key)
    return "Racist (all)" if key == RACIST else name[:1].upper() + name[1:]
