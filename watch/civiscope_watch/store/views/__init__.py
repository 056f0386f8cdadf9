"""What the dashboard asks of the history: lists, and what stands above them."""
