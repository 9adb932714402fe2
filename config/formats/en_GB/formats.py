"""British English, with whole months: “3 Feb” is one more thing to work out."""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
