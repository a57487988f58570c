// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite_error.h"

#include <sqlite3.h>

namespace tiebreak::store {

using domain::Error;
using domain::ErrorKind;

domain::Error explain(const SQLite::Exception& error, const std::filesystem::path& file) {
    const std::string where = file.string();
    switch (error.getErrorCode() & 0xff) {
    case SQLITE_FULL:
        return {ErrorKind::file, "the disk is full; what was stored before is kept", where,
                "free some space and go on with Resume"};
    case SQLITE_IOERR:
        return {ErrorKind::file,
                std::string("the disk refused to read or write (") + error.what() +
                    "); what was stored before is kept",
                where, "check the disk and its free space, then go on with Resume"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorKind::file, "the file is read only", where,
                "copy it to a folder you may write to, or change its permissions"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorKind::busy, "another program has locked the file", where,
                "close the other program (a database browser, a backup) and try again"};
    case SQLITE_INTERRUPT:
        return {ErrorKind::busy, "interrupted", where};
    case SQLITE_NOTADB:
        return {ErrorKind::format, "this is not a Tiebreak project", where, "choose a .tiebreak file"};
    case SQLITE_CORRUPT:
        return {ErrorKind::format, std::string("the file is damaged (") + error.what() + ")", where,
                "open a copy or a backup (NAME.tiebreak.backup-N); `sqlite3 FILE .recover` saves what can be "
                "read"};
    case SQLITE_CANTOPEN:
        return {ErrorKind::file, "the file cannot be opened", where,
                "check that the folder exists and that you may write to it"};
    default:
        return {ErrorKind::internal, error.what(), where};
    }
}

} // namespace tiebreak::store
