"""How officers' passwords are kept: Argon2id with the parameters of OWASP's password storage advice."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Two passes over 19 MiB in one lane: one log-in costs a server 20 to 60 ms, a thief of the table as much a guess."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
