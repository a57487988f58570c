// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "formats/rows.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

struct EvalSetImport {
    std::vector<domain::Item> items;
    std::vector<std::size_t> lines; ///< of each item, where it begins in the file
    std::vector<BadRow> bad;
    std::string format; ///< "alpaca", "json", "json-lines", "csv", "self-instruct", "mt-bench", "ifeval"
    std::map<std::string, std::string> mapping; ///< our field -> the file's column or key, as used
    std::vector<std::string> notes;
};

/// The fields a mapping may name: id, instruction, input, reference, category, system, turns.
[[nodiscard]] const std::vector<std::string>& eval_set_fields();

/// Reads an eval set; the format is found out by content (formats.md):
///   a JSON list of Alpaca rows (instruction, input, output), JSON Lines, CSV with a header, Self-Instruct
///   (instances[{input, output}]), MT-Bench questions (turns[]), IFEval prompts.
/// Instruction: `instruction`, `prompt`, `question`, or `input` where there is no other, or the first of
/// `turns`. Where it comes as chat messages, those of the system and the person are taken. Reference:
/// `reference`, `ideal`, `output` or `target`; of several acceptable ones the first, all are kept. What is
/// not a field of Item is kept in Item::metadata. Rows without instruction text, of a wrong type, or with an
/// id that stood before are in `bad`. Throws domain::Error for a file that is no such list at all, for a
/// slice beyond its end and for a mapping that names what is not there.
[[nodiscard]] EvalSetImport read_eval_set(std::string_view bytes, const ReadOptions& options = {});

} // namespace tiebreak::formats
