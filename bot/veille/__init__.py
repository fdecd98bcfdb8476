"""The monthly watch: articles, digests, members' links."""
