"""Rules on the accessibility statement that public bodies publish."""
