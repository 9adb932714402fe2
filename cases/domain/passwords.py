"""How officers' passwords are kept: Argon2id with the parameters of OWASP's password storage advice."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Two passes over 19 MiB in one lane: what a log-in costs the server, each guess costs a thief."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
