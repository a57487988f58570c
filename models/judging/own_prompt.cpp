// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/own_prompt.h"

#include "domain/error.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Protocol;
using nlohmann::json;

bool is_pair(const domain::JudgingSpec& spec) {
    return spec.protocol == Protocol::pairwise || spec.protocol == Protocol::round_robin || spec.relative ||
           (spec.protocol == Protocol::multi_turn && !spec.baseline.empty());
}

Grammar grammar_asked_for(const std::string& text, const domain::JudgingSpec& spec) {
    const Grammar usual = grammar_of(spec);
    if (usual == Grammar::scores) {
        return usual;
    }
    if (text.find("[RESULT]") != std::string::npos) {
        return is_pair(spec) ? Grammar::better : Grammar::result;
    }
    if (text.find("[[") != std::string::npos && !is_pair(spec)) {
        return Grammar::rating;
    }
    return usual;
}

/// Python's format fields ({question}, doubled braces for one) as Mustache.
std::string from_format_fields(std::string_view text) {
    std::string mustache;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
            mustache += c;
            ++i;
            continue;
        }
        const std::size_t end = c == '{' ? text.find('}', i) : std::string_view::npos;
        if (end != std::string_view::npos) {
            mustache += fmt::format("{{{{{}}}}}", text.substr(i + 1, end - i - 1));
            i = end;
        } else {
            mustache += c;
        }
    }
    return mustache;
}

struct FastChatPrompt {
    std::string text; ///< as a template of ours
    std::string output_format;
};
using FastChatPrompts = std::map<std::string, FastChatPrompt>;

/// Nothing where the bytes are no such file.
FastChatPrompts read_fastchat(std::string_view bytes) {
    FastChatPrompts prompts;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        const std::string_view line = text::trim(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        if (line.empty()) {
            continue;
        }
        const json row = json::parse(line, nullptr, false);
        if (!row.is_object() || !row.contains("prompt_template") || !row["prompt_template"].is_string()) {
            return {};
        }
        const auto field = [&](const char* name) {
            const auto found = row.find(name);
            return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
        };
        std::string text;
        if (const std::string system = field("system_prompt"); !system.empty()) {
            text = "=== system\n" + system + "\n=== user\n";
        }
        text += from_format_fields(field("prompt_template"));
        prompts[field("name")] = {std::move(text), field("output_format")};
    }
    return prompts;
}

/// The name of the prompt that shows a reference: "math" before the last part.
std::string math_name(const std::string& name) {
    const std::size_t dash = name.rfind('-');
    return dash == std::string::npos ? name + "-math" : name.substr(0, dash) + "-math" + name.substr(dash);
}

OwnPrompt from_fastchat(const FastChatPrompts& prompts, const domain::JudgingSpec& spec,
                        const std::string& where) {
    std::vector<std::string> names;
    for (const auto& [name, prompt] : prompts) {
        names.push_back(name);
    }
    const std::string wanted = spec.prompt_name.empty() && names.size() == 1 ? names[0] : spec.prompt_name;
    const auto found = prompts.find(wanted);
    if (found == prompts.end()) {
        throw Error(ErrorKind::usage,
                    wanted.empty() ? "the file holds several prompts"
                                   : fmt::format("the file has no prompt \"{}\"", text::for_display(wanted)),
                    where,
                    (wanted.empty() ? "name one in \"prompt_name\"; " : "") +
                        text::did_you_mean(wanted, names));
    }
    std::string text = found->second.text;
    if (spec.protocol == Protocol::multi_turn) {
        const std::string math = math_name(wanted);
        for (const auto& [when, name] :
             {std::pair{"later", wanted + "-multi-turn"}, std::pair{"reference", math},
              std::pair{"reference later", math + "-multi-turn"}}) {
            if (const auto variant = prompts.find(name); variant != prompts.end()) {
                text += fmt::format("\n=== variant {}\n{}", when, variant->second.text);
            }
        }
    }
    OwnPrompt own;
    own.prompt = make_prompt(wanted, spec.protocol, std::move(text));
    own.grammar = found->second.output_format == "[[rating]]" ? Grammar::rating
                                                              : grammar_asked_for(own.prompt.text, spec);
    own.rates_to_ten = own.grammar == Grammar::rating;
    return own;
}

constexpr const char* instruction_mark = "instruction-of-the-check-1f7c";

std::string answer_mark(int k) {
    return fmt::format("answer-{}-of-the-check-93d5", k);
}

} // namespace

OwnPrompt read_own_prompt(std::string_view bytes, const domain::JudgingSpec& spec, const std::string& where) {
    if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    if (text::is_blank(bytes)) {
        throw Error(ErrorKind::format, "the prompt file is empty", where, "write what the judge shall read");
    }
    if (!text::is_valid_utf8(bytes)) {
        throw Error(ErrorKind::format, "the prompt file is not UTF-8", where, "save it as UTF-8");
    }
    if (const FastChatPrompts prompts = read_fastchat(bytes); !prompts.empty()) {
        return from_fastchat(prompts, spec, where);
    }
    if (!spec.prompt_name.empty()) {
        throw Error(ErrorKind::usage, "the file is one prompt, so there is none to be named", where,
                    "leave \"prompt_name\" out");
    }
    std::string text(bytes);
    if (text.find("{{") == std::string::npos) {
        text = from_format_fields(text);
    }
    OwnPrompt own;
    own.prompt = make_prompt(where, spec.protocol, std::move(text));
    own.grammar = grammar_asked_for(own.prompt.text, spec);
    return own;
}

void check_own_prompt(const OwnPrompt& own, const domain::Item& real, const domain::Rubric& rubric,
                      int answers) {
    const bool multi_turn = own.prompt.protocol == Protocol::multi_turn;
    const int turns = multi_turn ? 1 + static_cast<int>(real.turns.size()) : 1;
    for (int turn = 1; turn <= turns; ++turn) {
        domain::Item item = real;
        (turn == 1 ? item.instruction : item.turns[static_cast<std::size_t>(turn - 2)]) += instruction_mark;
        ItemResponses responses{"check", {}, true};
        Unit unit;
        unit.turn = turn;
        for (int k = 0; k < answers; ++k) {
            responses.responses.push_back(
                {static_cast<std::size_t>(k), true, answer_mark(k),
                 std::vector<std::string>(static_cast<std::size_t>(turn - 1), "earlier"), 0});
            unit.positions.push_back({{static_cast<std::size_t>(k)}});
        }
        std::string whole;
        for (const domain::Message& message : render(unit, item, responses, rubric, own.prompt)) {
            whole += message.content + "\n";
        }
        const auto must_hold = [&](const std::string& mark, const std::string& what, const char* names) {
            if (whole.find(mark) == std::string::npos) {
                throw Error(
                    ErrorKind::usage, "the prompt does not show the judge " + what,
                    "prompt " + own.prompt.name,
                    fmt::format("{}{}", names, turn > 1 ? ", also in the wording for later turns" : ""));
            }
        };
        must_hold(instruction_mark, "what was asked", "use {{instruction}} or {{question}}");
        for (int k = 0; k < answers; ++k) {
            must_hold(answer_mark(k), answers == 1 ? "the answer" : fmt::format("answer {}", k + 1),
                      "use {{#answers}}{{heading}}: {{text}}{{/answers}}, or {{answer}}, {{answer_a}} and "
                      "{{answer_b}}");
        }
    }
}

} // namespace tiebreak::judging
