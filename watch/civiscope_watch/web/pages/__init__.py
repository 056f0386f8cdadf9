"""The pages of the dashboard: each a function of a visit."""
