"""What a text means, as a vector: texts that mean alike have vectors that lie close."""
