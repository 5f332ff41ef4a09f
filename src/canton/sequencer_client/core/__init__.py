"""The decisions of the sequencer client, without tasks, clocks or network."""
