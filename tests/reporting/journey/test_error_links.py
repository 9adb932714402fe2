"""Every line of an error summary leads to a control of its question, on every page of the journey."""

import pytest
from bs4 import BeautifulSoup
from django.template import engines

from reporting.journey.forms.page import PageForm
from reporting.journey.steps import STEPS, Step

PAGE = "{% load crispy_forms_tags crispy_forms_gds %}{% error_summary form %}{% crispy form form.helper %}"
REACHED = {"contact_by": ["email", "phone", "letter"]}
ADULT = {"happened_to": "someone_else", **REACHED}
CHILD = {"happened_to": "me", "under_18": "yes", **REACHED}


@pytest.mark.parametrize("answers", [ADULT, CHILD], ids=["about an adult", "a child"])
@pytest.mark.parametrize("step", [step for step in STEPS if step.names], ids=lambda step: step.slug)
def test_each_line_of_the_summary_lands_on_its_own_question(step: Step, answers: dict[str, object]) -> None:
    form = PageForm(step, {}, answers)
    form.is_valid()
    for question in form.questions:
        form.add_error(question.name, f"About {question.name}.")
    html = engines["django"].from_string(PAGE).render({"form": form})
    page = BeautifulSoup(html, "html.parser")
    said = {str(link.string).strip(): str(link["href"]) for link in page.select(".govuk-error-summary a")}
    assert form.questions
    for question in form.questions:
        target = page.find(id=said[f"About {question.name}."].removeprefix("#"))
        assert target is not None, question.name
        assert target.name in ("input", "textarea", "select"), question.name
        assert target.get("type") != "hidden"
        assert str(target["name"]).startswith(question.name)
