// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/ifeval.h"

#include "domain/error.h"
#include "judging/scorer_table.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tiebreak::judging {

namespace {

using Json = nlohmann::json;

std::string without_asterisks(std::string text) {
    std::erase(text, '*');
    return text;
}

} // namespace

std::vector<std::string> loose_readings(std::string_view response) {
    const std::size_t first_end = response.find('\n');
    const std::size_t last_begin = response.rfind('\n');
    const auto trimmed = [](std::string_view text) { return std::string(text::trim(text)); };
    std::vector<std::string> readings{std::string(response)};
    if (first_end == std::string_view::npos) {
        readings.insert(readings.end(), 3, std::string()); // one line: nothing is left without it
    } else {
        readings.push_back(trimmed(response.substr(first_end + 1)));
        readings.push_back(trimmed(response.substr(0, last_begin)));
        readings.push_back(first_end == last_begin
                               ? std::string()
                               : trimmed(response.substr(first_end + 1, last_begin - first_end - 1)));
    }
    for (std::size_t i = 0; i < 4; ++i) {
        readings.push_back(without_asterisks(readings[i]));
    }
    return readings;
}

ScoreFunction make_ifeval(const nlohmann::json&) {
    return [](const domain::Item& item, std::string_view response) -> HeuristicScore {
        const Json kinds = metadata_field(item, "instruction_id_list");
        const Json arguments = metadata_field(item, "kwargs");
        if (!kinds.is_array() || kinds.empty() || !arguments.is_array() || arguments.size() != kinds.size()) {
            return not_judged("the item's metadata holds no instructions (instruction_id_list and kwargs)");
        }
        const std::vector<std::string> readings = loose_readings(response);
        HeuristicScore score;
        std::vector<std::string> broken;
        bool all_loose = true;
        try {
            for (std::size_t i = 0; i < kinds.size(); ++i) {
                const std::string kind = kinds[i].is_string() ? kinds[i].get<std::string>() : kinds[i].dump();
                const auto holds = [&](const std::string& reading) {
                    return follows_instruction(kind, arguments[i], reading);
                };
                const bool strict = holds(readings.front());
                const bool loose = strict || std::ranges::any_of(readings, holds);
                all_loose = all_loose && loose;
                if (!strict) {
                    broken.push_back(loose ? kind + " (loosely followed)" : kind);
                }
                score.further.push_back({"inst_strict", strict ? 100.0 : 0.0, kind});
                score.further.push_back({"inst_loose", loose ? 100.0 : 0.0, kind});
            }
        } catch (const domain::Error& error) {
            return not_judged(error.what());
        }
        score.value = broken.empty() ? 100.0 : 0.0;
        score.comment =
            broken.empty() ? std::string() : fmt::format("not followed: {}", fmt::join(broken, ", "));
        score.further.push_back({"prompt_loose", all_loose ? 100.0 : 0.0, {}});
        return score;
    };
}

} // namespace tiebreak::judging
