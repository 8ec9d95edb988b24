// The vault's tables in SQLite. Nothing in them can be read or matched without the keys: tags are HMACs,
// names and forms are sealed, numbers are random.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_SCHEMA_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_SCHEMA_H_

namespace schoolgate {

inline constexpr char kVaultFormat[] = "2";

inline constexpr char kVaultSchema[] = R"sql(
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
-- The ring of district keys, wrapped; `place` is the order they were added in.
CREATE TABLE IF NOT EXISTS keys(
  place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, wrapped BLOB NOT NULL, active INTEGER NOT NULL);
-- Sessions and stable scopes; `used` is a Unix time, `key` the district key theirs come from.
CREATE TABLE IF NOT EXISTS scopes(
  id INTEGER PRIMARY KEY, tag BLOB NOT NULL UNIQUE, stable INTEGER NOT NULL, used INTEGER NOT NULL,
  key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS scopes_by_use ON scopes(stable, used);
-- People of the roster (no scope, and keys of their own) and values off it (which go with their scope). A
-- number is unique in the district, whoever has it. What is neither is the number of somebody whose key was
-- destroyed: nobody else gets it.
CREATE TABLE IF NOT EXISTS subjects(
  number INTEGER PRIMARY KEY, tag BLOB NOT NULL UNIQUE, scope INTEGER REFERENCES scopes(id) ON DELETE CASCADE,
  key BLOB);
CREATE INDEX IF NOT EXISTS subjects_by_scope ON subjects(scope) WHERE scope IS NOT NULL;
CREATE TABLE IF NOT EXISTS forms(
  tag BLOB PRIMARY KEY, scope INTEGER NOT NULL REFERENCES scopes(id) ON DELETE CASCADE,
  subject INTEGER NOT NULL, type INTEGER NOT NULL, form INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS forms_in_order ON forms(scope, subject, type, form);
-- What a session was issued out of a stable scope.
CREATE TABLE IF NOT EXISTS grants(
  session INTEGER NOT NULL REFERENCES scopes(id) ON DELETE CASCADE, form BLOB NOT NULL,
  PRIMARY KEY(session, form)) WITHOUT ROWID;
-- Legal holds, by the person's tag.
CREATE TABLE IF NOT EXISTS holds(tag BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
-- What waits to be put on the audit log.
CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY AUTOINCREMENT, note BLOB NOT NULL);
)sql";

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_SCHEMA_H_
