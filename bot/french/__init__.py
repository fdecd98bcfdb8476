"""The French language, without any noun of ours: words, dates, personal data, themes."""
