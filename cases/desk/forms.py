"""What an officer can send from the case page. Forms check shape; what a value demands is said by the domain."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Affirmed, AnyOf, ByButton, Day, DeskField, Line, OneOf, Token, Words
from cases.desk.presenters import choice_keys
from cases.domain.refusals import Refused
from cases.enums import PersonRole
from cases.models import Account
from reporting.taxonomy import ACTIONS, CLOSING, KINDS, PRIORITIES, RECORDING, STRANDS


class DeskForm(forms.Form):
    """A form of one section of the page; `suffix` tells those of several reports apart."""

    section: ClassVar[str]
    bound_field_class = DeskField
    asked_as: ClassVar[dict[str, str]] = {}  # arguments of the domain that are asked for by a field of another name
    restored: Any = None  # the draft that was put into it (`presenters.drafts.Restored`)
    is_kept = False  # while somebody types
    about = ""  # what its draft is about, where its page shows one such form alone
    took = ""  # the draft that it began with
    said_of_box = ""  # what became of its words when a text was put beside them
    carried: Any = None  # what every form of its page carries unseen (`carried.Carried`)

    def __init__(self, data: Any = None, *, suffix: str = "", **kwargs: Any) -> None:
        self.suffix = suffix
        super().__init__(data, auto_id=f"{self.section}{suffix}-%s", **kwargs)

    @property
    def key(self) -> str:
        """Which form of the page it is."""
        return f"{self.section}{self.suffix}{self.about}"

    @property
    def is_open(self) -> bool:
        """It holds words that were not sent, so it is not folded away."""
        return self.is_bound or self.restored is not None

    @property
    def began_before(self) -> bool:
        """What was sent was begun on an earlier page than the one that sent it: it was put back from a draft."""
        return bool(self.is_bound and self.data.get("took"))

    @property
    def first_input(self) -> str:
        """Id of the first input that is seen, empty where there is none."""
        visible = self.visible_fields()
        return _first_input(visible[0]) if visible else ""

    @property
    def given(self) -> dict[str, Any]:
        """What was answered, as the domain takes it."""
        return self.cleaned_data

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error, with the id of the input that it is about (the first one where it is about all)."""
        first = self.first_input
        listed = [(str(error), first) for error in self.non_field_errors()]
        for field in self:
            listed += [(str(error), _first_input(field)) for error in field.errors]
        return listed

    def take_refusal(self, refused: Refused) -> None:
        """Put each of the domain's sentences where it belongs."""
        for sentence, about in refused.each:
            self.refuse(_(sentence), about=about)

    def refuse(self, sentence: str, *, about: str = "") -> None:
        """Put a sentence beside the field that it is about, or above the form where there is none."""
        name = self.asked_as.get(about, about)
        is_shown = name in self.fields and not self.fields[name].widget.is_hidden
        self.add_error(name if is_shown else None, sentence)


class Taking(DeskForm):
    """No answers: the button is all."""

    section = "take"


class Resuming(DeskForm):
    """No answers: the button is all."""

    section = "resume"


class MarkingRead(DeskForm):
    """A report is read and understood."""

    section = "read"
    report_id = forms.IntegerField(widget=forms.HiddenInput())
    understood = forms.ChoiceField(
        choices=[("language_held", ""), ("translation", "")], required=False, widget=forms.HiddenInput()
    )
    in_language = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput())


