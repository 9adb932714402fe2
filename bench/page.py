"""A page as a browser without JavaScript understands it: links, forms, buttons, marked elements."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote_plus, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

SEND_NOW = "send what i have written now"

_NOT_SENT = {"submit", "button", "reset", "image"}


class PageError(Exception):
    """A page that is not what it should be. The message names the page, never what stands in it."""


@dataclass(frozen=True)
class Button:
    """A submit button; `name` and `value` go along only when it is the one that is pressed."""

    label: str
    name: str
    value: str
    secondary: bool
    action: str | None = None

    @property
    def sends_now(self) -> bool:
        return SEND_NOW in self.label.lower() or self.name == "send_now"


@dataclass
class Form:
    """A form with what it would submit untouched. A file control nobody filled is `(name, None)`."""

    action: str
    method: Literal["GET", "POST"]
    multipart: bool
    controls: list[tuple[str, str | None]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    text_boxes: dict[str, int | None] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.controls]

    def fill(self, name: str, value: str) -> None:
        """Type `value` into the one control called `name`; `PageError` when the box would cut it short."""
        limit = self.text_boxes.get(name)
        if limit is not None and len(value.encode("utf-16-le", "surrogatepass")) // 2 > limit:
            raise PageError(f"{urlsplit(self.action).path}: the text box cuts words short")
        self.controls = [(known, value if known == name else held) for known, held in self.controls]


class Page:
    """One page at `url`, parsed as browsers parse it."""

    def __init__(self, url: str, html: str) -> None:
        self.url = url
        self.path = urlsplit(url).path
        self._soup = BeautifulSoup(html, "html5lib")
        main = self._soup.find("main")
        self._main = main if isinstance(main, Tag) else self._soup

    def marked(self, testid: str) -> str | None:
        """The words of the element with this `data-testid`, blanks folded; `None` when there is none."""
        found = self._soup.find(True, {"data-testid": testid})
        return " ".join(found.get_text().split()) if found else None

    def has_errors(self) -> bool:
        return self._soup.find(class_="govuk-error-summary") is not None

    def text_of(self, name: str) -> str | None:
        """What the text box called `name` shows."""
        found = self._soup.find("textarea", attrs={"name": name})
        return found.get_text() if found else None

    def start(self) -> str | tuple[Form, Button]:
        """The way into the report: the address of the start button, or the form it stands in."""
        for link in self._main.find_all("a", class_="govuk-button"):
            if "govuk-button--secondary" not in link.get_attribute_list("class") and link.get("href"):
                return urldefrag(urljoin(self.url, _attribute(link, "href"))).url
        return self.primary()

    def link_to(self, path: str) -> str | None:
        """The first link of the main part that leads to `path`, with its query."""
        links = (urljoin(self.url, _attribute(link, "href")) for link in self._main.find_all("a"))
        return next((urldefrag(link).url for link in links if urlsplit(link).path == path), None)

    def primary(self) -> tuple[Form, Button]:
        """The one primary button of the main part, with its form."""
        found = [(form, button) for form in self.forms() for button in form.buttons if not button.secondary]
        if len(found) != 1:
            raise PageError(f"{self.path}: {len(found)} primary buttons instead of one")
        return found[0]

    def send_now(self) -> tuple[Form, Button] | None:
        """The button that sends the report as it stands, with its form, where the page has one."""
        return next(((form, button) for form in self.forms() for button in form.buttons if button.sends_now), None)

    def forms(self) -> list[Form]:
        """The forms of the main part, in order."""
        made: dict[int, Form] = {}
        for tag in self._main.find_all("form"):
            action = urldefrag(urljoin(self.url, _attribute(tag, "action") or self.url)).url
            method: Literal["GET", "POST"] = "POST" if _attribute(tag, "method").lower() == "post" else "GET"
            made[id(tag)] = Form(action, method, _attribute(tag, "enctype").lower() == "multipart/form-data")
        for control in self._soup.find_all(["input", "textarea", "select", "button"]):
            owner = self._owner(control)
            if owner is not None and id(owner) in made and not _is_disabled(control):
                self._add(made[id(owner)], control)
        return list(made.values())

    def _owner(self, control: Tag) -> Tag | None:
        named = _attribute(control, "form")
        return self._soup.find("form", id=named) if named else control.find_parent("form")

    def _add(self, form: Form, control: Tag) -> None:
        name, kind = _attribute(control, "name"), _attribute(control, "type").lower()
        if (control.name == "button" and kind in {"", "submit"}) or (control.name == "input" and kind == "submit"):
            label = control.get_text() if control.name == "button" else _attribute(control, "value")
            action = _attribute(control, "formaction")
            form.buttons.append(
                Button(
                    " ".join(label.split()),
                    name,
                    _attribute(control, "value"),
                    "govuk-button--secondary" in control.get_attribute_list("class"),
                    urljoin(self.url, action) if action else None,
                )
            )
        elif name and control.name == "textarea":
            limit = _attribute(control, "maxlength")
            form.text_boxes[name] = int(limit) if limit.isdigit() else None
            form.controls.append((name, control.get_text()))
        elif name and control.name == "select":
            form.controls += [(name, value) for value in _selected(control)]
        elif name and control.name == "input" and kind not in _NOT_SENT:
            if kind == "file":
                form.controls.append((name, None))
            elif kind not in {"checkbox", "radio"}:
                form.controls.append((name, _attribute(control, "value")))
            elif control.has_attr("checked"):
                form.controls.append((name, _attribute(control, "value") if control.has_attr("value") else "on"))


def encode(pairs: list[tuple[str, str | None]]) -> bytes:
    """`application/x-www-form-urlencoded` as browsers write it; a file is its (empty) name."""
    return "&".join(f"{_escaped(name)}={_escaped(value or '')}" for name, value in pairs).encode("ascii")


def encode_multipart(pairs: list[tuple[str, str | None]], boundary: str) -> bytes:
    """`multipart/form-data` as browsers write it; a file nobody chose is an empty part without a name."""
    parts = []
    for name, value in pairs:
        quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{quoted}"'
        if value is None:
            parts.append(f'{head}; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n')
        else:
            parts.append(f"{head}\r\n\r\n{value}\r\n")
    return "".join([*parts, f"--{boundary}--\r\n"]).encode()


def _escaped(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


def _attribute(tag: Tag, name: str) -> str:
    held = tag.get(name)
    return held if isinstance(held, str) else ""


def _is_disabled(control: Tag) -> bool:
    return control.has_attr("disabled") or control.find_parent("fieldset", disabled=True) is not None


def _selected(select: Tag) -> list[str]:
    options = [option for option in select.find_all("option") if not option.has_attr("disabled")]
    chosen = [option for option in options if option.has_attr("selected")]
    if not select.has_attr("multiple"):
        chosen = chosen[-1:] or options[:1]
    return [_attribute(option, "value") if option.has_attr("value") else option.get_text() for option in chosen]
