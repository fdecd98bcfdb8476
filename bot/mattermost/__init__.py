"""The only place that knows Mattermost."""
