"""What Keel has connected to, for everyone to see, and the access token of the hub."""
