"""What prepares the stack before its services start; it runs in the web image."""
