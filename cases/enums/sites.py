"""Sites that may need protection."""

from enum import StrEnum


class SiteKind(StrEnum):
    """What a site is."""

    WORSHIP = "worship"
    SCHOOL = "school"
    COMMUNITY_CENTRE = "community_centre"

    @property
    def words(self) -> str:
        """For people."""
        return {"worship": "place of worship", "school": "school", "community_centre": "community centre"}[self.value]
