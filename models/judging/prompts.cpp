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
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Message;
using domain::Protocol;

/// The lines of a text with what ends them left out, one by one.
template <class Each>
void each_line(std::string_view text, const Each& each) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        each(line, line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
    }
}

/// The wording of a prompt for a place in a conversation.
std::string variant_of(std::string_view text, bool later, bool reference) {
    constexpr std::string_view mark = "=== variant ";
    std::map<std::string, std::string, std::less<>> variants;
    std::string current;
    each_line(text, [&](std::string_view line, std::string_view bare) {
        if (bare.starts_with(mark)) {
            current = bare.substr(mark.size());
            variants[current].clear();
        } else {
            variants[current].append(line).push_back('\n');
        }
    });
    std::vector<std::string> wanted;
    if (later && reference) {
        wanted.emplace_back("reference later");
    }
    if (later) {
        wanted.emplace_back("later");
    }
    if (reference) {
        wanted.emplace_back("reference");
    }
    for (const std::string& name : wanted) {
        if (const auto found = variants.find(name); found != variants.end()) {
            return found->second;
        }
    }
    return variants[std::string()];
}

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
    each_line(text, [&](std::string_view line, std::string_view bare) {
        if (bare == "=== system" || bare == "=== user" || bare == "=== assistant") {
            finish();
            content.clear();
            role = bare.substr(4);
        } else {
            content.append(line).push_back('\n');
        }
    });
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

const Prompt& builtin_prompt(std::string_view wanted) {
    static const std::vector<Prompt> prompts = [] {
        std::vector<Prompt> read;
        for (const embedded::judge_prompts::File& file : embedded::judge_prompts::files()) {
            const std::string name(file.name.substr(0, file.name.rfind('.')));
            const auto protocol = domain::protocol_from_string(name.substr(0, name.rfind('-')));
            const auto whole = domain::protocol_from_string(name);
            read.push_back(make_prompt(name, whole.value_or(protocol.value_or(Protocol::pairwise)),
                                       std::string(file.content)));
        }
        return read;
    }();
    const auto found = std::ranges::find(prompts, wanted, &Prompt::name);
    if (found == prompts.end()) {
        throw Error(ErrorKind::usage, fmt::format("there is no prompt for the protocol \"{}\"", wanted),
                    "judging", "use another protocol with a judge that is a model");
    }
    return *found;
}

const Prompt& builtin_prompt(Protocol protocol) {
    return builtin_prompt(to_string(protocol == Protocol::round_robin ? Protocol::pairwise : protocol));
}

const Prompt& builtin_prompt(const domain::JudgingSpec& spec) {
    if (spec.logprobs) {
        return builtin_prompt("pairwise-logprobs");
    }
    if (spec.protocol == Protocol::rubric && spec.relative) {
        return builtin_prompt("rubric-relative");
    }
    if (spec.protocol == Protocol::multi_turn && !spec.baseline.empty()) {
        return builtin_prompt("multi-turn-pair");
    }
    if (spec.protocol == Protocol::listwise && spec.method != domain::RankMethod::listwise) {
        return builtin_prompt(spec.method == domain::RankMethod::pointwise ? Protocol::single
                                                                           : Protocol::pairwise);
    }
    return builtin_prompt(spec.protocol);
}

std::string reference_of(const domain::Item& item, int turn) {
    if (turn <= 1) {
        return item.reference;
    }
    const nlohmann::json metadata = nlohmann::json::parse(item.metadata, nullptr, false);
    if (!metadata.is_object()) {
        return {};
    }
    const auto list = metadata.find("reference");
    const auto at = static_cast<std::size_t>(turn - 1);
    return list != metadata.end() && list->is_array() && at < list->size() && (*list)[at].is_string()
               ? (*list)[at].get<std::string>()
               : std::string{};
}

