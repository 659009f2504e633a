"""Live values of what is heard, many times a second: telemetry."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, command
from distill.types import Range, Unit


@command("telemetry")
@dataclass(frozen=True, slots=True)
class Telemetry(Command):
    """Send live values of what is heard, so many times a second, until the lease ends.

    Each is a message with one float: /distill/live/level and so on (see Live values). They go to a
    port of this client, or for port 0 where its answers go. They describe the moment that is heard,
    as far as the device reports its latency. Send it again before the lease ends to renew it, or
    with rate 0 to end it. Answers rate, port and lease.
    """

    rate: Annotated[float, Range(0.0, 60.0), Unit.HERTZ] = 30.0
    port: Annotated[int, Range(0, 65_535)] = 0
    lease: Annotated[float, Range(1.0, 86_400.0), Unit.SECONDS] = 300.0

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.host.watch(context.client, self.port, self.rate, self.lease)
        return Reply((self.rate, self.port, self.lease))
