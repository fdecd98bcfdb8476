"""Networks: scale, rhythm, schedule, who may do what."""
