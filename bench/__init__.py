"""Measurements from outside: the ledger client and the benches. Nothing here is needed to run Heard."""
