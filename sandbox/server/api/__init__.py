"""The REST routes under /api/v4, one module a noun; each ends with its ROUTES."""
