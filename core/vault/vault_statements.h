// Every statement of the vault's store, prepared once for a connection. Internal to core/vault.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_STATEMENTS_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_STATEMENTS_H_

#include <memory>
#include <utility>

#include "core/util/status.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault_store.h"

namespace schoolgate {

struct VaultStore::Statements {
  SqliteStatement find_person, find_subject, add_subject;
  SqliteStatement find_scope, add_scope, use_scope, expire;
  SqliteStatement find_form, next_form, add_form, forms_of_scope;
  SqliteStatement find_grant, add_grant, forms_of_session;

  static absl::StatusOr<std::unique_ptr<Statements>> Prepare(SqliteDb& db) {
    SG_ASSIGN_OR_RETURN(auto find_person, db.Prepare("SELECT number, key FROM subjects WHERE tag=?"));
    SG_ASSIGN_OR_RETURN(auto find_subject, db.Prepare("SELECT number FROM subjects WHERE tag=?"));
    SG_ASSIGN_OR_RETURN(
        auto add_subject,
        db.Prepare(
            "INSERT INTO subjects(number, tag, scope, key) VALUES(?,?,?,?) ON CONFLICT(number) DO NOTHING"));
    SG_ASSIGN_OR_RETURN(auto find_scope, db.Prepare("SELECT id, key FROM scopes WHERE tag=?"));
    SG_ASSIGN_OR_RETURN(auto add_scope,
                        db.Prepare("INSERT INTO scopes(tag, stable, used, key) VALUES(?,?,?,CAST(? AS TEXT)) "
                                   "ON CONFLICT(tag) DO UPDATE SET used=max(used, excluded.used) RETURNING "
                                   "id, key"));
    SG_ASSIGN_OR_RETURN(auto use_scope, db.Prepare("UPDATE scopes SET used=max(used, ?) WHERE tag=?"));
    SG_ASSIGN_OR_RETURN(auto expire, db.Prepare("DELETE FROM scopes WHERE id IN (SELECT id FROM scopes WHERE "
                                                "stable=? AND used<? LIMIT ?)"));
    SG_ASSIGN_OR_RETURN(auto find_form,
                        db.Prepare("SELECT subject, type, form, sealed FROM forms WHERE tag=?"));
    SG_ASSIGN_OR_RETURN(
        auto next_form,
        db.Prepare("SELECT coalesce(max(form)+1, 0) FROM forms WHERE scope=? AND subject=? AND type=?"));
    SG_ASSIGN_OR_RETURN(
        auto add_form,
        db.Prepare("INSERT INTO forms(tag, scope, subject, type, form, sealed) VALUES(?,?,?,?,?,?)"));
    SG_ASSIGN_OR_RETURN(
        auto forms_of_scope,
        db.Prepare("SELECT f.subject, f.type, f.form, f.sealed, f.tag, s.tag, s.key FROM forms f JOIN "
                   "subjects s ON s.number=f.subject WHERE f.scope=? ORDER BY f.subject, f.type, f.form"));
    SG_ASSIGN_OR_RETURN(auto find_grant, db.Prepare("SELECT 1 FROM grants WHERE session=? AND form=?"));
    SG_ASSIGN_OR_RETURN(
        auto add_grant,
        db.Prepare("INSERT INTO grants(session, form) VALUES(?,?) ON CONFLICT(session, form) DO NOTHING"));
    SG_ASSIGN_OR_RETURN(
        auto forms_of_session,
        db.Prepare(
            "SELECT f.subject, f.type, f.form, f.sealed, f.tag, s.tag, s.key FROM grants g JOIN forms f "
            "ON f.tag=g.form JOIN subjects s ON s.number=f.subject WHERE g.session=? ORDER BY f.subject, "
            "f.type, f.form"));
    return std::unique_ptr<Statements>(new Statements{
        std::move(find_person), std::move(find_subject), std::move(add_subject), std::move(find_scope),
        std::move(add_scope), std::move(use_scope), std::move(expire), std::move(find_form),
        std::move(next_form), std::move(add_form), std::move(forms_of_scope), std::move(find_grant),
        std::move(add_grant), std::move(forms_of_session)});
  }
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_STATEMENTS_H_
