// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "formats/rows.h"

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

struct ManifestImport {
    std::vector<domain::Candidate>
        candidates;                 ///< recorded ones; Candidate::responses_path as the manifest names it
    std::vector<std::size_t> lines; ///< of each candidate
    std::vector<BadRow> bad;
};

/// Reads a manifest CSV: many candidates at once, one a row. Columns: name, path (either may be empty: the
/// name is then the file's without its ending), test_loss, test_loss_se, loss_set, tokenizer, tags
/// ("data=FineWeb; size=small"); any other column is a tag. Throws domain::Error (format) for a file without
/// name and path columns.
[[nodiscard]] ManifestImport read_manifest(std::string_view bytes, const std::string& where = {});

} // namespace tiebreak::formats
