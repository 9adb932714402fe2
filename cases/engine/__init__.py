"""The categoriser and what belongs to it: pure Python and numpy, no Django, no database, no clock."""

import os

# A model's numbers are summed, never multiplied as matrices: numpy's own threads would only stand about, and take the
# signals of processes (`ring`) that block theirs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
