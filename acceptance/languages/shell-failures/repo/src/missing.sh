echo one
no-such-command --flag
