"""Short surveys: confidential until they close, told as counts that point at nobody."""
