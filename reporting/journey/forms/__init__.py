"""Forms of the journey: one small form a page, built from the questions."""
