"""An embedded look-alike of Mattermost: the demo and the tests run on it."""
