"""What may be a slip is pointed out once; pressed again, it is taken as it was typed."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms

SURE = "sure"
"""The hidden field that names the answers somebody was asked about already: they are taken as they are."""


class SlipsForm(forms.Form):
    """A form whose page sends `sure` back in the field `SURE`."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sure = str((data or {}).get(SURE, ""))

    def ask_once(self, doubts: Mapping[str, str]) -> bool:
        """Put each sentence beside its field where that answer was not asked about before; whether there is any.

        Valid forms only. Another answer with a slip in it is asked about anew.
        """
        asked, new = set(self.sure.split()), set()
        for name, sentence in doubts.items():
            answer = str(self.cleaned_data[name]).encode("utf-8", "surrogatepass")
            named = f"{name}-{sha256(answer).hexdigest()[:16]}"
            if named not in asked:
                self.add_error(name, sentence)
                new.add(named)
        self.sure = " ".join(sorted(asked | new))
        return bool(new)
