"""The language itself: names, versions and features, and the abstract syntax that all else uses."""
