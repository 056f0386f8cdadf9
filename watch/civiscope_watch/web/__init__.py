"""The dashboard: server-made pages over the history of many sites, its API and who may see it."""
