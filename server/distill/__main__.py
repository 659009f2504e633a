"""The door: `python -m distill`, and the program `distill`.

Child processes import this file again, so it imports nothing until it is called.
"""


def main() -> None:
    """Run the command line."""
    from distill.cli import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
