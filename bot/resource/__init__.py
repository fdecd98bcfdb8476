"""Resources: links and files that members share, kept where they stand and found again."""
