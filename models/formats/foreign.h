// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace tiebreak::formats {

/// Throws domain::Error (format) for what is no text file to import, with what it is and what to do with it:
/// an empty file, HTML, a compressed or binary file, UTF-16, a project, a model's weights.
void refuse_foreign(std::string_view bytes, const std::string& where);

} // namespace tiebreak::formats
