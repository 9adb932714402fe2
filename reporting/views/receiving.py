"""Files of a form are encrypted while they arrive: nothing lies in the clear on a disk, and no more than 1 MiB in memory."""

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import Error
from django.http import HttpRequest

from reporting import media
from reporting.domain import vault
from reporting.domain.draft_files import Why
from reporting.languages import LANGUAGES, SOURCE
from reporting.views.draft import tab_of

_ADDRESSES = ("report/evidence/", "report/what-happened/record/", "follow-up/evidence/")
_PREFIXES = ("/", *(f"/{language.code}/" for language in LANGUAGES if language.code != SOURCE))
# Written out, not resolved: a form is read before anything knows the language of its address.
PLACES = frozenset(prefix + address for prefix in _PREFIXES for address in _ADDRESSES)
"""Every address that takes files with a form, in every language; `deploy/nginx.conf` knows them too."""


class SealedUpload:
    """A file that arrived whole and is nobody's yet: whoever keeps it says so, else it goes with the request."""

    def __init__(self, name: str) -> None:
        self.name, self.is_taken = name, False
        self.written = vault.Writer(uuid.uuid4(), vault.new_key())
        self.sniffer, self._digest = media.Sniffer(), hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self.sniffer.feed(data)
        self.written.write(data)

    def close(self) -> None:
        if not self.is_taken:
            vault.forget(self.written.name)


class SealedUploads(FileUploadHandler):
    """The only upload handler. Elsewhere than on pages that take files, and without a draft, files are passed over.

    What cannot be kept is left in `request.files_refused` as (name, why), and the form is read on: words come first.
    """

    chunk_size = vault.PIECE

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._one: SealedUpload | None = None
        self._whole: list[SealedUpload] = []
        self._total = 0
        self._may_take: bool | None = None
        if request is not None:
            request.files_refused = []  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._one = None
        if not self._is_place_for_files():
            raise SkipFile
        if len(self._whole) + len(self._refused) >= settings.EVIDENCE_FILES:
            self._refuse(Why.TOO_MANY)
        self._one = SealedUpload(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        one = self._one
        if one is None:
            return
        self._total += len(raw_data)
        if one.written.size + len(raw_data) > settings.EVIDENCE_FILE_LIMIT:
            self._refuse(Why.TOO_LARGE)
        if self._total > settings.EVIDENCE_REPORT_LIMIT:
            self._refuse(Why.TOO_MUCH)
        try:
            one.write(raw_data)
        except OSError:
            self._refuse(Why.NO_ROOM)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        one = self._one
        if one is None:
            return None
        self._one = None
        try:
            if one.written.size:
                one.written.finish()
        except OSError:
            one.close()
            self._refused.append((one.name, Why.NO_ROOM))
            return None
        self._whole.append(one)
        return one

    def upload_interrupted(self) -> None:
        for one in (*self._whole, *([self._one] if self._one else [])):
            one.close()

    @property
    def _refused(self) -> list[tuple[str, Why]]:
        refused: list[tuple[str, Why]] = self.request.files_refused
        return refused

    def _refuse(self, why: Why) -> None:
        if self._one:
            self._one.close()
        self._one = None
        self._refused.append((self.file_name or "", why))
        raise SkipFile

    def _is_place_for_files(self) -> bool:
        if self._may_take is None:
            try:
                self._may_take = self.request.path_info in PLACES and tab_of(self.request).draft is not None
            except Error:  # the page itself then says that the database is away
                self._may_take = False
        return self._may_take
