// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace tiebreak::domain {

/// One thing to ask every candidate. `instruction` and `input` follow the Alpaca layout; an item that came as one prompt
/// has it in `instruction` and an empty `input`. All text is UTF-8 as imported; what is shown is cleaned elsewhere.
struct Item {
    std::string external_id;        ///< id in the file it came from; empty where the file had none
    std::string instruction;
    std::string input;
    std::string reference;          ///< the known good answer; empty where there is none
    std::string category;
    std::string system;             ///< system prompt of this item; empty where there is none
    std::vector<std::string> turns; ///< the person's further turns after the first; empty for a single-turn item
    std::string metadata;           ///< what else the row held, as a JSON object; empty where nothing

    friend bool operator==(const Item&, const Item&) = default;
};

/// The key a response without an id joins by: trimmed instruction, U+001F, trimmed input.
std::string join_key(const std::string& instruction, const std::string& input);

} // namespace tiebreak::domain
