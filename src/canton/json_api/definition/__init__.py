"""What uploaded packages define, as JSON: types, templates, interfaces, for who generates code."""
