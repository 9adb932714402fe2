"""Who has read the translations on which somebody's safety hangs."""

from django.db import models


class SignedTranslation(models.Model):
    """A reader of a language has read its words of safety, as they stood then. Changed words want a new signature."""

    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, help_text="SHA-256 (hex) of the words that were read")
    reader = models.CharField("native reader", max_length=200, help_text="the name of the person who read them")
    qualification = models.CharField(max_length=300, help_text="why they can tell, for example a certified translator")
    signed_at = models.DateTimeField()
    noted_by = models.CharField(max_length=150, help_text="username of the administrator who noted it")

    class Meta:
        constraints = [models.UniqueConstraint("language", "digest", "reader", name="signed_once_by_a_reader")]

    def __str__(self) -> str:
        return f"{self.language}: {self.reader}"
