// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::items {

/// What a pasted text was taken for.
struct PastedRows {
    enum class Kind {
        nothing, ///< blank
        cell,    ///< one piece of text: it belongs into the cell
        rows,
    } kind = Kind::nothing;
    std::vector<domain::Item> items;
    bool header = false;            ///< its first row named the columns
    std::vector<std::string> notes; ///< "line 4 left out: there is no instruction text"
};

/// Reads a text from the clipboard: rows of a spreadsheet (tabs), CSV (quoted newlines, comma or semicolon),
/// JSON or JSON Lines as in an import, or plain lines, one an instruction each. Where the first row names
/// columns (instruction, prompt, question, input, reference, answer, …) they are taken by name; else the
/// cells go into instruction, input, reference, category and turns in this order. Never throws.
[[nodiscard]] PastedRows parsePasted(std::string_view text);

} // namespace tiebreak::items
