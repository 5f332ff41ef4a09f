"""What a participant decides, as pure state machines and functions; `runtime` performs it."""
