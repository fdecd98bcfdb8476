"""The same bot on a real Mattermost server, whichever COURROIE_LIVE_URL names.

```
COURROIE_LIVE_URL=https://mattermost.example.org   the server, a test one by preference
COURROIE_LIVE_ADMIN_TOKEN=…                        a system administrator's token
COURROIE_LIVE_CALLBACK=10.0.0.5                    how the server reaches this machine (127.0.0.1)
COURROIE_LIVE_URL_2, COURROIE_LIVE_ADMIN_TOKEN_2   a second server, for the belt between two
```
Everything is made under names of its own, and taken away at the end. The server must allow bot
accounts, personal access tokens, and calls to that address (AllowedUntrustedInternalConnections).
"""
