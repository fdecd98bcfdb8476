"""What is kept of texts to find them again, by their words and by what they mean."""
