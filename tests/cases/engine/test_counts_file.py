"""A file of daily counts: what is read, and which line stops it."""

import io
from datetime import date

import pytest

from cases.engine.counts_file import CountsFileError, read_counts
from cases.engine.monthly_file import read_months


def test_days_come_in_order_and_an_empty_cell_is_no_zero() -> None:
    file = read_counts(io.BytesIO(b'\xef\xbb\xbfdate,a,"b, c"\r\n2020-01-05,4,\r\n\r\n2020-01-02, 0 ,7\r\n'))
    assert file.series == ("a", "b, c")
    assert file.of("b, c") == [(date(2020, 1, 2), 7)]
    assert file.of("a") == [(date(2020, 1, 2), 0), (date(2020, 1, 5), 4)]
    assert file.missing_dates() == [(date(2020, 1, 3), date(2020, 1, 4))]
    assert file.empty_cells("b, c") == [(date(2020, 1, 5), date(2020, 1, 5))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "line 1: the file is empty"),
        (b"day,a\n", "line 1: the first column is called `day`"),
        (b"date\n", "line 1: no series"),
        (b"date,a,a\n", "line 1: two columns are called `a`"),
        (b"date,a,\n", "line 1: column 3 has no name"),
        (b"date,a\n", "line 1: no day follows"),
        (b"date,a\n2020-01-01,x\n", "line 2: `x` in column `a` is not a whole number"),
        (b"date,a\n2020-01-01,1.5\n", "line 2: `1.5`"),
        (b"date,a\n2020-01-01,\xd9\xa3\n", "line 2:"),
        (b"date,a\n2020-01-01,-1\n", "line 2: `-1` in column `a` is negative"),
        (b"date,a\n2020-01-01,99999999999\n", "line 2:"),
        (b"date,a\n2020-01-01,1\n2020-01-01,1\n", "line 3: 2020-01-01 stands in line 2 already"),
        (b"date,a\n2020-01-01,1,2\n", "line 2: 3 columns where the first line has 2"),
        (b"date,a\n01/02/2020,1\n", "line 2: `01/02/2020` is not a date"),
        (b"date,a\n2020-02-30,1\n", "line 2: `2020-02-30` is not a date"),
        (b"date,a\n20200201,1\n", "line 2:"),
        (b"date,a\n0001-01-01,1\n", "line 2: 0001-01-01 is not between"),
        (b"date,a\n\xff\n", "line 2: not text in UTF-8"),
        (b"date,a\n2020-01-01,\"1\n", "line 2: its quotes do not close"),
        (b"date,a\n2020-01-01,1\0\n", "line 2: not text"),
    ],
)  # fmt: skip
def test_the_first_bad_line_is_named_with_the_reason(text: bytes, said: str) -> None:
    with pytest.raises(CountsFileError, match="line") as refused:
        read_counts(io.BytesIO(text))
    assert str(refused.value).startswith(said)


class Endless(io.RawIOBase):
    """A gigabyte without a line end, of which next to nothing may be read."""

    read_so_far = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size < 1_000_000
        self.read_so_far += size
        assert self.read_so_far < 10_000_000
        return b"9" * size


def test_a_gigabyte_in_one_line_is_not_read() -> None:
    with pytest.raises(CountsFileError, match="line 1: longer than"):
        read_counts(Endless())  # type: ignore[arg-type]


def test_months_are_read_and_an_unknown_strand_is_none_of_ours() -> None:
    text = b"month,borough,mps_strand,strand,count\n2017-06,Barnet,Anti-Semitic,religion:antisemitic,3\n2017-06,Barnet,Other,x,1\n"
    months = read_months(io.BytesIO(text))
    assert months["Anti-Semitic", date(2017, 6, 1), "Barnet"] == (3, "religion:antisemitic")
    assert months["Other", date(2017, 6, 1), "Barnet"].strand == ""
    with pytest.raises(CountsFileError, match="line 4: 2017-06, Barnet, Other stands further up"):
        read_months(io.BytesIO(text + b"2017-06,Barnet,Other,x,1\n"))
    with pytest.raises(CountsFileError, match="line 1: the columns are not"):
        read_months(io.BytesIO(b"date,a\n"))
