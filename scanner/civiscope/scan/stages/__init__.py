"""The stages of a scan that follow the crawl: interaction, consent, hosts, documents."""
