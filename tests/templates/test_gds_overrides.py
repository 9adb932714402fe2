"""The known defects of crispy-forms-gds 2.0.1, each mended in templates/gds/."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from crispy_forms_gds.choices import Choice
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, ConditionalQuestion, ConditionalRadios, Field, Layout
from django import forms
from django.template import Context, Template

PAGE = Template("{% load crispy_forms_tags crispy_forms_gds %}{% error_summary form %}{% crispy form %}")


class Everything(forms.Form):
    """One field of every kind; all compulsory, so that an empty form has an error on each."""

    words = forms.CharField(label="Words", widget=forms.Textarea, strip=False)
    one = forms.ChoiceField(label="One", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    many = forms.MultipleChoiceField(
        label="Many",
        widget=forms.CheckboxSelectMultiple,
        choices=[Choice("a", "A"), Choice("none", "None of these", exclusive=True)],
    )
    day = DateInputField(label="Day")
    agreed = forms.BooleanField(label="Agreed")
    mail = forms.EmailField(label="E-mail")
    number = forms.IntegerField(label="Number")
    unit = forms.ChoiceField(label="Unit", choices=[("", ""), ("a", "A")])
    picture = forms.FileField(label="Picture")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)


def rendered(form: forms.Form) -> BeautifulSoup:
    return BeautifulSoup(PAGE.render(Context({"form": form})), "html5lib")


@pytest.mark.parametrize("prefix", [None, "first"])
def test_every_link_of_the_error_summary_lands_on_an_input(prefix: str | None) -> None:
    page = rendered(Everything({}, prefix=prefix))
    links = page.select(".govuk-error-summary a")
    assert len(links) == len(Everything.base_fields)
    for link in links:
        target = page.find(id=link["href"].removeprefix("#"))
        assert target is not None, link
        assert target.name in {"input", "textarea", "select"}, link


def test_an_error_of_the_whole_form_leads_to_its_first_input() -> None:
    class Choose(forms.Form):
        one = forms.ChoiceField(label="One", widget=forms.RadioSelect, choices=[("a", "A")], required=False)

        def clean(self) -> None:
            raise forms.ValidationError("Choose again")

    form = Choose({})
    form.helper = FormHelper(form)
    page = rendered(form)
    link = page.select_one(".govuk-error-summary a")
    assert link is not None
    assert link.text == "Choose again"
    assert page.find(id=link["href"].removeprefix("#"))["type"] == "radio"


def test_a_summary_is_shown_without_a_helper_too() -> None:
    class Plain(forms.Form):
        name = forms.CharField(error_messages={"required": "Say a name"})

    page = BeautifulSoup(
        Template("{% load crispy_forms_gds %}{% error_summary form %}").render(Context({"form": Plain({})})),
        "html5lib",
    )
    assert page.select_one(".govuk-error-summary a").text == "Say a name"


@pytest.mark.parametrize("help_text", ["", "In your own words"])
def test_a_counted_field_works_with_and_without_help_text(help_text: str) -> None:
    class Counted(forms.Form):
        words = forms.CharField(widget=forms.Textarea, help_text=help_text)
        after = forms.CharField(widget=forms.Textarea)

    form = Counted({})
    form.helper = FormHelper()
    form.helper.layout = Layout(Field.textarea("words", max_characters=10000), Field.textarea("after"))
    page = rendered(form)
    group = page.find(id="div_id_words")
    assert group["data-module"] == "govuk-character-count"
    assert group["data-maxlength"] == "10000"
    described = page.find(id="id_words")["aria-describedby"].split()
    assert all(page.find(id=each) for each in described)
    assert described[-1] == "id_words-info"
    assert ("id_words_hint" in described) is bool(help_text)
    assert "data-module" not in page.find(id="div_id_after").attrs, "a count is not inherited by the next field"


@pytest.mark.parametrize(
    "words",
    ["\n\nstarts with two line breaks", "  blanks  ", "<b>&amp;</b> \"'", "a >   < b", "🙂 עברית", "\t"],
)
def test_words_come_back_as_they_were_typed(words: str) -> None:
    page = rendered(Everything({"words": words}))
    assert page.find("textarea").text == words


def test_a_file_field_has_a_drop_zone_around_its_input() -> None:
    page = rendered(Everything())
    zone = page.select_one("[data-module=govuk-file-upload]")
    assert zone is not None
    assert zone.find("input", type="file")["class"] == ["govuk-file-upload"]
    assert page.find("form")["enctype"] == "multipart/form-data"


def test_every_kind_of_field_shows_its_error_by_its_own_red_border() -> None:
    page = rendered(Everything({}))
    for name, expected in {
        "words": "govuk-textarea--error",
        "mail": "govuk-input--error",
        "number": "govuk-input--error",
        "unit": "govuk-select--error",
        "picture": "govuk-file-upload--error",
    }.items():
        assert expected in page.find(id=f"id_{name}")["class"]
    assert "govuk-input" in page.find(id="id_number")["class"]


def test_the_browser_does_not_judge_what_a_person_writes() -> None:
    page = rendered(Everything())
    assert page.find("form").has_attr("novalidate")
    assert not page.find_all(required=True)


def test_boxes_and_buttons_start_their_scripts() -> None:
    page = rendered(Everything())
    assert page.select_one(".govuk-radios")["data-module"] == "govuk-radios"
    assert page.select_one("#div_id_many .govuk-checkboxes")["data-module"] == "govuk-checkboxes"
    assert page.find("input", value="none")["data-behaviour"] == "exclusive"


def test_a_conditional_question_is_named_where_the_script_looks_for_it() -> None:
    class Ask(forms.Form):
        how = forms.ChoiceField(widget=forms.RadioSelect, choices=[("mail", "By mail"), ("no", "Not at all")])
        address = forms.CharField(required=False)

    form = Ask({})
    form.helper = FormHelper()
    form.helper.layout = Layout(
        ConditionalRadios("how", ConditionalQuestion("By mail", "address"), "Not at all"),
        Button.primary("go", "Continue"),
    )
    page = rendered(form)
    controlled = page.find("input", value="mail")["data-aria-controls"]
    assert page.find(id=controlled).find(id="id_address")
    assert page.find(id=page.select_one(".govuk-error-summary a")["href"].removeprefix("#"))["value"] == "mail"
    assert page.find("button")["type"] == "submit"


def test_labels_are_text_and_not_markup() -> None:
    class Marked(forms.Form):
        name = forms.CharField(label="<i>Name</i>", help_text="<i>Help</i>")
        one = forms.ChoiceField(label="<i>One</i>", widget=forms.RadioSelect, choices=[("a", "<i>A</i>")])

    form = Marked()
    form.helper = FormHelper(form)
    assert not rendered(form).find("i")
