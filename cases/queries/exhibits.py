"""How an exhibit is called."""

from cases.models import Case, CaseReport
from cases.queries.case_file import exhibit_number
from reporting.models import Evidence


def number_in(case: Case, file: Evidence) -> str:
    """Of the report in its case, and of the file in its report: both once given stay."""
    links = CaseReport.objects.filter(case=case, report=file.report_id, detached_at=None)
    return exhibit(exhibit_number(links), file)


def exhibit(report: int, file: Evidence) -> str:
    """“1.F2”: a file, so that no message has the same number."""
    return f"{report}.F{file.number}"
