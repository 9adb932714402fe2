"""Partners of the demonstration: made up, and marked so. Real ones are entered by the operator."""

from cases.enums import OrganisationKind
from cases.models import Organisation

PARTNERS = {
    "Listening Line (demonstration)": "Somebody to talk to, in many languages",
    "Safe Home Advice (demonstration)": "Locks, alarms and moving house",
    "Monitoring Body (demonstration)": "Takes reports of hate against one community and stays with the person",
}


def add_partners() -> None:
    """Those that are missing. A second call adds none."""
    for name, helps_with in PARTNERS.items():
        Organisation.objects.get_or_create(
            name=name,
            defaults={
                "kind": OrganisationKind.PARTNER,
                "helps_with": helps_with,
                "contact": "No real address: made up",
                "is_demonstration": True,
            },
        )
