"""What coordinators hand over to a member who says yes: the veille to sort, the édito to write."""
