"""What callers send: fields, commands, formats; checked in the order that users see."""
