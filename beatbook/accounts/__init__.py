"""How a person proves who they are: password, second factor, passkey or the force's own directory; then, and only then, a session to look with."""
