"""YesWiki: minutes, letters and answers as entries, each a page of our own name."""
