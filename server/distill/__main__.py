"""The entry point of `python -m distill` and of the program `distill`.

Child processes import this file again, so it imports nothing until `main` is called.
"""

import os
import platform
import sys


def main() -> None:
    """Run the command line; `send`, `serve`, and `job` of Reaper import little before they act."""
    from distill.cli.home import settle_home  # noqa: PLC0415 - see above
    from distill.errors import DistillError  # noqa: PLC0415 - see above

    try:
        if wrong := settle_home():
            sys.stderr.write(f"distill: {wrong}\n")
    except DistillError as error:
        sys.exit(f"distill: {error}")
    words = sys.argv[1:]
    if words[:1] == ["send"]:
        from distill.cli import send_request  # noqa: PLC0415 - see above

        given = send_request.plain_arguments(words)
        if given is not None:
            sys.exit(send_request.main(given))
    elif words[:1] == ["job"]:
        from distill.cli import job_file  # noqa: PLC0415 - see above

        job = job_file.job_argument(words)
        if job is not None:
            sys.exit(job_file.run(job))
    elif words[:1] == ["serve"]:
        from distill.cli import guarded, serve_start  # noqa: PLC0415 - see above

        options = serve_start.plain_options(words[1:])
        if options is not None:
            sys.exit(guarded.run_guarded(lambda: serve_start.start(**options)))
    _limit_blas()
    from distill.cli.main import main as run  # noqa: PLC0415 - see above

    run()


def _limit_blas() -> None:
    """Let numpy compute its products, which are small, on one core, before it is imported.

    Left alone, the library takes every core for them, waits for each, and on a busy machine encodes
    eight times as slowly. Torch has a library of its own, but not on ARM under Linux.
    """
    if platform.machine() != "aarch64":
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if __name__ == "__main__":
    main()
