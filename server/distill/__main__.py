"""The entry point of `python -m distill` and of the program `distill`.

Child processes import this file again, so it imports nothing until `main` is called.
"""

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
    from distill.cli.main import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
