// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/judging.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiebreak::formats {

struct EvalSetRef {
    std::string path;                                         ///< as the config names it
    std::string name;                                         ///< empty: the file's name
    std::optional<std::pair<std::size_t, std::size_t>> slice; ///< rows [from, to), from 0
    std::map<std::string, std::string> mapping; ///< our field -> the file's column ("map" in the config)

    friend bool operator==(const EvalSetRef&, const EvalSetRef&) = default;
};

/// What to run: interface.md, "Eval config".
struct EvalConfig {
    std::string name;
    EvalSetRef eval_set;
    std::vector<domain::Candidate> candidates; ///< at least one, names differ
    std::vector<domain::JudgingSpec> judgings; ///< names differ
    std::string base_dir;                      ///< paths are relative to it; not part of what the config says

    friend bool operator==(const EvalConfig&, const EvalConfig&) = default;
};

/// The rubric of a judging that names none and is not by a scorer; empty for the protocol that needs one
/// (rubric).
[[nodiscard]] std::string default_rubric(domain::Protocol protocol);

/// Reads an eval config. `where` (its file name) stands in errors, `base_dir` is kept in the result. Every
/// error is a domain::Error (usage, or format for broken JSON) whose where() ends in the path of the field
/// ("candidates[1].parameters") and whose mend() says what to write: unknown fields name the nearest known
/// one, a literal key is refused and never repeated, a second template for a chat endpoint is refused with
/// the reason. Names of protocols and APIs are those of domain; that a scorer, rubric or file is there is
/// checked by whoever uses it.
[[nodiscard]] EvalConfig read_eval_config(std::string_view bytes, const std::string& where = {},
                                          const std::string& base_dir = {});

enum class ConfigParts {
    everything,
    /// Without what changes no answer and no score: addresses, key names, limits, prices. The same run may go
    /// on with others.
    what_is_asked,
};

/// The config as compact JSON with sorted keys and defaults spelt out, and without base_dir: equal configs
/// give equal bytes, however they were written. read_eval_config reads `everything` back.
[[nodiscard]] std::string to_canonical_json(const EvalConfig& config,
                                            ConfigParts parts = ConfigParts::everything);

/// A judging alone, as `tiebreak-cli judge --judging` takes it: an object of the config's "judgings".
/// `candidates` are the names a baseline may be. Fields that mean nothing for the protocol or judge are
/// refused, as unknown ones are.
[[nodiscard]] domain::JudgingSpec read_judging(std::string_view bytes,
                                               const std::vector<std::string>& candidates,
                                               const std::string& where = {});

} // namespace tiebreak::formats