bool is_reference_guided(const domain::Item& item) {
    static constexpr std::array<std::string_view, 3> guided{"math", "reasoning", "coding"};
    const std::string category = ascii_lower(text::trim(item.category));
    return category.empty() || std::ranges::find(guided, category) != guided.end();
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

namespace {

using Entries = std::vector<std::map<std::string, std::string>>;

/// What the person said in a turn, from 1.
std::string message_of(const domain::Item& item, int turn) {
    if (turn > 1) {
        const auto at = static_cast<std::size_t>(turn - 2);
        return at < item.turns.size() ? item.turns[at] : std::string{};
    }
    return text::is_blank(item.input) ? item.instruction : item.instruction + "\n\n" + item.input;
}

/// What an answer's candidate said in a turn of a unit that is about `last`.
std::string answer_in(const CandidateResponse& answer, int turn, int last) {
    const auto at = static_cast<std::size_t>(turn - 1);
    if (turn == last) {
        return answer.text;
    }
    return turn < last && at < answer.earlier.size() ? answer.earlier[at] : std::string{};
}

/// The conversation up to the turn judged, headed part by part.
Entries conversation(const Unit& unit, const domain::Item& item,
                     const std::vector<const CandidateResponse*>& answers, const std::string& reference) {
    Entries sections;
    const bool several = answers.size() > 1;
    const auto add = [&](std::string heading, const std::string& text) {
        sections.push_back({{"heading", std::move(heading)}, {"text", text}});
    };
    for (int turn = 1; turn <= unit.turn; ++turn) {
        add(fmt::format("Message {}", turn), message_of(item, turn));
        if (turn == unit.turn && !reference.empty()) {
            add("Reference answer", reference);
        }
        for (std::size_t k = 0; k < answers.size(); ++k) {
            const std::string text = answer_in(*answers[k], turn, unit.turn);
            if (turn == unit.turn) {
                add(several ? fmt::format("Model {}", k + 1) : "Answer", text);
            } else {
                add(several ? fmt::format("Earlier answer {} of Model {}", turn, k + 1)
                            : fmt::format("Earlier answer {}", turn),
                    text);
            }
        }
    }
    return sections;
}

/// The names that FastChat's judge prompts use.
void add_fastchat_names(std::map<std::string, std::string>& values, const Unit& unit,
                        const domain::Item& item, const std::vector<const CandidateResponse*>& answers) {
    const auto text_of = [&](std::size_t k, int turn) {
        return k < answers.size() ? answer_in(*answers[k], turn, unit.turn) : std::string{};
    };
    values["question"] = message_of(item, unit.turn);
    values["answer"] = values["answer_a"] = text_of(0, unit.turn);
    values["answer_b"] = text_of(1, unit.turn);
    for (const int turn : {1, 2}) {
        const std::string number = std::to_string(turn);
        values["question_" + number] = message_of(item, turn);
        values["ref_answer_" + number] = reference_of(item, turn);
        values["answer_" + number] = values["answer_a_" + number] = text_of(0, turn);
        values["answer_b_" + number] = text_of(1, turn);
    }
}

/// The rubric's part; what it says is added to `texts`, which the fence must not occur in.
void add_rubric(text::TemplateData& data, const domain::Rubric& rubric, std::vector<std::string>& texts) {
    Entries descriptions;
    for (std::size_t k = 0; k < rubric.descriptions.size(); ++k) {
        const std::string score = fmt::format("{:g}", described_score(rubric, k));
        const std::string label = rubric.yes_no ? (k == 0 ? "no" : "yes") : score;
        descriptions.push_back({{"score", score}, {"label", label}, {"text", rubric.descriptions[k]}});
    }
    texts.push_back(rubric.criteria);
    texts.insert(texts.end(), rubric.descriptions.begin(), rubric.descriptions.end());
    data.values["criteria"] = rubric.criteria;
    data.values["rubric_name"] = rubric.name;
    data.values["scale_min"] = fmt::format("{:g}", rubric.scale_min);
    data.values["scale_max"] = fmt::format("{:g}", rubric.scale_max);
    data.values["yes_no"] = rubric.yes_no ? "yes" : "";
    data.lists["descriptions"] = std::move(descriptions);
}

} // namespace

std::vector<Message> render(const Unit& unit, const domain::Item& item, const ItemResponses& responses,
                            const domain::Rubric& rubric, const Prompt& prompt) {
    const bool multi_turn = prompt.protocol == Protocol::multi_turn;
    const std::string reference =
        multi_turn ? (is_reference_guided(item) ? unless_blank(reference_of(item, unit.turn)) : std::string{})
                   : unless_blank(item.reference);
    std::vector<std::string> texts{item.instruction, item.input, reference, item.system};
    texts.insert(texts.end(), item.turns.begin(), item.turns.end());
    std::vector<const CandidateResponse*> shown;
    Entries answers;
    for (const Shown& position : unit.positions) {
        const CandidateResponse& answer = responses.responses.at(position.responses.at(0));
        shown.push_back(&answer);
        texts.push_back(answer.text);
        texts.insert(texts.end(), answer.earlier.begin(), answer.earlier.end());
        const std::string number = std::to_string(answers.size() + 1);
        answers.push_back({{"number", number}, {"heading", "Model " + number}, {"text", answer.text}});
    }
    text::TemplateData data;
    add_rubric(data, rubric, texts);
    add_fastchat_names(data.values, unit, item, shown);
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    data.values["fence"] = choose_fence(unit.fence_seed, views);
    data.values["instruction"] = item.instruction;
    data.values["input"] = unless_blank(item.input);
    data.values["reference"] = reference;
    data.values["system"] = unless_blank(item.system);
    data.values["count"] = std::to_string(answers.size());
    data.values["choose"] = std::to_string(unit.choose);
    data.values["several"] = answers.size() > 1 ? "yes" : "";
    data.lists["sections"] = multi_turn ? conversation(unit, item, shown, reference) : Entries{};
    data.lists["answers"] = std::move(answers);

    std::vector<Message> messages =
        split_messages(variant_of(prompt.text, unit.turn > 1, !reference.empty()));
    for (Message& message : messages) {
        message.content = text::render_template(message.content, data, "prompt " + prompt.name);
    }
    return messages;
}

Message repair_request(const std::string& problem) {
    text::TemplateData data;
    data.values["problem"] = problem;
    std::string text = text::render_template(builtin_prompt("repair").text, data, "prompt repair");
    return {"user", std::string(text::trim(text))};
}

} // namespace tiebreak::judging
