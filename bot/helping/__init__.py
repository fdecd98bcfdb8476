"""Who knows: what members can help with and receive, and the places of the territory."""
