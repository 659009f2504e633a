"""A Pure Data patch plays: all its numbers are floats, and it reads what it is answered."""

import subprocess
from pathlib import Path

import pytest

from kit.peers import need
from kit.servers import Server, free_ports

pytestmark = [pytest.mark.peer, pytest.mark.slow]

# Each answer sets off the next step, so nothing waits for a time. Numbers of objects are their
# order in the file; [oscformat] takes the address from its arguments.
PATCH = r"""#N canvas 0 0 900 700 10;
#X obj 10 10 netsend -u -b;
#X obj 10 60 list prepend send;
#X obj 10 85 list trim;
#X obj 10 300 netreceive -u -b {port};
#X obj 10 325 oscparse;
#X obj 10 350 list trim;
#X obj 10 375 print heard;
#X obj 200 375 route distill;
#X obj 200 400 list trim;
#X obj 200 425 route done pong param error;
#X obj 200 10 loadbang;
#X msg 200 35 connect 127.0.0.1 {server};
#X msg 200 60 {port} id 1;
#X obj 200 85 oscformat distill subscribe;
#X obj 200 450 route 1 9 10;
#X msg 200 480 7;
#X obj 200 505 oscformat distill ping;
#X obj 400 450 t b b;
#X msg 480 480 0.5;
#X obj 480 505 oscformat distill param temperature;
#X obj 400 530 oscformat distill param temperature;
#X msg 400 480 bang;
#X obj 600 450 list trim;
#X obj 600 475 route temperature;
#X msg 600 500 list pd columns 2 seed 5 id 9;
#X obj 600 525 oscformat distill generate;
#X msg 700 500 list pd 9999 id 10;
#X obj 700 525 oscformat distill shift;
#X msg 500 600 \; pd quit;
#X obj 10 110 list;
#X connect 1 0 2 0;
#X connect 2 0 0 0;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 5 0 7 0;
#X connect 7 0 8 0;
#X connect 8 0 9 0;
#X connect 9 0 14 0;
#X connect 9 1 17 0;
#X connect 9 2 22 0;
#X connect 10 0 11 0;
#X connect 10 0 12 0;
#X connect 11 0 0 0;
#X connect 12 0 13 0;
#X connect 13 0 1 0;
#X connect 14 0 15 0;
#X connect 15 0 16 0;
#X connect 16 0 1 0;
#X connect 17 1 18 0;
#X connect 18 0 19 0;
#X connect 19 0 1 0;
#X connect 17 0 21 0;
#X connect 21 0 20 0;
#X connect 20 0 1 0;
#X connect 22 0 23 0;
#X connect 23 0 24 0;
#X connect 24 0 25 0;
#X connect 25 0 1 0;
#X connect 14 1 26 0;
#X connect 26 0 27 0;
#X connect 27 0 1 0;
#X connect 9 3 28 0;
"""


def test_a_patch_pings_sets_a_parameter_generates_and_reads_an_error(
    server: Server, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    patch = tmp_path / "play.pd"
    patch.write_text(PATCH.format(port=port, server=server.port))
    ran = subprocess.run(
        [need("pd"), "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", str(patch)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    heard = [line for line in ran.stdout.splitlines() if line.startswith("heard: ")]
    told = [line.removeprefix("heard: ") for line in heard]
    assert told[0] == f"distill done 1 subscribe {port} 300"
    assert "distill pong 7" in told
    assert "distill param temperature 0.5" in told
    assert "distill ack 9 generate" in told
    done = next(line for line in told if line.startswith("distill done 9 generate pd 2 5 "))
    assert 0.0 < float(done.split()[-1]) < 10.0
    assert told[-1].startswith("distill error 10 bad_argument ")
    with server.client() as one:
        assert one.parameter("temperature") == 0.5
        assert len(one.codes("pd")) == 2 * 16
