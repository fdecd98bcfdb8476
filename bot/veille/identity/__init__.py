"""What makes an article of a feed the same one as yesterday, whatever its publisher changed."""
