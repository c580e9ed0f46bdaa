-- A row is the user whose session token is set on this transaction, with the scopes of a personal token; none when the session has ended.
SELECT u.id, u.username, u.display_name, u.role, u.organisation_id, u.area, (SELECT sec.my_scopes()) AS scopes
FROM access_user u
WHERE u.id = (SELECT sec.my_user())
