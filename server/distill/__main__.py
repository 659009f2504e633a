"""Entry point of `python -m distill` and of the program `distill`.

Child processes import this file again, so it imports nothing until it is called.
"""

import sys


def main() -> None:
    """Run the command line; a job, which hosts start for every click, skips most imports."""
    from distill.cli import job_file  # noqa: PLC0415 - see above

    job = job_file.words_of(sys.argv[1:])
    if job is not None:
        sys.exit(job_file.run(job))
    from distill.cli.main import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
