"""The packages that a participant brings along, in textual Daml-LF, and their assembly."""
