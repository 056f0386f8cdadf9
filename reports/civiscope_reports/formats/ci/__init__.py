"""Write results in the formats of CI systems."""
