"""Answers `--help` for the benchmarks that read their few options by hand.

Not a program.
"""

import sys


def answer_help(about: str | None) -> None:
    """Print the docstring of a benchmark and end the program, if its help is asked for."""
    if {"-h", "--help"} & set(sys.argv[1:]):
        sys.stdout.write(f"{(about or '').strip()}\n")
        sys.exit(0)
