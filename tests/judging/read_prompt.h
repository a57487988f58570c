// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace tiebreak::judging {

/// The fence of a built-in prompt, which its system message names; empty where there is none.
inline std::string fence_of(std::string_view system) {
    constexpr std::string_view tag = "<data-";
    const std::size_t begin = system.find(tag);
    if (begin == std::string_view::npos) {
        return {};
    }
    const std::size_t at = begin + tag.size();
    return std::string(system.substr(at, system.find('>', at) - at));
}

} // namespace tiebreak::judging
