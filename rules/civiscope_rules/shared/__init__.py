"""What several rules share. No rule lives here."""
