"""From log-mel back to sound: whole for clips (Griffin-Lim), frame by frame for the stream."""
