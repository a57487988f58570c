// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/foreign.h"

#include "domain/error.h"

namespace tiebreak::formats {

namespace {

using domain::Error;
using domain::ErrorKind;
using namespace std::string_view_literals;

/// Files that people drop here by mistake, told by their first bytes, with what to do about it.
struct Foreign {
    std::string_view magic;
    const char* what;
    const char* mend;
};
constexpr Foreign foreign[] = {
    {"\x1f\x8b"sv, "this is compressed by gzip", "unpack it first"},
    {"\x28\xb5\x2f\xfd"sv, "this is compressed by zstd", "unpack it first"},
    {"PK\x03\x04"sv, "this is a ZIP file or an office document", "unpack it, or save the sheet as CSV"},
    {"SQLite format 3"sv, "this is a database or a Tiebreak project", "open it instead of importing it"},
    {"GGUF"sv, "this is a model's weights", "serve it and name the server in an eval config"},
    {"PAR1"sv, "this is a Parquet file", "save it as JSON Lines"},
    {"\xff\xfe"sv, "this is UTF-16", "save it as UTF-8"},
    {"\xfe\xff"sv, "this is UTF-16", "save it as UTF-8"},
};

} // namespace

void refuse_foreign(std::string_view bytes, const std::string& where) {
    for (const Foreign& f : foreign) {
        if (bytes.starts_with(f.magic)) {
            throw Error(ErrorKind::format, f.what, where, f.mend);
        }
    }
    const std::size_t start = bytes.find_first_not_of(" \t\r\n", bytes.starts_with("\xef\xbb\xbf") ? 3 : 0);
    if (start == std::string_view::npos) {
        throw Error(ErrorKind::format, "the file is empty", where);
    }
    if (bytes[start] == '<') {
        throw Error(ErrorKind::format, "this is HTML or XML, not JSON or CSV", where,
                    "it may be a page that a download link led to; download the raw file");
    }
    if (bytes.substr(0, 4096).find('\0') != std::string_view::npos) {
        throw Error(ErrorKind::format, "this is a binary file", where,
                    "JSON, JSON Lines and CSV can be read");
    }
}

} // namespace tiebreak::formats
