// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace tiebreak::workbench {

struct ImportTraining {
    std::filesystem::path path;
    std::string name; ///< empty: the file's name
};

/// What looking through a training file found.
struct TrainingFound {
    std::string name;
    std::string format;       ///< "json", "json-lines" or "text"
    std::int64_t rows = 0;    ///< of the training file
    std::int64_t bad = 0;     ///< of those, passed over: no JSON, or longer than 64 MB
    std::int64_t items = 0;   ///< looked up, by revision
    std::int64_t exact = 0;   ///< items whose words stand there in their order
    std::int64_t near = 0;    ///< nearly
    std::int64_t answers = 0; ///< looked up: those of thirteen words or more
    std::int64_t copied = 0;  ///< of those, copies of a row
    struct Match {
        std::string item; ///< its text
        std::int64_t row = 0;
        bool exact = false;
        double similarity = 0;
        std::string excerpt; ///< the beginning of that row
    };
    std::vector<Match> matches; ///< of items, in their order
};

/// Looks every item of every eval set, and every answer stored, up in a training file, which streams past and
/// is never held whole. An item is
/// - exact where its instruction and input are, word for word, a row's prompt or a whole row;
/// - near where its word trigrams overlap with those of a row's prompt (or whole text) by 0.8 or more
///   (Jaccard), or where 13 words in a row are the same; runs that stand in more than ten rows are no
///   evidence (Brown et al. 2020, appendix C).
/// An answer of thirteen words or more is a copy where it is exact or overlaps by 0.8 with a row's answer or
/// whole text. What is found replaces what the same file's content gave before.
/// `store` false looks only. Throws domain::Error where the file cannot be read, or there is no item to look
/// up.
TrainingFound
import_training(store::Project& project, const ImportTraining& import, bool store = true,
                const std::function<void(std::uint64_t read, std::uint64_t bytes)>& progress = {},
                const std::stop_token& stop = {});

} // namespace tiebreak::workbench
