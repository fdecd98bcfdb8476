"""Discord: the digest, the letter and meetings, mirrored by a webhook."""
