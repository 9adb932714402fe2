"""Files: stored as soon as they are chosen, whole or not at all, unreadable without their key."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from reporting.domain import draft_files, drafts, evidence, vault
from reporting.domain.draft_files import FileRefused, OutOfStep
from reporting.domain.sealing import CannotOpen
from reporting.domain.submission import NothingSaid
from reporting.models import Draft, DraftFile, Evidence, Report
from tests import files
from tests.cast import Cast
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db
WORDS = "They broke my window."


class Begun:
    """A draft with words in it, and its files."""

    def __init__(self, words: str = WORDS, now: datetime | None = None) -> None:
        self.key, self.now = drafts.new_key(), now or timezone.now()
        answers = {"what_happened": words} if words else {"in_danger_now": "no"}
        self.draft = drafts.keep_answers(
            uuid.uuid4(), key=self.key, token=drafts.new_token(), answers=answers, begins=True, now=self.now
        )

    def begin(self, size: int, name: str = "photo.jpg", **kind: bool) -> draft_files.OpenFile:
        return draft_files.begin_file(
            self.draft.id, token=self.draft.token, name=name, size=size, now=timezone.now(), **kind
        )

    def piece(self, file: draft_files.OpenFile, offset: int, piece: bytes) -> draft_files.OpenFile:
        return draft_files.add_piece(file.id, self.draft.id, token=self.draft.token, offset=offset, piece=piece)

    def add(self, content: bytes, name: str = "photo.jpg", **kind: bool) -> draft_files.OpenFile:
        file = self.begin(len(content), name, **kind)
        for at in range(0, len(content), vault.PIECE):
            file = self.piece(file, at, content[at : at + vault.PIECE])
        return file

    @property
    def files(self) -> list[draft_files.OpenFile]:
        return draft_files.files_of(self.draft.id, token=self.draft.token)

    def send(self) -> drafts.OpenDraft:
        return drafts.send_answers(
            self.draft.id, key=self.key, token=self.draft.token, answers={}, choose=dict, language="en-gb",
            now=timezone.now(),
        )  # fmt: skip


def on_disk() -> list[Path]:
    names = {str(one) for one in DraftFile.objects.values_list("pk", flat=True)}
    names |= {str(one) for one in Evidence.objects.values_list("stored", flat=True)}
    return [vault.path_of(uuid.UUID(name)) for name in names]


def large(size: int) -> bytes:
    return files.photo() + secrets.token_bytes(size)


def test_a_file_of_several_pieces_comes_out_as_it_went_in_and_shows_nothing_on_disk() -> None:
    begun, content = Begun(), large(2 * vault.PIECE + 77)
    file = begun.add(content)
    assert file.is_whole
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.media_type == "image/jpeg"
    assert b"".join(vault.pieces(file.id, file.key, file.size)) == content
    stored = vault.path_of(file.id).read_bytes()
    assert b"PhoneMaker" not in stored
    assert vault.path_of(file.id).stat().st_mode & 0o077 == 0
    assert vault.is_kept_with(file.id, file.size)


@pytest.mark.parametrize("length", [1, vault.PIECE - 1, vault.PIECE, vault.PIECE + 1, 2 * vault.PIECE])
def test_pieces_fit_at_every_border(length: int) -> None:
    content = b"x" * length
    file = Begun().add(content, "x.txt")
    assert b"".join(vault.pieces(file.id, file.key, file.size)) == content


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "longer", "other file", "gone"])
def test_what_was_changed_on_disk_does_not_open(harm: str) -> None:
    begun = Begun()
    file, other = begun.add(large(2 * vault.PIECE)), begun.add(large(2 * vault.PIECE), "b.jpg")
    path, whole = vault.path_of(file.id), vault.PIECE + 28
    stored = path.read_bytes()
    changed = {
        "flip": stored[:-1] + bytes([stored[-1] ^ 1]), "cut": stored[: 2 * whole], "longer": stored + b"x",
        "swap": stored[whole : 2 * whole] + stored[:whole] + stored[2 * whole :],
        "other file": vault.path_of(other.id).read_bytes(),
    }  # fmt: skip
    path.unlink() if harm == "gone" else path.write_bytes(changed[harm])
    with pytest.raises(vault.Damaged):
        list(vault.pieces(file.id, file.key, file.size))


def test_an_upload_that_was_cut_goes_on_where_it_was() -> None:
    begun, content = Begun(), large(2 * vault.PIECE)
    file = begun.begin(len(content))
    begun.piece(file, 0, content[: vault.PIECE])
    again = begun.begin(len(content))
    assert (again.id, again.received) == (file.id, vault.PIECE)
    with pytest.raises(OutOfStep) as here:
        begun.piece(file, 0, content[: vault.PIECE])
    assert here.value.received == vault.PIECE
    with pytest.raises(FileRefused, match="cut"):
        begun.piece(file, vault.PIECE, content[vault.PIECE : vault.PIECE + 5])
    assert not begun.files[0].is_whole


def test_a_piece_that_reached_the_disk_before_a_crash_is_written_anew() -> None:
    begun, content = Begun(), large(vault.PIECE)
    file = begun.begin(len(content))
    vault.put_piece(file.id, file.key, 0, b"torn", is_last=False)
    begun.piece(file, 0, content[: vault.PIECE])
    assert begun.piece(file, vault.PIECE, content[vault.PIECE :]).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (files.PROGRAM, "kind"), (files.HTML, "kind"), (b"PK\x03\x04" + bytes(90), "kind")],
)
def test_what_is_not_kept_says_why_and_leaves_the_words_alone(content: bytes, why: str) -> None:
    begun = Begun()
    with pytest.raises(FileRefused) as refused:
        begun.add(content)
    assert refused.value.why == why
    assert begun.files == []
    assert begun.send().sent
    assert Report.objects.get().words == WORDS


def test_limits_of_a_file_and_of_a_report_hold(settings: pytest.FixtureRequest) -> None:
    settings.EVIDENCE_FILE_LIMIT, settings.EVIDENCE_REPORT_LIMIT, settings.EVIDENCE_FILES = 1000, 1500, 3
    begun = Begun()
    for size, why in ((1001, "too_large"), (1000, ""), (501, "too_much"), (100, ""), (101, ""), (1, "too_many")):
        if why:
            with pytest.raises(FileRefused, match=why):
                begun.begin(size, f"{size}.txt")
        else:
            begun.begin(size, f"{size}.txt")


def test_a_disk_that_is_nearly_full_keeps_its_room_for_words(settings: pytest.FixtureRequest) -> None:
    settings.EVIDENCE_FREE_FLOOR = 1 << 60
    begun = Begun()
    with pytest.raises(FileRefused, match="no_room"):
        begun.begin(10)
    assert begun.send().sent


def test_a_sent_report_has_its_whole_files_numbered_and_sealed_anew() -> None:
    begun, name = Begun(), "صور/../صورة.jpg"
    first = begun.add(files.photo(), name)
    draft_files.caption_files(begun.draft.id, token=begun.draft.token, captions={first.id: "My door"})
    begun.add(b"What he wrote", "note.txt")
    begun.begin(10, "never-finished.txt")
    begun.send()
    begun.send()
    kept = list(Evidence.objects.order_by("number"))
    assert [(one.number, one.media_type) for one in kept] == [(1, "image/jpeg"), (2, "text/plain")]
    opened = evidence.opened(kept[0])
    assert (opened.name, opened.caption) == (name, "My door")
    assert b"".join(evidence.bytes_of(kept[0])) == files.photo()
    assert [one.received for one in DraftFile.objects.all()] == [0]
    assert name.encode() not in bytes(kept[0].sealed)


def test_a_recording_stands_for_the_words_and_its_hash_is_the_fingerprint() -> None:
    begun = Begun(words="")
    assert not begun.send().sent
    begun.add(files.sound(), "spoken.wav", is_recording=True)
    assert begun.send().sent
    report = Report.objects.get()
    assert (report.words, report.fingerprint) == ("", hashlib.sha256(files.sound()).hexdigest())
    assert Evidence.objects.get().is_recording
    assert begun.send().sent


def test_a_picture_is_no_spoken_answer() -> None:
    begun = Begun(words="")
    with pytest.raises(FileRefused, match="no_recording"):
        begun.add(files.photo(), is_recording=True)
    begun.add(files.sound(), "music.wav")
    assert not begun.send().sent
    with pytest.raises(NothingSaid):
        drafts.submit_report(answers={}, token="t", now=timezone.now(), files_of=begun.draft.id)


def test_files_do_not_open_for_another_draft_or_token() -> None:
    begun, other = Begun(), Begun()
    file = begun.add(files.photo())
    assert draft_files.files_of(begun.draft.id, token=other.draft.token) == []
    assert not draft_files.remove_file(file.id, other.draft.id, token=other.draft.token)
    with pytest.raises(FileRefused, match="gone"):
        draft_files.add_piece(file.id, other.draft.id, token=other.draft.token, offset=0, piece=b"x")


def test_removing_before_sending_destroys_row_key_and_file() -> None:
    begun = Begun()
    file = begun.add(files.photo())
    assert draft_files.remove_file(file.id, begun.draft.id, token=begun.draft.token)
    assert not draft_files.remove_file(file.id, begun.draft.id, token=begun.draft.token)
    assert not vault.path_of(file.id).exists()
    assert not DraftFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_files_of_drafts_that_are_left_go_with_the_workers_rights(cast: Cast) -> None:
    old, live = Begun(now=timezone.now() - timedelta(days=8)), Begun()
    gone, kept = old.add(files.photo()), live.add(files.photo())
    cut = old.begin(5, "cut.txt")
    with acting_as("heard_worker"):
        assert draft_files.forget_left(now=timezone.now()) == 2
        assert draft_files.forget_left(now=timezone.now()) == 0
    assert (vault.path_of(gone.id).exists(), vault.path_of(kept.id).exists()) == (False, True)
    assert not DraftFile.objects.filter(pk=cut.id).exists()
    Draft.objects.filter(pk=live.draft.id).delete()
    assert draft_files.forget_left(now=timezone.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_public_role_keeps_and_sends_files_and_reads_none_back(cast: Cast) -> None:
    with acting_as("heard_public"):
        begun = Begun()
        begun.add(files.photo())
        draft_files.remove_file(begun.add(b"words", "x.txt").id, begun.draft.id, token=begun.draft.token)
        assert begun.send().sent
    assert Evidence.objects.count() == 1
    for forbidden in (lambda: Evidence.objects.get().sealed, lambda: Evidence.objects.update(number=9)):
        with pytest.raises(DatabaseError, match="permission denied"), acting_as("heard_public"), transaction.atomic():
            forbidden()


def test_evidence_is_never_changed_or_deleted(cast: Cast) -> None:
    begun = Begun()
    begun.add(files.photo())
    begun.send()
    for harm in (lambda: Evidence.objects.update(sha256="0" * 64), lambda: Evidence.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            harm()
    erased = Evidence.objects.get()
    erased.sealed = None
    with pytest.raises(CannotOpen):
        evidence.opened(erased)
