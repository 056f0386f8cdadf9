"""Outputs and comments of GitHub Actions."""
