"""How the triggers of new tables are made."""

from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):  # type: ignore[misc]
    """As django-pgtrigger's, but without drawing every model anew: a table's triggers change nothing that others see.

    With some sixty triggers the drawing was most of the time that a first start took.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
