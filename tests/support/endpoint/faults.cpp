// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint/faults.h"

#include "tests/support/endpoint_answers.h"

#include <cstdlib>

namespace tiebreak::test::endpoint {

std::string Faults::choose(Settings& settings, bool judge, const std::string& model,
                           std::string_view prompt) {
    const std::uint64_t number = judge ? ++judge_calls_ : ++calls_;
    const double drawn = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    if (std::string fault = marked(judge, model, prompt); !fault.empty()) {
        return fault;
    }
    if (!settings.script.empty()) {
        std::string fault = settings.script.front();
        settings.script.pop_front();
        return fault == "ok" ? std::string{} : fault;
    }
    for (const auto& [fault, n] : judge ? settings.judge_every : settings.every) {
        if (n > 0 && number % static_cast<std::uint64_t>(n) == 0) {
            return fault;
        }
    }
    double below = 0;
    for (const auto& [fault, rate] : judge ? settings.judge_rates : settings.rates) {
        below += rate;
        if (drawn < below) {
            return fault;
        }
    }
    return {};
}

std::string Faults::marked(bool judge, const std::string& model, std::string_view prompt) {
    const std::string_view open = judge ? "[[judge:" : "[[fault:";
    const std::size_t at = prompt.find(open);
    const std::size_t end = at == std::string_view::npos ? at : prompt.find("]]", at);
    if (end == std::string_view::npos) {
        return {};
    }
    std::string fault(prompt.substr(at + open.size(), end - at - open.size()));
    if (const std::size_t star = fault.find('*'); star != std::string::npos) {
        const int times = std::atoi(fault.c_str() + star + 1);
        fault.resize(star);
        if (++marked_so_often_[model + '\x1f' + digest(prompt)] > times) {
            return {};
        }
    }
    return fault;
}

} // namespace tiebreak::test::endpoint
