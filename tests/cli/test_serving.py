"""A server that cannot start prints one sentence with the reason and ends; real processes."""

import socket
import subprocess

from kit.servers import Place, serve_words


def serve(place: Place, *more: str, port: int = 0) -> tuple[int, str]:
    ran = subprocess.run(
        [*serve_words(place, port, 1, "null"), "--model", "tiny", *more],
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ran.returncode, ran.stderr


def test_a_taken_port_is_an_error(place: Place) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        code, err = serve(place, port=port)
    assert code == 1
    last = err.strip().splitlines()[-1]
    assert last.startswith(f"distill: UDP port {port} of 127.0.0.1 cannot be opened")
    assert "Traceback" not in err


def test_an_unknown_setting_gets_the_nearest_one_as_a_hint(place: Place) -> None:
    path = place.root / "mine.toml"
    path.write_text('profil = "low"\n')
    code, err = serve(place, "--config", str(path))
    assert code == 1
    assert err.strip() == (f"distill: {path}: unknown setting 'profil'; did you mean 'profile'?")


def test_a_host_that_other_machines_reach_needs_an_allow_list(place: Place) -> None:
    code, err = serve(place, "--host", "0.0.0.0")  # noqa: S104 - refused
    assert code == 1
    assert "list those that may send in the allow-list" in err.splitlines()[-1]


def test_a_folder_that_cannot_be_made_is_an_error(place: Place) -> None:
    (place.root / "file").write_text("")
    code, err = serve(place, "--clips", str(place.root / "file" / "clips"))
    assert code == 1
    assert "cannot be created" in err.splitlines()[-1]


def test_a_folder_with_a_zero_in_its_name_is_an_error(place: Place) -> None:
    path = place.root / "zero.toml"
    path.write_text('sources = "a\\u0000b"\n')
    code, err = serve(place, "--config", str(path))
    assert code == 1
    assert err.splitlines()[-1].startswith("distill: the folder ")
    assert "Traceback" not in err


def test_a_wrong_allow_list_is_an_error_and_leaves_no_process(place: Place) -> None:
    code, err = serve(place, "--allow", "somebody")
    assert code == 1
    assert err.strip().startswith("distill: the allow-list takes addresses like 192.168.1.20")
    assert "leaked" not in err
