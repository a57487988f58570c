// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// The 25 kinds of verifiable instructions of IFEval (Zhou et al. 2023), "keywords:existence" first.
[[nodiscard]] std::span<const std::string_view> ifeval_kinds();

/// Whether a response follows one instruction, read strictly. `arguments` as IFEval's `kwargs` give them;
/// null ones count as absent. A blank response follows none. Throws domain::Error (format): an unknown kind,
/// or an argument that is missing or of the wrong form.
[[nodiscard]] bool follows_instruction(std::string_view kind, const nlohmann::json& arguments,
                                       std::string_view response);

/// The eight readings that the loose figures try: as it stands, without the first line, the last or both,
/// each with and without its asterisks.
[[nodiscard]] std::vector<std::string> loose_readings(std::string_view response);

} // namespace tiebreak::judging