class Deciding(DeskForm):
    """Recording decision and actions, nothing chosen beforehand."""

    section = "decide"
    recording = OneOf(RECORDING, label=gettext_lazy("How is it recorded?"))
    system = Line(label=gettext_lazy("Recording system"), max_length=60, width="20")
    number = Line(
        label=gettext_lazy("Crime number"),
        max_length=60,
        width="20",
        help_text=gettext_lazy("For example 01/48213/26."),
    )
    offence = Line(label=gettext_lazy("Offence"), max_length=200)
    body = Line(label=gettext_lazy("Whose matter is it?"), max_length=200)
    strands = AnyOf(
        STRANDS,
        label=gettext_lazy("Because of"),
        help_text=gettext_lazy(
            "Tick what applies, also where nothing is recorded. No tick then means that none applies."
        ),
    )
    kinds = AnyOf(KINDS, label=gettext_lazy("What was done"))
    perceived_by = forms.ChoiceField(label=gettext_lazy("By whose perception?"), required=False)
    actions = AnyOf(ACTIONS, label=gettext_lazy("What have you done or arranged?"))
    victim_agrees = forms.BooleanField(
        label=gettext_lazy("The victim has said that they agree to a restorative meeting"), required=False
    )
    reason = Words(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("In a sentence or two. Needed when nothing is recorded.")
    )

    def __init__(self, data: Any = None, *, allowed: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["recording"]
        field.choices = [one for one in field.choices if allowed is None or one[0] in allowed]  # type: ignore[attr-defined]
        for name, keys in choice_keys.DECISION.items():
            self.fields[name].widget.keys = keys  # type: ignore[attr-defined]
        self.fields["perceived_by"].choices = [  # type: ignore[attr-defined]
            ("", _("Not stated")),
            (PersonRole.VICTIM, _("The person it happened to")),
            (PersonRole.WITNESS, _("A witness")),
            (PersonRole.REPORTER, _("Another person who reported")),
            ("officer", _("The officer")),
        ]


class SettingPriority(DeskForm):
    """How pressing it is, and why."""

    section = "priority"
    priority = OneOf(PRIORITIES, label=gettext_lazy("Priority"))
    reason = Line(label=gettext_lazy("Why?"), max_length=300)


class NextAction(DeskForm):
    """What is done next, and by when."""

    section = "next-action"
    asked_as: ClassVar[dict[str, str]] = {"due_at": "due_on"}
    what = Line(
        label=gettext_lazy("What is to be done?"),
        max_length=300,
        help_text=gettext_lazy(
            "It takes the place of the next action that officers planned before. What the person who reported asked for "
            "stays until it is done."
        ),
    )
    due_on = Day(label=gettext_lazy("By which day?"), help_text=gettext_lazy("Due at 17:00. For example 27/3/2027."))


class Waiting(DeskForm):
    """The case waits for something, until a day."""

    section = "wait"
    reason = Line(label=gettext_lazy("What is it waiting for?"), max_length=300)
    until = Day(label=gettext_lazy("Until which day?"), help_text=gettext_lazy("For example 27/3/2027."))


class HandingOver(DeskForm):
    """To a colleague of the unit."""

    section = "hand-over"
    to = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("To whom?"),
        to_field_name="username",
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={
            "required": gettext_lazy("Choose a colleague."),
            "invalid_choice": gettext_lazy("Choose a colleague from the list."),
        },
    )
    note = Words(label=gettext_lazy("What do they need to know?"))

    def __init__(self, data: Any = None, *, colleagues: list[Account] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if colleagues is not None:
            field = self.fields["to"]
            field.queryset = Account.objects.filter(pk__in=[one.pk for one in colleagues])  # type: ignore[attr-defined]
            field.choices = [("", _("Choose a colleague")), *((one.username, _named(one)) for one in colleagues)]  # type: ignore[attr-defined]


class HandingBack(DeskForm):
    """To the queue."""

    section = "hand-back"
    note = Words(label=gettext_lazy("Note for whoever takes it next (optional)"), rows=2)


class Tagging(DeskForm):
    """A word of the unit's own."""

    section = "tag"
    name = Line(label=gettext_lazy("Tag"), max_length=40, width="20", help_text=gettext_lazy("No names of people."))


class Untagging(DeskForm):
    """Taken off again."""

    section = "untag"
    name = forms.CharField(max_length=40, widget=forms.HiddenInput())


class Attaching(DeskForm):
    """A second report of the same incident."""

    section = "attach"
    reference = Line(label=gettext_lazy("Reference of the report"), max_length=40, width="10")
    reason = Line(label=gettext_lazy("Why is it the same incident?"), max_length=300)


class Detaching(DeskForm):
    """It was another incident after all."""

    section = "detach"
    report_id = forms.IntegerField(widget=forms.HiddenInput())
    reason = Line(label=gettext_lazy("Why is it not the same incident?"), max_length=300)


class Noting(DeskForm):
    """A note on the timeline."""

    section = "note"
    note = Words(
        label=gettext_lazy("Note"), help_text=gettext_lazy("Colleagues see it. The person who reported does not.")
    )


class Replying(DeskForm):
    """An answer in the thread of a report."""

    section = "reply"
    report_id = forms.IntegerField(widget=forms.HiddenInput())
    token = Token()
    in_language = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput())
    is_acknowledgement = ByButton()
    message = Words(
        label=gettext_lazy("Your answer"),
        rows=6,
        help_text=gettext_lazy("They read it with their code. Somebody else may look over their shoulder."),
    )
    wait_until = Day(
        label=gettext_lazy("If you ask for something: wait for their answer until (optional)"),
        required=False,
        help_text=gettext_lazy("The case comes back on that day, or when they write. For example 27/3/2027."),
    )
    days_differ = Affirmed(
        gettext_lazy("Both days are meant"), label=gettext_lazy("The day in your words and the day of the case")
    )
    day_offered = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput())  # by the template

    @property
    def given(self) -> dict[str, Any]:
        """All but who thought of the day."""
        return {name: said for name, said in self.cleaned_data.items() if name != "day_offered"}


class Closing(DeskForm):
    """Why the case ends."""

    section = "close"
    closing_reason = OneOf(CLOSING, label=gettext_lazy("Why is it closed?"))
    passed_to = Line(label=gettext_lazy("Passed to whom?"), max_length=200)
    force = Line(label=gettext_lazy("Which force?"), max_length=200)
    number = Line(label=gettext_lazy("Their number"), max_length=60, width="20")
    reason = Words(label=gettext_lazy("Reason"), help_text=gettext_lazy("Needed when no line of enquiry is left."))


class Reopening(DeskForm):
    """A closed case goes on."""

    section = "reopen"
    reason = Line(label=gettext_lazy("Why is it opened again?"), max_length=300)


class SavingView(DeskForm):
    """Tab and filters of the queue under a name; nothing is chosen beforehand."""

    section = "view"
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput())
    name = Line(label=gettext_lazy("Name of the view"), max_length=60, width="20")
    who = forms.ChoiceField(
        label=gettext_lazy("Who sees it?"),
        choices=[("me", gettext_lazy("Only me")), ("unit", gettext_lazy("Everybody of my unit"))],
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose who sees it.")},
    )


def _named(account: Account) -> str:
    return f"{account.get_full_name()} ({account.username})" if account.get_full_name() else account.username


def _first_input(field: forms.BoundField) -> str:
    is_group = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if is_group else str(field.auto_id)
