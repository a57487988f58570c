// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/prompts.h"

#include "domain/error.h"
#include "domain/random.h"
#include "embedded/judge_prompts.h"
#include "judging/reply_object.h"
#include "text/digest.h"
#include "text/prompt_template.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Message;
using domain::Protocol;

/// The messages of a template, not yet filled in.
std::vector<Message> split_messages(std::string_view text) {
    std::vector<Message> messages;
    std::string role = "user";
    std::string content;
    const auto finish = [&] {
        while (content.ends_with('\n')) {
            content.pop_back();
        }
        if (!content.empty()) {
            messages.push_back({role, std::exchange(content, {})});
        }
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view bare = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
        if (bare == "=== system" || bare == "=== user" || bare == "=== assistant") {
            finish();
            content.clear();
            role = bare.substr(4);
        } else {
            content.append(line).push_back('\n');
        }
    }
    finish();
    return messages;
}

/// The score that description k of n stands for: they divide the scale evenly, lowest first.
double described_score(const domain::Rubric& rubric, std::size_t k) {
    const std::size_t n = rubric.descriptions.size();
    return n == 1 ? rubric.scale_max
                  : rubric.scale_min + (rubric.scale_max - rubric.scale_min) * static_cast<double>(k) /
                                           static_cast<double>(n - 1);
}

std::string unless_blank(const std::string& text) {
    return text::is_blank(text) ? std::string{} : text;
}

} // namespace

Prompt make_prompt(std::string name, Protocol protocol, std::string text) {
    std::string hash = text::sha256_hex(text);
    return {std::move(name), protocol, std::move(text), std::move(hash)};
}

const Prompt& builtin_prompt(Protocol protocol) {
    static const std::vector<Prompt> prompts = [] {
        std::vector<Prompt> read;
        for (const embedded::judge_prompts::File& file : embedded::judge_prompts::files()) {
            const std::string name(file.name.substr(0, file.name.rfind('.')));
            if (const auto known = domain::protocol_from_string(name)) {
                read.push_back(make_prompt(name, *known, std::string(file.content)));
            }
        }
        return read;
    }();
    const auto found = std::ranges::find(prompts, protocol, &Prompt::protocol);
    if (found == prompts.end()) {
        throw Error(ErrorKind::usage,
                    fmt::format("there is no prompt for the protocol \"{}\"", to_string(protocol)), "judging",
                    "use joint or single with a judge that is a model");
    }
    return *found;
}

std::string choose_fence(std::uint64_t seed, std::span<const std::string_view> texts) {
    // No vowels, so that no word comes about, and nothing that is easily mistaken for something else.
    static constexpr std::string_view alphabet = "bcdfghjkmnpqrstvwxz23456789";
    std::vector<std::string> lower;
    std::ranges::transform(texts, std::back_inserter(lower), ascii_lower);
    domain::Random random(seed, "fence");
    std::string fence;
    do {
        const std::size_t more = fence.empty() ? 8 : 4;
        for (std::size_t i = 0; i < more; ++i) {
            fence.push_back(alphabet[random.below(alphabet.size())]);
        }
    } while (std::ranges::any_of(
        lower, [&](const std::string& text) { return text.find(fence) != std::string::npos; }));
    return fence;
}

std::vector<Message> render(const Unit& unit, const domain::Item& item, const ItemResponses& responses,
                            const domain::Rubric& rubric, const Prompt& prompt) {
    text::TemplateData data;
    std::vector<std::string_view> texts{item.instruction, item.input, item.reference, item.system,
                                        rubric.criteria};
    std::vector<std::map<std::string, std::string>> answers;
    for (const Shown& shown : unit.positions) {
        const std::string& answer = responses.responses.at(shown.responses.at(0)).text;
        texts.emplace_back(answer);
        const std::string number = std::to_string(answers.size() + 1);
        answers.push_back({{"number", number}, {"heading", "Model " + number}, {"text", answer}});
    }
    std::vector<std::map<std::string, std::string>> descriptions;
    for (std::size_t k = 0; k < rubric.descriptions.size(); ++k) {
        texts.emplace_back(rubric.descriptions[k]);
        descriptions.push_back(
            {{"score", fmt::format("{:g}", described_score(rubric, k))}, {"text", rubric.descriptions[k]}});
    }
    data.values = {{"fence", choose_fence(unit.fence_seed, texts)},
                   {"instruction", item.instruction},
                   {"input", unless_blank(item.input)},
                   {"reference", unless_blank(item.reference)},
                   {"system", unless_blank(item.system)},
                   {"count", std::to_string(answers.size())},
                   {"several", answers.size() > 1 ? "yes" : ""},
                   {"criteria", rubric.criteria},
                   {"rubric_name", rubric.name},
                   {"scale_min", fmt::format("{:g}", rubric.scale_min)},
                   {"scale_max", fmt::format("{:g}", rubric.scale_max)}};
    data.lists = {{"answers", std::move(answers)}, {"descriptions", std::move(descriptions)}};

    std::vector<Message> messages = split_messages(prompt.text);
    for (Message& message : messages) {
        message.content = text::render_template(message.content, data, "prompt " + prompt.name);
    }
    return messages;
}

} // namespace tiebreak::judging
