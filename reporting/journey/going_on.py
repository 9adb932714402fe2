"""Where somebody who comes back goes on."""

from reporting.journey.steps import BY_SLUG, FIRST, Answers, Step, after, asked


def goes_on_at(answers: Answers) -> Step | None:
    """The page after the last one that was answered; None where only checking is left."""
    told = [step for step in asked(answers) if any(name in answers for name in step.names)]
    return after(told[-1], answers) if told else BY_SLUG[FIRST]
