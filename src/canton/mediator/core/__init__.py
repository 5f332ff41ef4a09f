"""What a mediator decides, as pure state machines and functions."""
