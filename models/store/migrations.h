// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <filesystem>

namespace tiebreak::store {

/// "Tieb" as a big-endian number: marks an SQLite file as a Tiebreak project.
constexpr int application_id = 0x54696562;

/// The schema this program writes: the number of the last file in resources/schema.
[[nodiscard]] int current_schema();

/// Makes an empty database a project of the current schema, in one transaction.
void create_schema(Connection& connection);

/// A database without any table, mark or version: what is left when a program dies before it made the schema.
[[nodiscard]] bool is_blank(Connection& connection);

/// Brings an older project to the current schema: a backup beside it first (FILE.backup-OLDVERSION, by
/// SQLite's backup API), then each missing step, all in one transaction. Does nothing where the schema is
/// current. Throws domain::Error where the file is foreign or newer.
void migrate(Connection& connection, const std::filesystem::path& file);

/// Throws domain::Error unless the file is a project of a schema that this program can read.
void check_identity(Connection& connection, const std::filesystem::path& file);

} // namespace tiebreak::store
