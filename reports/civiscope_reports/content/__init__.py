"""What reports say: summaries, issues, ranking, trends, requirements, gaps."""
