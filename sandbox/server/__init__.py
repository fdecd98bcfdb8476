"""A Mattermost server in small: API v4, socket, slash commands, feeds and mails to try with."""
