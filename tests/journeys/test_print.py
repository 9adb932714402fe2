"""Whoever prints the figures has every chart and table on paper, whole, in ink that greyscale keeps apart."""

import re
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image
from playwright.sync_api import Page
from pypdfium2 import PdfDocument

from tests.journeys.browsers import NewContext
from tests.journeys.officers import enter, made
from tests.product import Product

SAMPLE = Path(__file__).resolve().parents[2] / "cases" / "sample_data" / "daily-counts-2013-2017.csv"
PEOPLE = """
from django.utils import timezone
from cases.domain import caps
from cases.domain.accounts import create_account
from cases.models import Unit
from tests import cast as people
unit, now = Unit.objects.get(is_default=True), timezone.now()
paula, pat = (
    create_account(username=name, password={password!r}, role=role, unit=unit)
    for name, role in (("paula", "supervisor"), ("pat", "officer"))
)
for area, strand in (("E8", "religion:anti-muslim"), ("NW1", "race"), ("E8", "disability"), ("E8", "race")):
    case = people.case("They shouted.", area=area, because=[strand], part_of_day="evening", place_kind="street")
people.drawn(people.take_and_read(case, pat), pat)
from cases.domain.roll_ups import roll_up
roll_up()
"""
PAGES = {
    "trends/?strand=religion:anti-muslim&first=01/05/2017&last=06/06/2017": 1,
    "trends/strands/?first=01/01/2016&last=31/05/2017&by=month": 2,
    "hot-spots/": 1,
    "workload/?officers=12&fold=5&days=7": 0,
    "quality/": 0,
}
"""Addresses, and how many drawings each has at least."""

_PAPER = {"width": 718, "height": 1047}  # A4 at 96 dots an inch, between margins of ten millimetres
_CUT_OFF = """
() => {
  const wide = document.documentElement.clientWidth, found = [];
  for (const one of document.querySelectorAll("main *")) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || !box.height || style.position === "absolute" || one.closest("svg *, .govuk-visually-hidden")) continue;
    const hides = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const folds = style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1;
    if (box.right > wide + 1 || box.left < -1 || hides || folds) found.push(one.outerHTML.slice(0, 120));
  }
  return found;
}
"""
_SHOWN = """
() => ({
  drawings: [...document.querySelectorAll("main svg")].filter((one) => one.getBoundingClientRect().height > 20).length,
  tables: [...document.querySelectorAll("main table")].filter((one) => one.getBoundingClientRect().height > 2)
    .map((one) => [...one.rows].map((row) => row.innerText)).flat(),
  charted: [...document.querySelectorAll("main svg")].filter((one) => one.getBoundingClientRect().height > 20)
    .every((one) => one.closest("section, main").querySelector("table, dl, ol, ul")),
})
"""


def printed(page: Page) -> PdfDocument:
    """As the browser prints it on A4, without backgrounds, which most printers leave out."""
    return PdfDocument(page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "10mm")))


def without_blanks(text: str) -> str:
    return re.sub(r"[\s­￾\ufffe-]+", "", text)


def inks(pdf: PdfDocument) -> set[int]:
    """Shades of grey, in sixteenths, that cover more than a few dots of some page."""
    found: set[int] = set()
    for page in pdf:
        picture: Image.Image = page.render(scale=1.5).to_pil().convert("L")
        histogram = picture.histogram()
        found |= {shade // 16 for shade, dots in enumerate(histogram) if dots > 150}
    return found


def test_every_chart_and_table_of_the_figures_is_printed_whole_and_fits_a_phone(
    product: Product, new_context: NewContext, tmp_path: Path
) -> None:
    taken = product.manage("import_counts", str(SAMPLE), "--source", "sample")
    assert taken.returncode == 0, taken.stderr
    page = enter(product, new_context(viewport=_PAPER).new_page(), "paula", made(product, PEOPLE))
    for number, (address, drawings) in enumerate(PAGES.items()):
        page.emulate_media(media="print")
        page.set_viewport_size(_PAPER)
        page.goto(f"{product.desk_url}/desk/{address}")
        assert page.evaluate(_CUT_OFF) == [], address
        shown = _shown(page, address, drawings)
        with printed(page) as pdf:
            _keep(pdf, tmp_path / f"print-{number}")
            paper = without_blanks("".join(one.get_textpage().get_text_bounded() for one in pdf))
            assert [row for row in shown["tables"] if without_blanks(row) not in paper] == [], address
            lines = sum(1 for one in pdf for _ in one.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5))
            assert lines >= 3 * shown["drawings"], address
            if drawings:
                assert len(inks(pdf)) >= 4, address  # what is drawn stays apart without colour

        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 375, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
        _shown(page, address, drawings)
        page.screenshot(path=tmp_path / f"phone-{number}.png", full_page=True)


def _shown(page: Page, address: str, drawings: int) -> dict[str, Any]:
    shown: dict[str, Any] = page.evaluate(_SHOWN)
    assert shown["drawings"] >= drawings, address
    assert shown["charted"], address
    assert shown["tables"], address
    return shown


def _keep(pdf: PdfDocument, where: Path) -> None:
    """Pictures for whoever wants to look."""
    where.mkdir()
    for at, one in enumerate(pdf):
        one.render(scale=1.2).to_pil().convert("L").save(where / f"{at + 1}.png")
